"""The laboratory: a small VAE that trains while its settings change."""
