"""Changes as they happen: one reader of the log a process, many listeners."""
