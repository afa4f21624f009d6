"""All tests; each folder mirrors one of src/tournee."""
