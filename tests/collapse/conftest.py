import pytest
from collapse.grids import make


@pytest.fixture
def folder(tmp_path, corners):
    """Return the folder of a small grid."""
    make(tmp_path / "grid", corners)
    return tmp_path / "grid"
