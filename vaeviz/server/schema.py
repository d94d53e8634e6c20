"""All settings, thresholds and limits with range, unit and help, as one JSON document for the page."""

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vaeviz.collapse.loss.reader import LONGEST, MAX_GIVEN, MAX_VALUE, LossSizes
from vaeviz.collapse.schema import collapse_settings
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.files import codes, figures, header
from vaeviz.latents.embed import EMBEDDERS
from vaeviz.settings import DIALECT, schema
from vaeviz.training.tables import TABLES


@cache
def document() -> dict[str, Any]:
    """Return a JSON Schema for each kind of settings, and the versions of the file formats.

    ``embeddings`` has one schema for each method.
    """
    return {
        "model": schema(ModelConfig, TABLES),
        "training": schema(TrainConfig, TABLES),
        **collapse_settings(),
        "embeddings": {name: schema(embedder.settings) for name, embedder in EMBEDDERS.items()},
        "loss": _loss(),
        "formats": {"checkpoint": header.FORMAT, "codes": codes.FORMAT, "figures": figures.FORMAT},
    }


def _loss() -> dict[str, Any]:
    """Return the schema of a request to read a pasted loss."""
    value = {"type": "number", "exclusiveMinimum": -MAX_VALUE, "exclusiveMaximum": MAX_VALUE, "not": {"const": 0}}
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {
            "text": {"type": "string", "maxLength": LONGEST, "description": "lines of Python that compute the loss"},
            "sizes": schema(LossSizes),
            "values": {
                "type": "object",
                "maxProperties": MAX_GIVEN,
                "additionalProperties": value,
                "description": "values of names that the text does not assign",
            },
        },
        "required": ["text"],
        "additionalProperties": False,
    }


async def settings_schema(request: Request) -> Response:
    """Answer ``GET /vaeviz/schema`` with the document; it is the same for every session, so it needs no token."""
    return JSONResponse(document(), headers={"Cache-Control": "no-cache"})
