"""One folder a geocoder."""
