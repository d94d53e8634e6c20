"""The Collapse page's own computing: live experiments, shipped runs, theory. Importing this imports no torch."""
