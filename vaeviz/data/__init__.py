"""DATASETS: name -> loader, one file each."""
