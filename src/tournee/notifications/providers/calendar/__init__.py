"""What is planned, read from the calendar."""
