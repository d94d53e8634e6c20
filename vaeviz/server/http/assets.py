"""The page's ES modules and style sheets: read once, with their hash in the URL, cached by the browser for a year."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

PREFIX = "/vaeviz/static"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".wasm": "application/wasm",
}


@dataclass(frozen=True)
class Assets:
    """The files that may be fetched, by part and file name; a request never opens another file."""

    version: str  # digest of all names and contents
    files: Mapping[tuple[str, str], bytes]

    @property
    def url(self) -> str:
        """Return the URL before ``/{part}/{file}``."""
        return f"{PREFIX}/{self.version}"

    def serve(self, request: Request) -> Response:
        """Answer ``GET /vaeviz/static/{version}/{part}/{file}``."""
        version, part, file = (request.path_params[name] for name in ("version", "part", "file"))
        content = self.files.get((part, file))
        if content is None or version != self.version:
            return JSONResponse({"error": "No such file in this version; reload the page."}, 404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(content, headers=headers, media_type=TYPES[Path(file).suffix])


def read_assets(folders: Mapping[str, Path]) -> Assets:
    """Read the .js, .css and .wasm files of each part's folder; the same folders are read once per process."""
    return _read(tuple(sorted(folders.items())))


@lru_cache
def _read(folders: tuple[tuple[str, Path], ...]) -> Assets:
    files = {
        (part, file.name): file.read_bytes()
        for part, folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix in TYPES and file.is_file()
    }
    digest = hashlib.sha256()
    for (part, name), content in files.items():
        digest.update(f"{part}/{name} {len(content)}\n".encode() + content)
    return Assets(digest.hexdigest()[:16], files)
