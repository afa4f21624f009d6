"""Ways to a person, ways for mail, and where the calendar is read; one folder each."""
