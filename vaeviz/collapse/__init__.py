"""What the Collapse page computes: live experiments, shipped runs and theory. Importing this does not import torch."""
