"""Nominatim, OpenStreetMap's own search."""
