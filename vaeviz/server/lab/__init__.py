"""The worker processes that train for the Collapse page, and their socket."""
