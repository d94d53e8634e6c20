"""Processes that train for the Collapse page, and the socket to them."""
