"""Photon, the search in OpenStreetMap that may be hosted beside the product."""
