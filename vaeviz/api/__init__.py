"""The public functions of `import vaeviz`, a file for each thing that a researcher does."""
