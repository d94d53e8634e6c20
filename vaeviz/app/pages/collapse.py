"""Collapse: why latent dimensions collapse, on models that train live, and which remedies help."""

from vaeviz import server as live
from vaeviz.app import cache
from vaeviz.app.guard import guard
from vaeviz.app.workspace.mount import at_base, instruments
from vaeviz.collapse import theory
from vaeviz.errors import CheckpointError
from vaeviz.files.places import shipped
from vaeviz.installation import WEB
from vaeviz.server.routes import COLLAPSE, LAB, LOSS, SWEEP, WEIGHTS

COLLAPSED = "mnist-vae-z32"  # thirteen of its 32 dimensions collapse in training; its decoder draws their traversals


def endpoints() -> dict[str, str | None]:
    """Return the URLs of the modules, the laboratory and the figures; ``weights`` is None without the model."""
    return {
        "static": at_base(live.static_url(WEB)),
        "lab": at_base(LAB),
        "collapse": at_base(COLLAPSE),
        "sweep": at_base(SWEEP),
        "loss": at_base(LOSS),
        "weights": _weights(),
    }


def _weights() -> str | None:
    folder = shipped().get(COLLAPSED)
    if folder is None:
        return None
    try:
        return at_base(f"{WEIGHTS}/{live.open_checkpoint(folder).digest}")
    except CheckpointError:
        return None  # the Models page shows the error; here only the traversals are missing


with guard():
    payload = {"endpoints": endpoints(), "token": cache.session_token(), "texts": theory.texts()}
    instruments("collapse", payload, key="collapse-page")
