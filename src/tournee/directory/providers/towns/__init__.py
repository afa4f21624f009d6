"""The embedded table of towns: needs no network and no key, and knows no streets."""
