"""The page's ES modules and style sheets: read once, with their hash in the URL, cached by the browser for a year."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

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
    """The files that may be fetched, by their path in the folder; a request never opens another file."""

    version: str  # digest of all paths and contents
    files: Mapping[str, bytes]

    @property
    def url(self) -> str:
        """Return the URL before ``/{path}``."""
        return f"{PREFIX}/{self.version}"

    def serve(self, request: Request) -> Response:
        """Answer ``GET /vaeviz/static/{version}/{path}``."""
        version, path = (request.path_params[name] for name in ("version", "path"))
        content = self.files.get(path)
        if content is None or version != self.version:
            return JSONResponse({"error": "No such file in this version; reload the page."}, 404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(content, headers=headers, media_type=TYPES[PurePosixPath(path).suffix])


@lru_cache
def read_assets(folder: Path) -> Assets:
    """Read the .js, .css and .wasm files in a folder and its subfolders; the same folder is read once per process."""
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.suffix in TYPES and file.is_file()
    }
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(f"{path} {len(content)}\n".encode() + content)
    return Assets(digest.hexdigest()[:16], files)
