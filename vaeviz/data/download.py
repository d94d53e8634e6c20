"""Fetch a published file with pooch: mirrors in turn, checked against its sha256, then moved into place."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urlsplit

import pooch
from filelock import FileLock
from requests.exceptions import RequestException

from vaeviz.data.dataset import Progress
from vaeviz.data.idx import MAX_BYTES, read_unpacked
from vaeviz.errors import DataError

TIMEOUT = 20.0  # seconds without a byte until a mirror counts as dead
_ROUNDS = 2  # how often all mirrors are asked: a connection that broke may hold the second time
_CHUNK = 1 << 14  # bytes between two calls of progress
_HEADERS = {"User-Agent": "vaeviz", "Accept-Encoding": "identity"}  # identity: the sha256 is of the bytes as stored

_log = logging.getLogger(__name__)
pooch.get_logger().setLevel(logging.ERROR)  # its own handler writes to stderr, beside our progress


@dataclass(frozen=True)
class RemoteFile:
    """A file that others publish, and how to know that it is the right one."""

    name: str
    mirrors: tuple[str, ...]  # addresses of folders, each with its closing slash
    sha256: str
    sha256_of: Literal["file", "content"]  # content: unpacked, for files that each mirror packs in its own way

    def digest(self, path: Path) -> str:
        """Return the sha256 of what ``sha256_of`` names; a damaged archive has no content and raises DataError."""
        content = path.read_bytes() if self.sha256_of == "file" else read_unpacked(path)
        return hashlib.sha256(content).hexdigest()


@dataclass
class _ProgressBar:
    """Reports what arrives and refuses too much of it; pooch calls it as it would call a bar of tqdm."""

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

    def reset(self) -> None:  # comes at the end, before update(total)
        self.done = 0

    def close(self) -> None:
        pass


def download(file: RemoteFile, folder: Path, progress: Progress | None = None) -> Path:
    """Return ``folder / file.name``, fetched from the first mirror that gives the right bytes.

    Processes and threads that want the same folder take turns. An exception out of ``progress`` cancels; what had
    come by then is deleted.

    Raises
    ------
    DataError
        If no mirror gives the file, or ``folder`` cannot be written.
    """
    report = progress or _silent

    def wait() -> bool:
        report(f"Waiting for another download of {file.name}", 0, 0)
        return False  # do not give up; what report raises does

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock").acquire(poll_interval=0.1, cancel_check=wait):
            target = folder / file.name
            return target if target.exists() else _from_mirrors(file, folder, report)
    except OSError as error:
        raise DataError(
            f"{file.name} cannot be stored in {folder}: {error.strerror or error}. "
            "Make room there or let it be written to."
        ) from error


def _silent(what: str, done: int, total: int) -> None:
    """Report nothing."""


def _from_mirrors(file: RemoteFile, folder: Path, report: Progress) -> Path:
    failures: dict[str, str] = {}
    for mirror in _ROUNDS * file.mirrors:
        url = mirror + file.name
        try:
            return _retrieve(url, file, folder, report)
        except (RequestException, ValueError, DataError) as error:  # ValueError: a header that is no number
            _log.warning("%s: %s", url, error)
            failures[url] = str(error)
    tried = "\n".join(f"  {url}: {error}" for url, error in failures.items())
    raise DataError(f"{file.name} could not be downloaded; tried:\n{tried}")


def _retrieve(url: str, file: RemoteFile, folder: Path, report: Progress) -> Path:
    label = f"Downloading {file.name} from {urlsplit(url).hostname}"
    report(label, 0, 0)
    bar: Any = _ProgressBar(label, report)  # Any: pooch takes a bar and a downloader that its own types do not allow
    over_http: Any = pooch.HTTPDownloader(bar, _CHUNK, timeout=TIMEOUT, headers=_HEADERS)
    with TemporaryDirectory(dir=folder) as aside:
        fetched = Path(pooch.retrieve(url, None, file.name, aside, downloader=over_http))
        found = file.digest(fetched)  # here, for pooch itself cannot check content
        if found != file.sha256:
            raise DataError(f"wrong content, sha256 {found} in place of {file.sha256}")
        return fetched.replace(folder / file.name)
