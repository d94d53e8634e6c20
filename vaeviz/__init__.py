"""vaeviz: explore the latent space of variational autoencoders, in a notebook or in the browser.

>>> import vaeviz
>>> model = vaeviz.load("mnist-vae-z16")
>>> vaeviz.plot.traversals(model).show()

`vaeviz.models()` lists what can be opened; `vaeviz app` on the command line opens it in the browser. Importing this
package imports nothing heavy: torch, Plotly and UMAP come with the first call that needs them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaeviz import data, plot
    from vaeviz.api.latents import decode, embed, encode, interpolate, to_uint8, traverse
    from vaeviz.api.measures import diagnose, evaluate
    from vaeviz.api.opening import load, models, save
    from vaeviz.api.training import fit
    from vaeviz.config import ModelConfig, TrainConfig
    from vaeviz.errors import VaevizError

__version__ = "0.2.0"
__all__ = [
    "ModelConfig",
    "TrainConfig",
    "VaevizError",
    "data",
    "decode",
    "diagnose",
    "embed",
    "encode",
    "evaluate",
    "fit",
    "interpolate",
    "load",
    "models",
    "plot",
    "save",
    "to_uint8",
    "traverse",
]

_HOMES = {  # public name -> the module that it is imported from when it is first asked for
    **dict.fromkeys(("decode", "embed", "encode", "interpolate", "to_uint8", "traverse"), "vaeviz.api.latents"),
    **dict.fromkeys(("diagnose", "evaluate"), "vaeviz.api.measures"),
    **dict.fromkeys(("load", "models", "save"), "vaeviz.api.opening"),
    "fit": "vaeviz.api.training",
    **dict.fromkeys(("ModelConfig", "TrainConfig"), "vaeviz.config"),
    "VaevizError": "vaeviz.errors",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"vaeviz.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
