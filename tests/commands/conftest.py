from pathlib import Path

import pytest

from vaeviz.__main__ import main

TRAIN = ["train", "digits", "--family", "mlp", "--hidden", "32", "--latent", "2", "--condition", "class"]
TRAIN += ["--epochs", "3", "--batch-size", "64"]


@pytest.fixture(scope="session")
def trained(tmp_path_factory) -> Path:
    """Return a small conditional model that the command line trained."""
    out = tmp_path_factory.mktemp("runs") / "tiny-cvae"
    assert main([*TRAIN, "--out", str(out)]) == 0
    return out
