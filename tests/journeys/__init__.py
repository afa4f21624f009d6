"""End to end in a real browser, on the demonstration's data: one file a person's journey."""
