"""Fetch a published file: mirrors in turn, resumed where it broke off, checked, then renamed into place."""

import hashlib
import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from vaeviz.data.dataset import Progress
from vaeviz.data.idx import MAX_BYTES, read_unpacked
from vaeviz.data.lock import exclusive
from vaeviz.errors import DataError

TIMEOUT = 20.0  # seconds without a byte until a mirror counts as dead
_ATTEMPTS = 4  # per mirror; each goes on where the last one broke off
_CHUNK = 1 << 17  # bytes between two calls of progress
_NOT_SATISFIABLE = 416  # the server has nothing beyond what was asked for
_PARTIAL_CONTENT = 206

_log = logging.getLogger(__name__)


class _MirrorError(Exception):
    """One mirror cannot give the file; its text goes into the final message."""


class _CutError(_MirrorError):
    """The connection broke in the middle; what came is kept."""


@dataclass(frozen=True)
class RemoteFile:
    """A file that others publish, and how to know that it is the right one."""

    name: str
    mirrors: tuple[str, ...]  # addresses of folders, each with its closing slash
    md5: str
    md5_of: Literal["file", "content"]  # content: unpacked, for files that each mirror packs in its own way

    def digest(self, path: Path) -> str:
        """Return the md5 of what ``md5_of`` names; a damaged archive has no content and raises DataError."""
        content = path.read_bytes() if self.md5_of == "file" else read_unpacked(path)
        return hashlib.md5(content, usedforsecurity=False).hexdigest()


def download(file: RemoteFile, folder: Path, progress: Progress | None = None) -> Path:
    """Return ``folder / file.name``, fetched from the first mirror that gives the right bytes.

    What a broken run left in ``<name>.partial`` is resumed. Processes that want the same folder take turns, and
    an exception out of ``progress`` cancels at any time without loss.

    Raises
    ------
    DataError
        If no mirror gives the file, or ``folder`` cannot be written.
    """
    report = progress or _silent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder / ".lock", lambda: report(f"Waiting for another download of {file.name}", 0, 0)):
            return _download_locked(file, folder, report)
    except OSError as error:
        raise DataError(f"{file.name} cannot be stored in {folder}: {error}.") from error


def _silent(what: str, done: int, total: int) -> None:
    """Report nothing."""


def _download_locked(file: RemoteFile, folder: Path, report: Progress) -> Path:
    target = folder / file.name
    if target.exists():  # another process was quicker
        return target
    partial = folder / f"{file.name}.partial"
    failures: list[str] = []
    for mirror in file.mirrors:
        url = mirror + file.name
        try:
            _fetch(url, file, partial, report)
        except _MirrorError as error:
            _log.warning("%s: %s", url, error)
            failures.append(f"  {url}: {error}")
            continue
        os.replace(partial, target)
        return target
    tried = "\n".join(failures)
    raise DataError(f"{file.name} could not be downloaded; tried:\n{tried}")


def _fetch(url: str, file: RemoteFile, partial: Path, report: Progress) -> None:
    """Bring ``partial`` to the right content from one mirror."""
    cut: _CutError | None = None
    for _ in range(_ATTEMPTS):
        before = _size(partial)
        try:
            _transfer(url, partial, report)
        except _CutError as error:
            if _size(partial) <= before:
                raise
            cut = error
            continue
        wrong = _difference(file, partial)
        if wrong is None:
            return
        partial.unlink(missing_ok=True)
        if before == 0:
            raise _MirrorError(wrong)
        # The first part came from elsewhere or from an older version: once more, whole.
    raise cut or _MirrorError("its content changes all the time")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _difference(file: RemoteFile, partial: Path) -> str | None:
    """Say how ``partial`` differs from the published file, or return None."""
    if not partial.exists():
        return "it sent another part than asked for"
    try:
        found = file.digest(partial)
    except DataError as error:
        return str(error)
    return None if found == file.md5 else f"wrong content, md5 {found} in place of {file.md5}"


def _transfer(url: str, partial: Path, report: Progress) -> None:
    """Append what ``partial`` lacks, or write it anew where the server cannot resume.

    Leaves no partial file behind when the server's part does not fit to ours.
    """
    start = _size(partial)
    response = _open(url, start)
    if response is None:
        return
    with response:
        if response.status == _PARTIAL_CONTENT:
            if _range_start(response) != start:
                partial.unlink(missing_ok=True)
                return
        else:
            start = 0  # the server ignored Range and sends the whole
        rest = response.getheader("Content-Length")
        total = start + int(rest) if rest and rest.isdecimal() else 0
        if total > MAX_BYTES:
            raise _MirrorError(f"{total} bytes announced, at most {MAX_BYTES} expected")
        label = f"Downloading {partial.stem} from {urlsplit(url).hostname}"
        done = _append(response, partial, start, lambda done: report(label, done, total))
    if total and done < total:
        raise _CutError(f"connection closed after {done} of {total} bytes")


def _open(url: str, start: int) -> HTTPResponse | None:
    """Ask for the bytes from ``start`` on; None when there are none."""
    headers = {"User-Agent": "vaeviz", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        return urlopen(Request(url, headers=headers), timeout=TIMEOUT)
    except HTTPError as error:
        with error:
            if start and error.code == _NOT_SATISFIABLE:
                return None
            raise _MirrorError(f"HTTP {error.code} {error.reason}") from None
    except URLError as error:
        raise _MirrorError(f"{error.reason}") from error
    except (OSError, HTTPException) as error:
        raise _MirrorError(_text(error)) from error


def _range_start(response: HTTPResponse) -> int | None:
    match = re.match(r"bytes (\d+)-", response.getheader("Content-Range") or "")
    return int(match[1]) if match else None


def _append(response: HTTPResponse, partial: Path, start: int, report: Callable[[int], None]) -> int:
    """Write the body behind the first ``start`` bytes and return the new size."""
    done = start
    with partial.open("ab") as out:
        out.truncate(start)
        report(done)
        while chunk := _read(response, done):
            out.write(chunk)
            done += len(chunk)
            if done > MAX_BYTES:
                out.truncate(0)
                raise _MirrorError(f"more than {MAX_BYTES} bytes came")
            report(done)
    return done


def _read(response: HTTPResponse, done: int) -> bytes:
    try:
        return response.read1(_CHUNK)
    except (OSError, HTTPException) as error:
        raise _CutError(f"{_text(error)} after {done} bytes") from error


def _text(error: Exception) -> str:
    return str(error) or type(error).__name__
