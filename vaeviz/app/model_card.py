"""The contents of a model's card, as rows of label, value and note; `cards` draws them."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz.app.findings import condition_rows, criteria_rows
from vaeviz.app.markup import Row, number, typeset
from vaeviz.config import Condition, TrainConfig
from vaeviz.data import DATASETS
from vaeviz.errors import CheckpointError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.places import for_visitors
from vaeviz.latents.embed import EMBEDDERS
from vaeviz.metrics.criteria import active_units
from vaeviz.metrics.evaluation import Evaluation, read_evaluation
from vaeviz.server import open_checkpoint

_LEARNED = ("prior", typeset("p(z|c)"), "learned, a Gaussian for each condition")
_STANDARD = ("prior", typeset("N(0, I)"), "")


@dataclass(frozen=True)
class Card:
    """One model and its measured figures."""

    name: str  # of its folder, as on the Explore page
    folder: Path
    checkpoint: Checkpoint
    evaluation: Evaluation | None
    problem: str | None  # the error if stored figures cannot be shown; None also if nothing was measured


@dataclass(frozen=True)
class StoredFigures:
    """What the file of figures beside a model holds, or why it cannot be read; neither if there is none."""

    evaluation: Evaluation | None
    problem: str | None = None


def read_figures(folder: Path) -> StoredFigures:
    """Read the figures beside a model, whichever model file they belong to."""
    try:
        return StoredFigures(read_evaluation(folder))
    except CheckpointError as error:
        return StoredFigures(None, for_visitors(error))


def gather(name: str, folder: Path, found: StoredFigures) -> Card:
    """Open a model for its card, with the figures that were found beside it; those of another model file are left out.

    Raises
    ------
    CheckpointError
        If the model itself cannot be opened.
    """
    checkpoint = open_checkpoint(folder)
    if found.evaluation is not None and found.evaluation.digest != checkpoint.digest:
        return Card(name, folder, checkpoint, None, "The stored figures belong to another model file.")
    return Card(name, folder, checkpoint, found.evaluation, found.problem)


def made_of(card: Card) -> list[Row]:
    """Return the rows on the model's configuration and its training."""
    header, model = card.checkpoint.header, card.checkpoint.header.model
    origin = DATASETS.get(header.train.dataset) if header.train else None
    source = f"{origin.source}; licence {origin.license}" if origin else ""
    channels, height, width = model.image_shape
    colours = "greyscale" if channels == 1 else "RGB"
    parameters = sum(part.numel() for part in card.checkpoint.model.parameters())
    sigma = (
        typeset(f"\N{GREEK SMALL LETTER SIGMA} = {model.sigma:.3g}, pixels in [0, 1]")
        if model.sigma is not None
        else ""
    )
    rows = [
        ("data set", header.train.dataset if header.train else "unknown", source),
        ("network", model.family, f"{parameters / 1e6:.2f} M parameters"),
        ("image", f"{height} x {width}".replace("x", "\N{MULTIPLICATION SIGN}"), colours),
        ("latent space", f"{model.latent_dim} dimensions", ""),
        ("condition", *_condition(model.condition)),
        _LEARNED if model.prior == "conditional" else _STANDARD,
        ("likelihood", model.likelihood, sigma),
    ]
    return [*rows, *(_training(header.train) if header.train else []), *_file(card)]


def _condition(condition: Condition | None) -> tuple[str, str]:
    if condition is None:
        return "none", ""
    if condition.kind == "class":
        return f"one of {condition.size} classes", ", ".join(condition.names)
    return f"{len(condition.attributes)} attributes", ", ".join(one.name for one in condition.attributes)


def _training(train: TrainConfig) -> list[Row]:
    objective = f"\N{GREEK SMALL LETTER BETA} = {train.beta:g}, {train.beta_schedule}"
    if train.beta_steps:
        objective += f" over {train.beta_steps:,} steps"
    if train.free_bits:
        objective += f", free bits {train.free_bits:g} nats per dimension"
    details = [f"batch size {train.batch_size}", f"learning rate {train.learning_rate:g}", train.precision]
    if train.binarise:
        details.append("pixels binarised dynamically")
    if train.average:
        details.append(f"moving average of the weights, decay {train.average:g}")
    details.append(f"seed {train.seed}")
    return [
        ("objective", train.objective, typeset(objective)),
        ("training", f"{train.epochs} epochs", ", ".join(details)),
    ]


def _file(card: Card) -> list[Row]:
    size = card.checkpoint.path.stat().st_size
    header = card.checkpoint.header
    return [
        ("hardware", header.hardware or "unknown", ""),
        ("file", f"{size / 1e6:.2f} MB", f"written by vaeviz {header.version}"),
        ("SHA-256", card.checkpoint.digest, "the first 32 digits"),
    ]


def measured(found: Evaluation) -> list[Row]:
    """Return the rows on what `evaluate` measured."""
    rows = [
        ("ELBO", number(found.elbo), f"standard error {found.elbo_error:.2f}"),
        ("distortion", number(found.distortion), typeset("\N{MINUS SIGN}log p(x|z)")),
        ("rate", number(found.rate), typeset("KL(q(z|x) \N{DOUBLE VERTICAL LINE} p(z))")),
    ]
    if found.iwae is not None and found.iwae_elbo is not None:
        of_same = f"k = {found.iwae_samples}, {found.iwae_images:,} images (their ELBO {number(found.iwae_elbo)})"
        rows.append(("IWAE bound", number(found.iwae), typeset(of_same)))
    units = f"{found.active_units} of {len(found.rate_per_dim)}"
    rows.append(("active units", units, active_units(found.active_threshold)))
    return [*rows, *criteria_rows(found), *condition_rows(found)]


def protocol(found: Evaluation) -> str:
    """Return how the figures were measured."""
    pixels = "pixels binarised dynamically" if found.binarised else "original pixel values"
    return (
        f"{found.images:,} {found.split} images of {found.dataset}; {pixels}; {found.likelihood} likelihood; one "
        f"posterior sample per image; seed {found.seed}. Nats per image; a higher ELBO is better."
    )


def map_title(method: str) -> str:
    """Return a method's title."""
    return EMBEDDERS[method].title if method in EMBEDDERS else method
