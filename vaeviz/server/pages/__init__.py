"""What the pages are given: one JSON payload each, with the URLs of everything else."""
