"""TABLES: settings whose choices are the names in a table that the configuration module cannot import."""

from collections.abc import Mapping

from vaeviz.data import DATASETS
from vaeviz.families import FAMILIES
from vaeviz.training.objectives import OBJECTIVES, SCHEDULES

TABLES: dict[str, Mapping[str, object]] = {
    "dataset": DATASETS,
    "family": FAMILIES,
    "objective": OBJECTIVES,
    "beta_schedule": SCHEDULES,
}
