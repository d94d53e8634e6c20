"""What the Collapse page computes nothing of itself: figures of shipped runs and theory, by name, packed once."""

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
    """Return a maker that imports the function behind it when it is first called."""
    return lambda: getattr(import_module(module), name)()


def _lessons() -> bytes:
    found, problems = lessons.read_all()
    return join({"lessons": [asdict(lesson) for lesson in found], "problems": problems}, {})


# name -> what makes the body, as `packing.join` does: _once_asked("vaeviz.collapse.linear.theory", "packed")
FACTS: dict[str, Callable[[], bytes]] = {
    "criteria": _once_asked("vaeviz.server.figures.criteria", "figures"),
    "lessons": _lessons,
    "losses": _once_asked("vaeviz.server.figures.losses", "losses"),
    "sigma": _once_asked("vaeviz.server.figures.losses", "sigmas"),
    "linear": _once_asked("vaeviz.server.figures.theory", "linear_facts"),
    "plane": _once_asked("vaeviz.server.figures.theory", "plane_facts"),
    "heat": _once_asked("vaeviz.server.figures.theory", "rate_history_facts"),
    "race": _once_asked("vaeviz.server.figures.race", "figures"),
    "sweep": _once_asked("vaeviz.server.figures.sweep", "figures"),
    "toy": _once_asked("vaeviz.server.figures.toy", "toy_facts"),
}
ALWAYS_FRESH = {"lessons"}  # who writes one sees it at the next loading of the page


@answering_errors
async def facts(request: Request) -> Response:
    """Answer ``GET /vaeviz/collapse/{name}?token=`` with a header and arrays, see `vaeviz.server.http.packing`."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    name = request.path_params["name"]
    if name not in FACTS:
        raise unknown_name("set of figures", name[:40], list(FACTS))
    make = packed_facts.__wrapped__ if name in ALWAYS_FRESH else packed_facts
    packed = await workers.run(workers.figures(), partial(make, name))
    return packed.answer(request)


@lru_cache
def packed_facts(name: str) -> Packed:
    """Return what stands under a name, made at the first call; what failed is tried again at the next."""
    return Packed.of(FACTS[name]())
