"""`app`: open the explorer in the browser, from a clone or from an installed package.

Streamlit reads ``.streamlit/config.toml`` beside the script before it listens, so only the options of the command line
are set here. A variable such as STREAMLIT_SERVER_ALLOWED_HOSTS sets any other option.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from vaeviz.errors import ConfigError
from vaeviz.files.places import VARIABLE
from vaeviz.installation import SHIPPED
from vaeviz.server.jobs.environment import child_environment

_BASE_PATH = re.compile(r"/?[\w.~-]+(/[\w.~-]+)*/?", re.ASCII)
_MAX_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--host", help="address to listen on; default: 127.0.0.1; 0.0.0.0: all")
    parser.add_argument("--port", type=int, help="port to listen on; default: 8501; 0: a free port")
    parser.add_argument("--base-path", help="path below which a proxy serves the app, such as /explorer")
    parser.add_argument("--checkpoints", type=Path, help="folder of models to open; default: the shipped models")


def run(arguments: argparse.Namespace) -> None:
    """Replace this process by the Streamlit server, so that ending this process ends the server.

    Raises
    ------
    ConfigError
        If the port, the base path or the folder of models is not allowed, or the account has no home folder.
    """
    flags = flags_of(arguments)
    if os.path.expanduser("~") == "~":
        raise ConfigError("This account has no home folder, where Streamlit looks for settings. Set HOME to a folder.")
    environment = child_environment()
    if arguments.checkpoints is not None:
        if not arguments.checkpoints.is_dir():
            raise ConfigError(
                f"--checkpoints is {arguments.checkpoints}, which is not a folder. "
                "Name a folder with one subfolder per model."
            )
        environment[VARIABLE] = str(arguments.checkpoints.resolve())
    command = [sys.executable, "-m", "streamlit", "run", str(SHIPPED / "app.py"), *flags]
    os.execve(sys.executable, command, environment)


def flags_of(arguments: argparse.Namespace) -> list[str]:
    """Return Streamlit's flags for the given arguments.

    Raises
    ------
    ConfigError
        If the port or the base path is not allowed.
    """
    port, base = arguments.port, arguments.base_path
    if port is not None and not 0 <= port <= _MAX_PORT:
        raise ConfigError(f"--port is {port}; allowed: 0 to {_MAX_PORT}.")
    if base is not None and not _BASE_PATH.fullmatch(base):
        raise ConfigError(
            f"--base-path is {base!r}; allowed: names of letters, digits and . _ ~ -, with / between them, "
            "such as /explorer."
        )
    options = {"server.address": arguments.host, "server.port": port, "server.baseUrlPath": base}
    return [f"--{name}={value}" for name, value in options.items() if value is not None]
