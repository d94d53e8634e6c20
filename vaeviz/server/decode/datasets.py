"""The data sets of stored codes, if they are on this machine; the live routes never download."""

import logging
from functools import lru_cache

from vaeviz.codes import LatentCodes
from vaeviz.data import load_present
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import DataError

_log = logging.getLogger(__name__)


def images_of(codes: LatentCodes) -> ImageDataset | None:
    """Return the split that the codes were made from; None if it is not on this machine or is damaged."""
    return _split(codes.dataset, codes.split)


@lru_cache(2)
def _split(name: str, split: str) -> ImageDataset | None:
    try:
        return load_present(name, split)
    except DataError as error:
        _log.warning("The original images are not available: %s", error)
        return None
