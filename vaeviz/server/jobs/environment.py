"""What a child process that runs a module of this package is started with."""

import os
import site

from vaeviz.installation import PACKAGE


def child_environment() -> dict[str, str]:
    """Return this process's environment, with this very package found wherever the child is started.

    The child's working directory is not on its path: a file called random.py there is not the standard library's.
    The folder of an installed package is on the path by itself, behind the standard library, and stays there.
    """
    root = str(PACKAGE.parent)
    installed = {*site.getsitepackages(), site.getusersitepackages()}
    paths = [*([] if root in installed else [root]), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {"PYTHONPATH": os.pathsep.join(paths)} if paths else {}
    return {**os.environ, **own, "PYTHONSAFEPATH": "1"}
