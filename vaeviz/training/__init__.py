"""Training: objectives, schedules, batches, state, and runs on disk."""
