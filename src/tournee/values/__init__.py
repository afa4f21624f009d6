"""Small immutable values that every room speaks in; no framework, no clock."""
