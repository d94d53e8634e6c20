"""The toy: a sequence model whose likelihood is exact."""
