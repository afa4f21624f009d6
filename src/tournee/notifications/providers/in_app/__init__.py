"""Alerts in the application."""
