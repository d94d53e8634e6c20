"""The settings of everything that runs on the Collapse page, and the thresholds of its criteria, as JSON Schemas."""

from dataclasses import asdict
from typing import Any

from vaeviz.collapse.lab.settings import FRESH, LabSettings
from vaeviz.collapse.race.remedies import SCENES
from vaeviz.collapse.race.settings import RaceSettings
from vaeviz.collapse.toy.settings import ToySettings
from vaeviz.metrics.criteria import Thresholds
from vaeviz.settings import schema


def collapse_settings() -> dict[str, Any]:
    """Return the schemas of ``laboratory``, ``race``, ``toy`` and ``thresholds``; they need no torch.

    Keywords of vaeviz: ``fresh`` of the laboratory lists the settings that only a new run can change; ``scenes`` of the
    race names its scenes, and ``first`` has the settings with which its sides start.
    """
    scene = SCENES[0]
    rival = next(remedy for remedy in scene.remedies if remedy.key == scene.rival)
    first = {"a": asdict(scene.baseline), "b": asdict(rival.settings)}
    return {
        "laboratory": schema(LabSettings) | {"fresh": list(FRESH)},
        "race": schema(RaceSettings) | {"scenes": [one.key for one in SCENES], "first": first},
        "toy": schema(ToySettings),
        "thresholds": schema(Thresholds),
    }
