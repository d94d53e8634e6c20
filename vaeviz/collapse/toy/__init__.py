"""The toy: a sequence model with an exact likelihood."""
