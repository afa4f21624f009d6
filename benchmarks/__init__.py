"""One script a promise about speed: each prints figures and asserts nothing timed. `python3 dev.py bench` runs them."""
