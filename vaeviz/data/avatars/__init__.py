"""The avatars data set: cartoon faces with attributes, rendered by vaeviz."""
