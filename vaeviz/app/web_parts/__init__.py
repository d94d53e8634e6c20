"""The folders of ES modules that the live routes serve to the page."""

from pathlib import Path

_WORKSPACE = Path(__file__).parents[2] / "web"
_NAMES = (
    *("contrast", "decoder", "latents", "map", "memory", "picture", "shell", "studio"),
    *("collapse", "criteria", "lab", "lessons", "plot", "race", "sweep", "toy", "why"),  # the Collapse page
)

PARTS = {name: _WORKSPACE / name for name in _NAMES}  # part -> folder of its .js, .css and .wasm
