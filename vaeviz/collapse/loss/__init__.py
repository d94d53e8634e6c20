"""The beta that a loss has: its formula, famous examples, and a reader of pasted Python that runs nothing."""
