"""The environment of child processes that run a module of this package."""

import os
import site

from vaeviz.installation import PACKAGE


def child_environment() -> dict[str, str]:
    """Return this process's environment, changed so that the child imports this package from any directory.

    The child's working directory is not on its path, so a file called random.py there cannot hide the standard
    library's. An installed package is already on the path, after the standard library, and stays there.
    """
    root = str(PACKAGE.parent)
    installed = {*site.getsitepackages(), site.getusersitepackages()}
    paths = [*([] if root in installed else [root]), *filter(None, [os.environ.get("PYTHONPATH")])]
    search = {"PYTHONPATH": os.pathsep.join(paths)} if paths else {}
    return {**os.environ, **search, "PYTHONSAFEPATH": "1"}
