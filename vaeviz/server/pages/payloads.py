"""The payload of each page, and the endpoint of one model's: everything that a page mounts from, as JSON."""

import shlex
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vaeviz.collapse import theory
from vaeviz.collapse.schema import collapse_settings
from vaeviz.errors import CheckpointError, VaevizError, unknown_name
from vaeviz.files.codes import CODES_FILE
from vaeviz.files.file_version import FileVersion, file_version
from vaeviz.files.places import for_visitors, shipped
from vaeviz.installation import PROGRAM, WEB
from vaeviz.metrics.evaluation import EVALUATION_FILE, read_evaluation
from vaeviz.server import workers
from vaeviz.server.access import AccessError, require_same_origin, require_token
from vaeviz.server.decode import codes_cache as stored
from vaeviz.server.decode.model_cache import find, open_checkpoint
from vaeviz.server.decode.weights import packed_weights
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.assets import read_assets
from vaeviz.server.pages.choices import Choice
from vaeviz.server.pages.model_payload import describe
from vaeviz.server.routes import URLS

MODULES = {  # page -> the module that mounts it
    "explore": "explore/page.js",
    "conditions": "conditions/page.js",
    "compare": "compare/page.js",
    "collapse": "collapse/page/page.js",
}
COLLAPSED = "mnist-vae-z32"  # thirteen of its 32 dimensions collapse in training; Collapse shows their traversals
_FIGURES = ("probe_accuracy", "probe_chance", "rate", "distortion", "images", "dataset", "split", "binarised")


def endpoints(base: str = "") -> dict[str, str]:
    """Return the URLs of the modules and the live routes, below the path ``base`` at which the app is served."""
    return {"static": base + read_assets(WEB).url, **{name: base + url for name, url in URLS.items()}}


def page_payload(page: str, choice: Choice, token: str, base: str = "", shown: str | None = None) -> dict[str, Any]:
    """Return the payload of a page with models; that of ``shown`` comes along, if it can be opened."""
    opened = []
    if shown in choice.offered:
        try:
            opened = [model_payload(choice.known[shown])]
        except VaevizError:
            opened = []  # the page asks for it, and then shows the error
    return {
        "module": MODULES[page],
        "models": [{"name": name, "title": name} for name in choice.offered],
        "refused": choice.refused,
        "first": choice.first,
        "shown": shown,
        "opened": opened,
        "endpoints": endpoints(base),
        "token": token,
        "more": choice.more,
    }


def collapse_payload(token: str, base: str = "") -> dict[str, Any]:
    """Return the payload of the Collapse page; its ``weights`` are None without the model that it traverses."""
    urls = endpoints(base)
    return {
        "module": MODULES["collapse"],
        "endpoints": {**urls, "weights": _collapsed_weights(urls["weights"])},
        "token": token,
        "texts": theory.texts(),
        "schema": collapse_settings(),
    }


def _collapsed_weights(url: str) -> str | None:
    folder = shipped().get(COLLAPSED)
    if folder is None:
        return None
    try:
        return f"{url}/{open_checkpoint(folder).digest}"
    except CheckpointError:
        return None  # the Models page shows the error; here only the traversals are missing


@answering_errors
async def model(request: Request) -> Response:
    """Answer ``GET /vaeviz/models/{name}`` with what a page needs to know of that model."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    name, known = request.path_params["name"], shipped()
    if name not in known:
        raise AccessError(404, str(unknown_name("model", name, tuple(known))))
    payload = await workers.run(workers.bodies(), partial(model_payload, known[name]))
    return JSONResponse(payload, headers={"Cache-Control": "no-store"})


def model_payload(folder: Path) -> dict[str, Any]:
    """Return a model's payload, named after its folder; it is made again when one of its files changes.

    Raises
    ------
    CheckpointError
        If the model cannot be opened.
    """
    checkpoint = open_checkpoint(folder)
    versions = [
        file_version(folder / name) if (folder / name).exists() else None for name in (CODES_FILE, EVALUATION_FILE)
    ]
    return {**_payload(folder, checkpoint.digest, *versions), "name": folder.name}


@lru_cache(32)
def _payload(folder: Path, digest: str, codes: FileVersion | None, evaluation: FileVersion | None) -> Mapping[str, Any]:
    checkpoint = find(digest) or open_checkpoint(folder)
    workers.bodies().submit(packed_weights, checkpoint)  # the page asks for them next
    found, problem = None, None
    if codes is not None:
        try:
            found = stored.read(folder, digest, codes)
        except VaevizError as error:
            problem = for_visitors(error)
    return {**describe(checkpoint, found, problem).to_json(), "measured": _measured(folder, digest)}


def _measured(folder: Path, digest: str) -> dict[str, Any]:
    """Return a model's measured figures, and the commands that measure it, encode its data set and fetch it."""
    figures, problem = None, None
    try:
        found = read_evaluation(folder)
        if found is not None and found.digest != digest:
            problem = "The stored figures belong to another model file."
        elif found is not None:
            figures = {key: getattr(found, key) for key in _FIGURES}
    except CheckpointError as error:
        problem = for_visitors(error)
    return {
        "figures": figures,
        "problem": problem,
        "evaluate": f"{PROGRAM} evaluate {typed(folder)} --write",
        "encode": f"{PROGRAM} codes {typed(folder)}",
        "fetch": f"{PROGRAM} evaluate {typed(folder)} --limit 100",
    }


def typed(folder: Path) -> str:
    """Return a model as a command line names it; commands look up the name as the app does."""
    return shlex.quote(folder.name)
