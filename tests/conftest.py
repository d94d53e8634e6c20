import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch

from vaeviz.data.dataset import ImageDataset

torch.set_num_threads(1)

CORNERS = 4


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


@pytest.fixture
def corners() -> ImageDataset:
    """256 pictures of 8x8: one of four corners lit, each at one of many brightnesses."""
    rng = np.random.default_rng(0)
    labels = np.arange(256) % CORNERS
    images = np.zeros((256, 1, 8, 8), np.uint8)
    for image, label in zip(images, labels, strict=True):
        row, column = divmod(int(label), 2)
        image[0, row * 4 : row * 4 + 4, column * 4 : column * 4 + 4] = rng.integers(150, 256)
    names = ("top left", "top right", "bottom left", "bottom right")
    return ImageDataset("corners", "train", images, labels.astype(np.int64), names)


@pytest.fixture
def limited_files():
    """Return a context in which no file can grow beyond so many bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="needs POSIX limits")

    @contextmanager
    def limited(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole session: Playwright's synchronous interface can be started only once at a time."""
    from vaeviz.bench.browser import open_chromium

    with open_chromium() as chromium:
        yield chromium


def pytest_collection_modifyitems(config, items):
    """Leave out nightly tests that are not asked for, and run the browser's tests last.

    Until those are done, Playwright keeps an event loop running in this thread.
    """
    if "nightly" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
