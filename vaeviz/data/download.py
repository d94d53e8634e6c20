"""Fetch a published file: mirrors in turn, resumed where it broke off, checked, then renamed into place."""

import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vaeviz.data.dataset import Progress
from vaeviz.data.idx import read_unpacked
from vaeviz.data.lock import exclusive
from vaeviz.data.transfer import CutError, MirrorError, transfer
from vaeviz.errors import DataError

_ATTEMPTS = 4  # per mirror; each goes on where the last one broke off

_log = logging.getLogger(__name__)


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
        raise DataError(
            f"{file.name} cannot be stored in {folder}: {error.strerror or error}. "
            "Make room there or let it be written to."
        ) from error


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
        except MirrorError as error:
            _log.warning("%s: %s", url, error)
            failures.append(f"  {url}: {error}")
            continue
        os.replace(partial, target)
        return target
    tried = "\n".join(failures)
    raise DataError(f"{file.name} could not be downloaded; tried:\n{tried}")


def _fetch(url: str, file: RemoteFile, partial: Path, report: Progress) -> None:
    """Bring ``partial`` to the right content from one mirror."""
    cut: CutError | None = None
    for _ in range(_ATTEMPTS):
        before = _size(partial)
        try:
            transfer(url, partial, report)
        except CutError as error:
            if _size(partial) <= before:
                raise
            cut = error
            continue
        wrong = _difference(file, partial)
        if wrong is None:
            return
        partial.unlink(missing_ok=True)
        if before == 0:
            raise MirrorError(wrong)
        # The first part came from elsewhere or from an older version: once more, whole.
    raise cut or MirrorError("its content changes all the time")


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
