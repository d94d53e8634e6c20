"""Lessons: guided tours of the Collapse page, read from text files."""
