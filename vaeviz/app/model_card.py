"""What a model's card says, as rows of label, value and note: nothing here draws."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from vaeviz.app.findings import condition_rows, criteria_rows
from vaeviz.app.markup import Row, number
from vaeviz.config import Condition, TrainConfig
from vaeviz.data import DATASETS
from vaeviz.errors import CheckpointError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.places import for_visitors
from vaeviz.latents.embed import EMBEDDERS
from vaeviz.metrics.criteria import active_units
from vaeviz.metrics.evaluation import Evaluation, read_evaluation
from vaeviz.server import open_checkpoint

_STANDARD = ("prior", "N(0, I)", "")


@dataclass(frozen=True)
class Card:
    """One model and what was measured of it."""

    name: str  # of its folder: what the Explore page calls it
    folder: Path
    checkpoint: Checkpoint
    evaluation: Evaluation | None
    problem: str | None  # why there are no figures, where it is not that nobody measured


def gather(name: str, folder: Path) -> Card:
    """Open a model and read its figures; those of another model file are not shown.

    Raises
    ------
    CheckpointError
        If the model itself cannot be opened.
    """
    checkpoint = open_checkpoint(folder)
    try:
        evaluation = read_evaluation(folder)
    except CheckpointError as error:
        return Card(name, folder, checkpoint, None, for_visitors(error))
    if evaluation is not None and evaluation.digest != checkpoint.digest:
        return Card(name, folder, checkpoint, None, "The figures beside it are those of another model file.")
    return Card(name, folder, checkpoint, evaluation, None)


def made_of(card: Card) -> list[Row]:
    """Say what the model is and what it was trained on."""
    header, model = card.checkpoint.header, card.checkpoint.header.model
    origin = DATASETS.get(header.train.dataset) if header.train else None
    source = f"{origin.source}; licence {origin.license}" if origin else ""
    channels, height, width = model.image_shape
    parameters = sum(part.numel() for part in card.checkpoint.model.parameters())
    told = model.condition
    sigma = f"sigma = {model.sigma:.3g}, pixels in [0, 1]" if model.sigma is not None else ""
    rows = [
        ("data", header.train.dataset if header.train else "not known", source),
        ("network", model.family, f"{parameters / 1e6:.2f} M parameters"),
        ("picture", f"{height} x {width}".replace("x", "\N{MULTIPLICATION SIGN}"), "grey" if channels == 1 else "RGB"),
        ("latent", f"{model.latent_dim} dimensions", ""),
        ("condition", *_told(told)),
        ("prior", "p(z|c)", "a Gaussian for each condition, learned") if model.prior == "conditional" else _STANDARD,
        ("likelihood", model.likelihood, sigma),
    ]
    return [*rows, *(_training(header.train) if header.train else []), *_file(card)]


def _told(told: Condition | None) -> tuple[str, str]:
    if told is None:
        return "none", ""
    if told.kind == "class":
        return f"one of {told.size} classes", ", ".join(told.names)
    return f"{len(told.attributes)} attributes", ", ".join(one.name for one in told.attributes)


def _training(train: TrainConfig) -> list[Row]:
    objective = f"beta = {train.beta:g}, {train.beta_schedule}"
    if train.beta_steps:
        objective += f" over {train.beta_steps:,} steps"
    if train.free_bits:
        objective += f", {train.free_bits:g} nats free in each dimension"
    details = [f"batches of {train.batch_size}", f"learning rate {train.learning_rate:g}", train.precision]
    if train.binarise:
        details.append("pixels drawn anew from their grey levels")
    if train.average:
        details.append(f"weights averaged at {train.average:g}")
    details.append(f"seed {train.seed}")
    return [("objective", train.objective, objective), ("training", f"{train.epochs} epochs", ", ".join(details))]


def _file(card: Card) -> list[Row]:
    size = card.checkpoint.path.stat().st_size
    header = card.checkpoint.header
    return [
        ("hardware", header.hardware or "not known", ""),
        ("file", f"{size / 1e6:.2f} MB", f"written by vaeviz {header.version}"),
        ("SHA-256", card.checkpoint.digest, "the first 32 digits"),
    ]


def measured(found: Evaluation) -> list[Row]:
    """Say what `evaluate` measured."""
    rows = [
        ("ELBO", number(found.elbo), f"standard error {found.elbo_error:.2f}"),
        ("distortion", number(found.distortion), "what the picture still costs, given z"),
        ("rate", number(found.rate), "what z says about the picture"),
    ]
    if found.iwae is not None and found.iwae_elbo is not None:
        of_same = f"k = {found.iwae_samples}, {found.iwae_images:,} images (their ELBO {number(found.iwae_elbo)})"
        rows.append(("IWAE bound", number(found.iwae), of_same))
    units = f"{found.active_units} of {len(found.rate_per_dim)}"
    rows.append(("active units", units, active_units(found.active_threshold)))
    return [*rows, *criteria_rows(found), *condition_rows(found)]


def protocol(found: Evaluation) -> str:
    """Say in a sentence how it was measured."""
    pixels = "pixels drawn from their grey levels (dynamically binarised)" if found.binarised else "pixels as they are"
    return (
        f"{found.images:,} {found.split} images of {found.dataset}; {pixels}; {found.likelihood} likelihood; one "
        f"posterior sample an image; seed {found.seed}. Nats per image, higher ELBO is better."
    )


def map_title(method: str) -> str:
    """Return what a reader calls a method."""
    return EMBEDDERS[method].title if method in EMBEDDERS else method


def typed(folder: Path) -> str:
    """Return a model as one types it after a command: its name, which every command looks up where the app does."""
    return shlex.quote(folder.name)
