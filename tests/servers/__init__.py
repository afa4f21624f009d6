"""Real servers for the tests: each is found, started on loopback and ended here."""
