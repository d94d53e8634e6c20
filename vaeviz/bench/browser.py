"""Start a Chromium and the app, for tests, benchmarks and screenshots in a real browser."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from vaeviz.errors import VaevizError
from vaeviz.installation import SHIPPED
from vaeviz.server.jobs.environment import child_environment

if TYPE_CHECKING:
    import playwright.sync_api

APP = SHIPPED / "app.py"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
POLL = 0.02  # seconds between two health checks of a starting server
STOP_PATIENCE = 10.0  # seconds that a server may take to stop


class BrowserError(VaevizError):
    """The browser, Playwright or the server is missing."""


@dataclass(frozen=True)
class Server:
    """A running Streamlit process; times are from ``time.perf_counter``."""

    url: str
    log: Path  # its output; deleted when it stops
    spawned: float
    healthy: float


@contextmanager
def open_chromium() -> Iterator["playwright.sync_api.Browser"]:
    """Start Playwright and a headless Chromium; both are closed at the end of the block.

    Raises
    ------
    BrowserError
        If Playwright or a Chromium is missing, or a page does not reach an awaited state in time.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise BrowserError(
            "Playwright is not installed. Install the tools: pip install -r tests/requirements.txt."
        ) from error
    with sync_playwright() as playwright, closing(launch_chromium(playwright)) as browser:
        try:
            yield browser
        except Error as error:
            raise BrowserError(f"The browser reported an error: {error.message}") from error


def launch_chromium(playwright: "playwright.sync_api.Playwright") -> "playwright.sync_api.Browser":
    """Launch a headless Chromium that renders in software and makes no network requests of its own accord.

    Raises
    ------
    BrowserError
        If there is none.
    """
    path = find_chromium(playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def find_chromium(fallback: str = "") -> str:
    """Return the path of an installed Chromium, else ``fallback``, the path of Playwright's, if that file exists.

    Raises
    ------
    BrowserError
        If there is none.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if fallback and Path(fallback).is_file():
        return fallback
    raise BrowserError(
        f"No Chromium was found (looked for {', '.join(NAMES)}). Install one: `sudo apt-get install chromium`, "
        "or `python -m playwright install chromium`."
    )


@contextmanager
def serve(
    script: Path = APP,
    *,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
    base: str = "",
    patience: float = 60.0,
) -> Iterator[Server]:
    """Run ``streamlit run script`` in a new process, by default on a free port, until the block ends.

    ``environment`` is added to that of this process; ``base``, such as "/explorer", is the prefix of all addresses.
    The block starts once the health check succeeds.

    Raises
    ------
    BrowserError
        If it ends or does not answer within ``patience`` seconds; the message ends with its output.
    """
    port = port or free_port()
    settings = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    settings += ["--browser.gatherUsageStats=false", f"--server.baseUrlPath={base}", *options]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *settings]
    url = f"http://127.0.0.1:{port}{base}"
    with run_server(command, url, folder=script.parent, environment=environment, patience=patience) as running:
        yield running


@contextmanager
def run_server(
    command: Sequence[str],
    url: str,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    patience: float = 60.0,
) -> Iterator[Server]:
    """Run a server's command in a new process, in ``folder``, until the block ends; errors as in `serve`."""
    with tempfile.TemporaryDirectory(prefix="vaeviz-") as scratch:
        log = Path(scratch) / "log"
        with log.open("wb") as output:
            spawned = time.perf_counter()
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**child_environment(), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait(process, url, log, spawned + patience)
            yield Server(url, log, spawned, time.perf_counter())
        finally:
            _stop(process)


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, deadline: float) -> None:
    """Poll the health check, without a proxy, until the server answers."""
    opener = build_opener(ProxyHandler({}))
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            with opener.open(f"{url}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(POLL)
    ended = "did not answer in time" if process.poll() is None else f"ended with status {process.returncode}"
    printed = log.read_text(errors="replace")[-2000:]
    raise BrowserError(f"The server of {url} {ended}. Its output:\n{printed}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
