"""One HTTP transfer into a partial file, which may go on where an earlier one broke off."""

import re
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from vaeviz.data.dataset import Progress
from vaeviz.data.idx import MAX_BYTES

TIMEOUT = 20.0  # seconds without a byte until a mirror counts as dead
_CHUNK = 1 << 17  # bytes between two calls of progress
_NOT_SATISFIABLE = 416  # the server has nothing beyond what was asked for
_PARTIAL_CONTENT = 206


class MirrorError(Exception):
    """One mirror cannot give the file; its text goes into the final message."""


class CutError(MirrorError):
    """The connection broke in the middle; what came is kept."""


def transfer(url: str, partial: Path, report: Progress) -> None:
    """Append what ``partial`` lacks, or write it anew where the server cannot resume.

    Leaves no partial file behind when the server's part does not fit to ours. Nothing is checked here: the whole
    may still be wrong.

    Raises
    ------
    CutError
        If the connection broke after it had been made.
    MirrorError
        If the server cannot be reached, refuses, or sends too much.
    """
    start = partial.stat().st_size if partial.exists() else 0
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
            raise MirrorError(f"{total} bytes announced, at most {MAX_BYTES} expected")
        label = f"Downloading {partial.stem} from {urlsplit(url).hostname}"
        done = _append(response, partial, start, lambda done: report(label, done, total))
    if total and done < total:
        raise CutError(f"connection closed after {done} of {total} bytes")


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
            raise MirrorError(f"HTTP {error.code} {error.reason}") from None
    except URLError as error:
        raise MirrorError(f"{error.reason}") from error
    except (OSError, HTTPException) as error:
        raise MirrorError(_text(error)) from error


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
                raise MirrorError(f"more than {MAX_BYTES} bytes came")
            report(done)
    return done


def _read(response: HTTPResponse, done: int) -> bytes:
    try:
        return response.read1(_CHUNK)
    except (OSError, HTTPException) as error:
        raise CutError(f"{_text(error)} after {done} bytes") from error


def _text(error: Exception) -> str:
    return str(error) or type(error).__name__
