"""Alerts by e-mail, and the mail itself."""
