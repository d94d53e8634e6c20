"""Training: objectives, schedules, batches, the state of a run, runs on disk."""
