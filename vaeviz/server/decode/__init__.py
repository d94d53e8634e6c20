"""What decodes and serves codes, weights and images of opened models."""
