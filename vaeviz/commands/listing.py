"""`list`: the models that can be opened, or the README's table of their figures."""

import argparse

from vaeviz.errors import CheckpointError
from vaeviz.files.header import Header, model_digest, read_header
from vaeviz.files.places import shipped
from vaeviz.metrics.evaluation import EVALUATION_FILE, Evaluation, read_evaluation

_COLUMNS = (
    "checkpoint",
    "ELBO",
    "distortion",
    "rate",
    "active units",
    "ELBO, IWAE images",
    "IWAE bound (k, images)",
    "conditional accuracy (n)",
    "class from z (linear probe)",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--figures", action="store_true", help="print the measured figures as a Markdown table")


def run(arguments: argparse.Namespace) -> None:
    """Print one line per checkpoint."""
    if arguments.figures:
        print(figures_table())
        return
    for name, folder in shipped().items():
        print(f"{name:24} {describe(read_header(folder))}")


def describe(header: Header) -> str:
    """Return a description of a model in one line."""
    model = header.model
    kind = "VAE" if model.condition is None else "CVAE"
    dataset = header.train.dataset if header.train else "unknown data"
    suffix = ""
    if model.condition is not None:
        attributes = model.condition.attributes
        what = f"{len(attributes)} attributes" if attributes else f"{model.condition.size} classes"
        suffix = f", conditioned on {what}"
    if model.prior == "conditional":
        suffix += ", with a learned p(z|c)"
    return f"{model.family} {kind} on {dataset}, {model.latent_dim} latent dimensions{suffix}"


def figures_table() -> str:
    """Return a Markdown table of the figures that `evaluate` wrote beside each model.

    Raises
    ------
    CheckpointError
        If figures belong to another model file than the one beside them, or are incomplete.
    """
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|{'---:|' * (len(_COLUMNS) - 1)}"]
    for name, folder in shipped().items():
        found = read_evaluation(folder)
        if found is None:
            continue
        if found.digest != model_digest(folder):
            raise CheckpointError(
                f"{folder / EVALUATION_FILE} has figures of another model file. Measure again: evaluate --write."
            )
        units = f"{found.active_units} of {len(found.rate_per_dim)}"
        nats = f"{found.elbo:.2f} | {found.distortion:.2f} | {found.rate:.2f}"
        lines.append(
            f"| `{name}` | {nats} | {units} | {_bounds(found)} | {_accuracy_text(name, found)} | {_probe_text(found)} |"
        )
    return "\n".join(lines)


def _bounds(found: Evaluation) -> str:
    """Return two cells: the ELBO and the importance-weighted bound of the same images."""
    if found.iwae is None or found.iwae_elbo is None:
        return " | "
    return f"{found.iwae_elbo:.2f} | {found.iwae:.2f} ({found.iwae_samples}, {found.iwae_images:,})"


def _accuracy_text(name: str, found: Evaluation) -> str:
    """Return the conditional accuracy with its standard error."""
    if found.conditional_accuracy is None:
        return ""
    if found.conditional_samples is None or found.conditional_error is None:
        raise CheckpointError(
            f"The figures of {name} have a conditional accuracy without its standard error. Measure again: "
            "evaluate --write."
        )
    accuracy, error = found.conditional_accuracy, found.conditional_error
    return f"{accuracy:.2%} \N{PLUS-MINUS SIGN} {error:.2%} ({found.conditional_samples:,})"


def _probe_text(found: Evaluation) -> str:
    """Return the linear probe's accuracy and chance."""
    if found.probe_accuracy is None or found.probe_chance is None:
        return ""
    return f"{found.probe_accuracy:.1%} (chance {found.probe_chance:.1%})"
