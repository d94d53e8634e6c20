"""Import UMAP; Numba, which compiles it, needs a writable cache folder."""

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

    Numba caches compiled code next to UMAP's files or in the user's cache. If neither is writable, as for a service
    account on a read-only installation, it uses a temporary folder that is deleted when this process ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)  # about missing TensorFlow
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
    log.info("Numba cannot write next to UMAP or into the user's cache: it compiles again, into %s.", folder)
