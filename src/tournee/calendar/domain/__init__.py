"""Rules about time that need no database."""
