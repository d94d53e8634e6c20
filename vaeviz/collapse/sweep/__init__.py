"""The sweep: MNIST models of nine betas at ten epochs each."""
