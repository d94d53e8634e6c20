"""What the variance of a Gaussian likelihood does."""
