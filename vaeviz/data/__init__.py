"""DATASETS: name -> loader, one file each."""

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
    return DATASETS[name].load(split, progress)


def load_present(name: str, split: str) -> ImageDataset | None:
    """Return a split that is on this machine; None where it is not, or where no data set or split has that name.

    Nothing is ever downloaded.

    Raises
    ------
    DataError
        If a file is here but damaged.
    """
    source = DATASETS.get(name)
    if source is None or (split != "train" and split != "test"):
        return None
    return source.present(split)
