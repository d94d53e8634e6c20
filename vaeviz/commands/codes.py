"""`codes`: encode a data set once and make its maps, so that a page opens with them."""

import argparse
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.checkpoint import load
from vaeviz.codes import CODES_FILE, encode_dataset, write_codes
from vaeviz.commands.evaluate import dataset_of
from vaeviz.commands.progress import progress_bar
from vaeviz.embedding import EMBEDDERS, embed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--maps", nargs="*", choices=list(EMBEDDERS), default=["umap", "pca"])
    parser.add_argument("--dataset", help="another data set than the model was trained on")
    parser.add_argument("--split", choices=["train", "test"], default="test")
    parser.add_argument("--limit", type=int, default=10_000, help="encode at most this many images")
    parser.add_argument("--seed", type=int, default=0)


def run(arguments: argparse.Namespace) -> None:
    """Encode, embed and write ``codes.safetensors`` beside the model."""
    torch.set_num_threads(1)
    checkpoint = load(arguments.checkpoint)
    with progress_bar() as progress:
        data = datasets.load(dataset_of(checkpoint.header, arguments.dataset), arguments.split, progress)
        codes = encode_dataset(checkpoint, data, limit=arguments.limit, seed=arguments.seed, progress=progress)
        maps = {method: embed(codes, method, seed=arguments.seed, progress=progress) for method in arguments.maps}
    write_codes(checkpoint.path.parent, codes, maps)
    print(f"{checkpoint.path.parent / CODES_FILE}: {len(codes)} codes; maps: {', '.join(maps) or 'none'}")
