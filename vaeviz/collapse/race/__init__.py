"""The race: two settings trained on the same data and seeds, and the table of remedies."""
