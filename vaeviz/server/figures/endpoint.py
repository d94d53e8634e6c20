"""The endpoint for the figures of shipped runs and of theory on the Collapse page, packed once."""

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache, partial
from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.collapse.lessons import reader as lessons
from vaeviz.errors import unknown_name
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.packing import join
from vaeviz.server.http.response_body import Packed


def _once_asked(module: str, name: str) -> Callable[[], bytes]:
    """Return a function that imports another one when it is called, and calls it."""
    return lambda: getattr(import_module(module), name)()


def _lessons() -> bytes:
    found, problems = lessons.read_all()
    return join({"lessons": [asdict(lesson) for lesson in found], "problems": problems}, {})


# name -> function that returns the body, in the format of `packing.join`
FIGURES: dict[str, Callable[[], bytes]] = {
    "criteria": _once_asked("vaeviz.server.figures.criteria", "figures"),
    "lessons": _lessons,
    "losses": _once_asked("vaeviz.server.figures.losses", "losses"),
    "sigma": _once_asked("vaeviz.server.figures.losses", "sigmas"),
    "linear": _once_asked("vaeviz.server.figures.theory", "linear_figures"),
    "plane": _once_asked("vaeviz.server.figures.theory", "plane_figures"),
    "heat": _once_asked("vaeviz.server.figures.theory", "rate_history_figures"),
    "race": _once_asked("vaeviz.server.figures.race", "figures"),
    "sweep": _once_asked("vaeviz.server.figures.sweep", "figures"),
    "toy": _once_asked("vaeviz.server.figures.toy", "toy_figures"),
}
ALWAYS_FRESH = {"lessons"}  # not cached, so that a lesson's author sees changes after reloading the page


@answering_errors
async def collapse_figures(request: Request) -> Response:
    """Answer ``GET /vaeviz/collapse/{name}?token=`` with a header and arrays, see `vaeviz.server.http.packing`."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    name = request.path_params["name"]
    if name not in FIGURES:
        raise unknown_name("set of figures", name[:40], list(FIGURES))
    make = packed_figures.__wrapped__ if name in ALWAYS_FRESH else packed_figures
    packed = await workers.run(workers.figures(), partial(make, name))
    return packed.answer(request)


@lru_cache
def packed_figures(name: str) -> Packed:
    """Return the figures of that name, made at the first call; a call that fails is not cached."""
    return Packed.of(FIGURES[name]())
