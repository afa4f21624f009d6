"""Alerts and mail that stay in memory: for tests, and for trying things out."""
