"""Decoding, and serving codes, weights and images of opened models."""
