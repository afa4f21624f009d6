"""Rules of the directory: pure, told everything they need."""
