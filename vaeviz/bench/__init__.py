"""What can be measured: in a real browser and in the process, each against a baseline of the same run."""
