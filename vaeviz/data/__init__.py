"""DATASETS: name -> loader, one file each."""

from vaeviz.data import digits, sprites
from vaeviz.data.dataset import ImageDataset, Loader, Origin, Progress
from vaeviz.data.digits import load_digits
from vaeviz.data.idx_sets import IDX_SETS
from vaeviz.data.sprites import load_sprites
from vaeviz.errors import unknown_name

DATASETS: dict[str, Loader] = {
    "digits": load_digits,
    **{idx_set.name: idx_set.load for idx_set in IDX_SETS},
    "sprites": load_sprites,
}

ORIGINS: dict[str, Origin] = {  # of the same names
    "digits": digits.ORIGIN,
    **{idx_set.name: idx_set.origin for idx_set in IDX_SETS},
    "sprites": sprites.ORIGIN,
}


def load(name: str, split: str = "train", progress: Progress | None = None) -> ImageDataset:
    """Return one split of the data set called ``name``.

    Files that are not on this machine are downloaded, which ``progress`` can follow.

    Raises
    ------
    ConfigError
        If there is no data set or split of that name.
    DataError
        If its files are damaged, or neither here nor to be had.
    """
    if name not in DATASETS:
        raise unknown_name("data set", name, DATASETS)
    if split != "train" and split != "test":
        raise unknown_name("split", split, ("train", "test"))
    return DATASETS[name](split, progress)
