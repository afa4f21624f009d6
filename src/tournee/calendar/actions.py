"""Write events and tasks."""
