"""UMAP is imported here: Numba, which compiles it, must find a folder for its cache."""

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from typing import Any

log = logging.getLogger(__name__)


def import_umap() -> Any:
    """Return the class ``umap.UMAP``.

    Numba keeps what it compiles beside UMAP's own files or in the user's cache. Where neither can be written, as for a
    service account on a read-only installation, it keeps it in a temporary folder until this process ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)  # that TensorFlow is not there
        try:
            from umap import UMAP
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            _cache_until_the_end()
            from umap import UMAP
    return UMAP


def _cache_until_the_end() -> None:
    from numba import config

    folder = tempfile.mkdtemp(prefix="vaeviz-numba-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["NUMBA_CACHE_DIR"] = folder
    config.reload_config()
    log.info("Numba can write neither beside UMAP nor in the user's cache: it compiles anew, into %s.", folder)
