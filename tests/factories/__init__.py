"""One factory a table; `world` is a small organisation with everyone that a permission can tell apart."""
