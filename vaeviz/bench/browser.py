"""A Chromium and a running app, for what must be seen in a real browser: tests, benchmarks, screenshots."""

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
POLL = 0.02  # seconds between two looks at a server that starts
GOODBYE = 10.0  # seconds that a server may take to stop


class BrowserError(VaevizError):
    """There is no browser, no Playwright, or no server to look at."""


@dataclass(frozen=True)
class Server:
    """A Streamlit process that answers; times are of ``time.perf_counter``."""

    url: str
    log: Path  # what it printed; gone when it has stopped
    spawned: float
    healthy: float


@contextmanager
def open_chromium() -> Iterator["playwright.sync_api.Browser"]:
    """Start Playwright and a headless Chromium; both are closed at the end of the block.

    Raises
    ------
    BrowserError
        If Playwright or a Chromium is missing, or a page does not do in time what is waited for.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise BrowserError(
            "Playwright is not installed; it comes with the tools: pip install -r tests/requirements.txt."
        ) from error
    with sync_playwright() as playwright, closing(launch_chromium(playwright)) as browser:
        try:
            yield browser
        except Error as error:
            raise BrowserError(f"The browser did not get what it waited for: {error.message}") from error


def launch_chromium(playwright: "playwright.sync_api.Playwright") -> "playwright.sync_api.Browser":
    """Launch a headless Chromium that renders in software and asks nothing of the network by itself.

    Raises
    ------
    BrowserError
        If there is none.
    """
    path = find_chromium(playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def find_chromium(own: str = "") -> str:
    """Return the path of an installed Chromium, else ``own``, the path of Playwright's, where that file exists.

    Raises
    ------
    BrowserError
        If there is none.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if own and Path(own).is_file():
        return own
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
    """Run ``streamlit run script`` in a fresh process on this machine, by default on a free port, until the block ends.

    ``environment`` is added to this process's own; ``base``, such as "/explorer", comes before all addresses. The
    block starts once the server says that it is healthy.

    Raises
    ------
    BrowserError
        If it ends or does not answer within ``patience`` seconds; the message ends with what it printed.
    """
    port = port or free_port()
    settings = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    settings += ["--browser.gatherUsageStats=false", f"--server.baseUrlPath={base}", *options]
    with tempfile.TemporaryDirectory(prefix="vaeviz-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            spawned = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(script), *settings],
                cwd=script.parent,
                env={**child_environment(), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        url = f"http://127.0.0.1:{port}{base}"
        try:
            _wait(process, url, log, spawned + patience)
            yield Server(url, log, spawned, time.perf_counter())
        finally:
            _stop(process)


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, deadline: float) -> None:
    """Return once the server answers; it is asked again and again, past any proxy."""
    ask = build_opener(ProxyHandler({}))
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            with ask.open(f"{url}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(POLL)
    ended = "did not answer in time" if process.poll() is None else f"ended with status {process.returncode}"
    printed = log.read_text(errors="replace")[-2000:]
    raise BrowserError(f"The server of {url} {ended}. It printed:\n{printed}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GOODBYE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
