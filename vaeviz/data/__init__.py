"""DATASETS: name -> data source, one file each."""

from vaeviz.data.avatars.dataset import AVATARS
from vaeviz.data.dataset import DataSource, ImageDataset, Progress
from vaeviz.data.digits import DIGITS
from vaeviz.data.idx_sets import IDX_SETS
from vaeviz.data.sprites import SPRITES
from vaeviz.errors import unknown_name

DATASETS: dict[str, DataSource] = {
    "digits": DIGITS,
    **{idx_set.name: idx_set.data_source for idx_set in IDX_SETS},
    "sprites": SPRITES,
    "avatars": AVATARS,
}


def load(name: str, split: str = "train", progress: Progress | None = None) -> ImageDataset:
    """Return one split of the data set called ``name``.

    Missing files are downloaded; ``progress`` is called while they arrive.

    Raises
    ------
    ConfigError
        If there is no data set or split of that name.
    DataError
        If its files are damaged, or missing and cannot be downloaded.
    """
    if name not in DATASETS:
        raise unknown_name("data set", name, DATASETS)
    if split != "train" and split != "test":
        raise unknown_name("split", split, ("train", "test"))
    return DATASETS[name].load(split, progress)


def load_present(name: str, split: str) -> ImageDataset | None:
    """Return a split whose files are on this machine; None if they are not, or if the name is unknown.

    Nothing is ever downloaded.

    Raises
    ------
    DataError
        If a file is present but damaged.
    """
    source = DATASETS.get(name)
    if source is None or (split != "train" and split != "test"):
        return None
    return source.present(split)
