"""Work that nobody waits for: what runs when, and what follows which change."""
