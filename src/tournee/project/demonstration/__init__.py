"""A demonstration that looks like life: an invented distributor of kitchen equipment and four months of its days.

Every name, address and telephone number is invented; towns and their coordinates are real. The same seed and the same
day give the same rows, ids included.
"""
