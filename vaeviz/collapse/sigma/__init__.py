"""The effect of the variance of a Gaussian likelihood."""
