"""What `dev.py` is made of: standard library only, for any Python from 3.9 on."""
