"""`codes`: encode a data set and compute its maps, which the pages then open."""

import argparse
import json
import logging
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.commands.evaluate import dataset_of
from vaeviz.commands.model_argument import model_path
from vaeviz.commands.progress import progress_bar, progress_lines
from vaeviz.data.dataset import Progress
from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.files.checkpoint import Checkpoint, load
from vaeviz.files.codes import CODES_FILE, StoredCodes, read_codes, write_codes
from vaeviz.files.folders import OWN_COPY, require_writable
from vaeviz.latent import LatentCodes
from vaeviz.latents.embed import EMBEDDERS, embed
from vaeviz.latents.encode import encode_dataset

LIMIT = 10_000

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("checkpoint", type=Path, help="a model's folder, or the name of a shipped model")
    parser.add_argument("--maps", nargs="*", choices=list(EMBEDDERS), help="default: umap, pca; in 2-D also axes")
    parser.add_argument("--add", action="store_true", help="keep the stored codes and the other stored maps")
    parser.add_argument("--dataset", help="default: the data set that the model was trained on")
    parser.add_argument("--split", choices=["train", "test"], help="default: test")
    parser.add_argument("--limit", type=int, help=f"encode at most this number of images; default: {LIMIT}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--progress-json", action="store_true", help="report progress as one JSON object per line")


def run(arguments: argparse.Namespace) -> None:
    """Encode, embed and write ``codes.safetensors`` beside the model."""
    torch.set_num_threads(1)
    checkpoint = load(model_path(arguments.checkpoint))
    folder = checkpoint.path.parent
    require_writable(folder, OWN_COPY)
    with progress_lines() if arguments.progress_json else progress_bar() as progress:
        stored = _start(checkpoint, arguments, progress)
        methods = _default_maps(stored.codes) if arguments.maps is None else arguments.maps
        made = {name: embed(stored.codes, name, seed=arguments.seed, progress=progress) for name in methods}
        progress("Writing", 0, 0)
    maps = {**stored.maps, **made}
    write_codes(folder, stored.codes, maps)
    result = f"{folder / CODES_FILE}: {len(stored.codes)} codes; maps: {', '.join(maps) or 'none'}"
    print(json.dumps({"result": result}) if arguments.progress_json else result)


def _start(checkpoint: Checkpoint, arguments: argparse.Namespace, progress: Progress) -> StoredCodes:
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
    data = datasets.load(dataset_of(checkpoint.header, arguments.dataset), arguments.split or "test", progress)
    limit = LIMIT if arguments.limit is None else arguments.limit
    codes = encode_dataset(checkpoint, data, limit=limit, seed=arguments.seed, progress=progress)
    return StoredCodes(codes, {})


def _default_maps(codes: LatentCodes) -> list[str]:
    """Return the default maps; a model with two dimensions also gets its latent axes."""
    return ["axes", "umap", "pca"] if codes.latent_dim == 2 else ["umap", "pca"]
