"""A published file, known by its checksum."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vaeviz.data.idx import read_unpacked


@dataclass(frozen=True)
class RemoteFile:
    """A published file and the checksum that identifies it."""

    name: str
    mirrors: tuple[str, ...]  # URLs of folders, each with a trailing slash
    sha256: str
    sha256_of: Literal["file", "content"]  # content: unpacked, for files that mirrors compress differently

    def digest(self, path: Path) -> str:
        """Return the sha256 of what ``sha256_of`` names; raise DataError if an archive is damaged."""
        content = path.read_bytes() if self.sha256_of == "file" else read_unpacked(path)
        return hashlib.sha256(content).hexdigest()
