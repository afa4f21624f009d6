"""What carries the jobs from those who ask to those who work; one file an engine, chosen by `tournee.jobs.queue`."""
