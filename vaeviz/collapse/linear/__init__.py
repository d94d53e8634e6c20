"""The linear VAE: theory and trained models."""
