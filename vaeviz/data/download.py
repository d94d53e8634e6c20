"""Download a published file with pooch: try its mirrors in turn, check the sha256, then move it into place."""

import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pooch
from filelock import FileLock
from requests.exceptions import RequestException

from vaeviz.data.dataset import Progress
from vaeviz.data.idx import MAX_BYTES
from vaeviz.data.remote_file import RemoteFile
from vaeviz.errors import DataError

TIMEOUT = 20.0  # seconds without a byte until a mirror is given up
_ROUNDS = 2  # passes over all mirrors: a connection that broke may succeed the second time
_CHUNK = 1 << 14  # bytes between two calls of progress
_HEADERS = {"User-Agent": "vaeviz", "Accept-Encoding": "identity"}  # identity: the sha256 is that of the stored bytes

_log = logging.getLogger(__name__)
pooch.get_logger().setLevel(logging.ERROR)  # its handler writes to stderr, into our progress output


@dataclass
class _ProgressBar:
    """Reports the bytes received and stops a download that is too large; pooch uses it like a tqdm bar."""

    label: str
    report: Progress
    total: int = 0  # bytes that the server announces, set by pooch; 0: unknown
    done: int = 0  # bytes, rounded up to whole chunks

    def update(self, count: int) -> None:
        self.done += count
        found = max(self.total, self.done - _CHUNK)
        if found > MAX_BYTES:
            raise DataError(f"it sends {found} bytes or more; allowed: {MAX_BYTES}")
        self.report(self.label, min(self.done, self.total or self.done), self.total)

    def reset(self) -> None:  # called at the end, before update(total)
        self.done = 0

    def close(self) -> None:
        pass


def download(file: RemoteFile, folder: Path, progress: Progress | None = None) -> Path:
    """Return ``folder / file.name``, downloaded from the first mirror that serves the right bytes.

    Processes and threads that download into the same folder take turns. An exception raised by ``progress`` cancels
    the download and deletes the partial file.

    Raises
    ------
    DataError
        If no mirror serves the file, or ``folder`` cannot be written.
    """
    report = progress or _silent

    def wait() -> bool:
        report(f"Waiting for another download of {file.name}", 0, 0)
        return False  # keep waiting; only an exception from report cancels

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock").acquire(poll_interval=0.1, cancel_check=wait):
            target = folder / file.name
            return target if target.exists() else _from_mirrors(file, folder, report)
    except OSError as error:
        raise DataError(
            f"{file.name} cannot be stored in {folder}: {error.strerror or error}. "
            "Free some space there or make the folder writable."
        ) from error


def _silent(what: str, done: int, total: int) -> None:
    """Report nothing."""


def _from_mirrors(file: RemoteFile, folder: Path, report: Progress) -> Path:
    failures: dict[str, str] = {}
    for mirror in _ROUNDS * file.mirrors:
        url = mirror + file.name
        try:
            return _retrieve(url, file, folder, report)
        except (RequestException, ValueError, DataError) as error:  # ValueError: a header that is not a number
            _log.warning("%s: %s", url, error)
            failures[url] = str(error)
    tried = "\n".join(f"  {url}: {error}" for url, error in failures.items())
    raise DataError(f"{file.name} could not be downloaded; tried:\n{tried}")


def _retrieve(url: str, file: RemoteFile, folder: Path, report: Progress) -> Path:
    label = f"Downloading {file.name} from {urlsplit(url).hostname}"
    report(label, 0, 0)
    bar: Any = _ProgressBar(label, report)  # Any: pooch's type hints allow neither such a bar nor such a downloader
    over_http: Any = pooch.HTTPDownloader(bar, _CHUNK, timeout=TIMEOUT, headers=_HEADERS)
    with TemporaryDirectory(dir=folder) as temporary:
        fetched = Path(pooch.retrieve(url, None, file.name, temporary, downloader=over_http))
        found = file.digest(fetched)  # pooch cannot check the unpacked content
        if found != file.sha256:
            raise DataError(f"wrong content: sha256 is {found}, expected {file.sha256}")
        return fetched.replace(folder / file.name)
