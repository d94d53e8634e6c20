"""`codes`: encode a data set and compute its maps, which the pages then open."""

import argparse
import json
import logging
from dataclasses import dataclass
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.codes import LatentCodes
from vaeviz.commands.model_argument import model_path
from vaeviz.commands.progress import progress_bar, progress_lines
from vaeviz.config import Record, TrainConfig
from vaeviz.data.dataset import Progress, Split
from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.files.checkpoint import Checkpoint, load
from vaeviz.files.codes import CODES_FILE, StoredCodes, read_codes, write_codes
from vaeviz.files.folders import OWN_COPY, require_writable
from vaeviz.files.header import dataset_of
from vaeviz.latents.embed import EMBEDDERS, embed
from vaeviz.latents.encode import encode_dataset, measure_distortion
from vaeviz.settings import add_options, from_options, same_setting, setting

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class CodesSettings(Record):
    """Which images are encoded."""

    split: Split = setting("test", help="split of the data set that is encoded")
    limit: int = setting(
        10_000, low=1, high=10_000_000, unit="images", help="largest number of images that are encoded"
    )
    seed: int = same_setting(TrainConfig, "seed", help="seed of the choice of images and of the maps")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("checkpoint", type=Path, help="a model's folder, or the name of a shipped model")
    parser.add_argument("--maps", nargs="*", choices=list(EMBEDDERS), help="default: umap, pca; in 2-D also axes")
    parser.add_argument("--add", action="store_true", help="keep the stored codes and the other stored maps")
    parser.add_argument("--dataset", help="default: the data set that the model was trained on")
    add_options(parser, CodesSettings, defaults={"split": None, "limit": None})
    parser.add_argument("--progress-json", action="store_true", help="report progress as one JSON object per line")


def run(arguments: argparse.Namespace) -> None:
    """Encode, embed and write ``codes.safetensors`` beside the model."""
    torch.set_num_threads(1)
    settings = from_options(arguments, CodesSettings)
    checkpoint = load(model_path(arguments.checkpoint))
    folder = checkpoint.path.parent
    require_writable(folder, OWN_COPY)
    with progress_lines() if arguments.progress_json else progress_bar() as progress:
        stored = _start(checkpoint, arguments, settings, progress)
        methods = _default_maps(stored.codes) if arguments.maps is None else arguments.maps
        made = {name: embed(stored.codes, name, seed=settings.seed, progress=progress) for name in methods}
        progress("Writing", 0, 0)
    maps = {**stored.maps, **made}
    write_codes(folder, stored.codes, maps, stored.distortion)
    result = f"{folder / CODES_FILE}: {len(stored.codes)} codes; maps: {', '.join(maps) or 'none'}"
    print(json.dumps({"result": result}) if arguments.progress_json else result)


def _start(
    checkpoint: Checkpoint, arguments: argparse.Namespace, settings: CodesSettings, progress: Progress
) -> StoredCodes:
    """Return the stored codes and maps, or new codes without maps."""
    folder = checkpoint.path.parent
    if arguments.add and (arguments.dataset or arguments.split or arguments.limit):
        raise ConfigError(
            "--add keeps the stored codes, so --dataset, --split and --limit have no effect; leave them out, "
            "or leave out --add."
        )
    if arguments.add and (folder / CODES_FILE).exists():
        try:
            return read_codes(folder, checkpoint.digest)
        except CheckpointError as error:
            log.warning("Encoding the data set again: %s", error)
    data = datasets.load(dataset_of(checkpoint.header, arguments.dataset), settings.split, progress)
    codes = encode_dataset(checkpoint, data, limit=settings.limit, seed=settings.seed, progress=progress)
    return StoredCodes(codes, {}, measure_distortion(checkpoint.model, data, codes))


def _default_maps(codes: LatentCodes) -> list[str]:
    """Return the default maps; a model with two dimensions also gets its latent axes."""
    return ["axes", "umap", "pca"] if codes.latent_dim == 2 else ["umap", "pca"]
