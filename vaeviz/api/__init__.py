"""The public functions of `import vaeviz`, one file per task."""
