"""When an alert is due, what a letter is, and when a letter is tried again: rules that need no database."""
