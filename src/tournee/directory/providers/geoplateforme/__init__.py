"""The French Géoplateforme's geocoding (addresses of the BAN): needs no key."""
