"""Lessons: guided tours over the Collapse page, read from text files."""
