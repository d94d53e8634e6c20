"""`evaluate`: bounds in nats per image, active units, conditional accuracy, probes and disentanglement."""

import argparse
import json
from collections import Counter
from pathlib import Path

from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.model_argument import model_path
from vaeviz.commands.oracle import figure_line
from vaeviz.commands.progress import progress_bar
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import load
from vaeviz.files.folders import OWN_COPY, require_writable
from vaeviz.files.header import Header
from vaeviz.metrics.criteria import Criteria, active_units, dimensions, kl_above
from vaeviz.metrics.evaluate import EvaluationSettings, evaluate_on
from vaeviz.metrics.evaluation import EVALUATION_FILE, Evaluation, write_evaluation
from vaeviz.metrics.linear_probe import Probe
from vaeviz.settings import add_options, from_options

KINDS = {"active": "active", "mixed": "mixed", "passive": "collapsed"}  # stored kind -> word on screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("checkpoint", type=Path, help="a model's folder, or the name of a shipped model")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {EVALUATION_FILE} beside the model")
    parser.add_argument("--dataset", help="default: the data set that the model was trained on")
    add_options(parser, EvaluationSettings)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    use_machine(arguments)
    settings = from_options(arguments, EvaluationSettings)
    checkpoint = load(model_path(arguments.checkpoint))
    _refuse_partial_figures(arguments, settings, checkpoint.header)
    if arguments.write:
        require_writable(checkpoint.path.parent, OWN_COPY)
    with progress_bar() as progress:
        found = evaluate_on(checkpoint, arguments.dataset, settings, progress)
    if arguments.write:
        write_evaluation(checkpoint.path.parent, found)
    print(json.dumps(found.to_json(), indent=2) if arguments.json else report(found))


def _refuse_partial_figures(arguments: argparse.Namespace, settings: EvaluationSettings, header: Header) -> None:
    """Refuse to write figures of a subset, because the README's table is of the whole test split."""
    same = header.train is None or arguments.dataset in (None, header.train.dataset)
    if arguments.write and not (same and settings.limit is None and settings.split == "test"):
        raise ConfigError(
            "--write is for figures of the whole test split of the model's data set; found --limit, "
            "--split train or another --dataset. Leave that out, or leave out --write."
        )


def report(found: Evaluation) -> str:
    """Return the figures as text."""
    lines = [
        f"{found.name} on {found.images} {found.split} images of {found.dataset}, nats per image",
        f"  ELBO        {found.elbo:9.3f}  +- {found.elbo_error:.3f}"
        + ("  (dynamically binarised pixels)" if found.binarised else ""),
        f"  distortion  {found.distortion:9.3f}",
        f"  rate        {found.rate:9.3f}",
    ]
    if found.iwae is not None and found.iwae_elbo is not None:
        lines.append(
            f"  IWAE bound  {found.iwae:9.3f}  k = {found.iwae_samples}, on {found.iwae_images} images, whose ELBO is "
            f"{found.iwae_elbo:.3f}: {found.iwae - found.iwae_elbo:.3f} tighter"
        )
    lines.append(
        f"  active units {found.active_units} of {len(found.rate_per_dim)} ({active_units(found.active_threshold)})"
    )
    lines += [*_condition_lines(found), *_disentanglement_lines(found)]
    order = sorted(range(len(found.rate_per_dim)), key=lambda dim: -found.rate_per_dim[dim])
    if found.criteria is None:
        lines += ["  rate per dimension", *(f"    z{dim:<3} {found.rate_per_dim[dim]:7.3f}" for dim in order)]
    else:
        lines += criteria_lines(found, found.criteria, order)
    return "\n".join(lines)


def criteria_lines(found: Evaluation, criteria: Criteria, order: list[int]) -> list[str]:
    """Return the result of each criterion of collapse, its threshold, and where and why the criteria disagree."""
    at, rates = criteria.thresholds, found.rate_per_dim
    results = dimensions(found.mu_variance, rates, criteria)
    kinds = Counter(result.kind for result, _ in results)
    lines = [
        f"  {kl_above(at.rate)}: {sum(result.informs for result, _ in results)} of {len(rates)} dimensions",
        f"  collapsed   {kinds['passive']} of {len(rates)} (KL < {at.epsilon:g} nats for at least {1 - at.delta:.0%} "
        f"of images), {kinds['mixed']} mixed, {kinds['active']} active",
        f"  used        {sum(bool(result.used) for result, _ in results)} of {len(rates)} (it makes more than "
        f"{at.use:.1%} of the variance of the decoded images)",
    ]
    if criteria.mutual_information is not None and criteria.aggregate_kl is not None:
        lines.append(
            f"  rate        = mutual information {criteria.mutual_information:.3f} (at most ln N = "
            f"{criteria.ceiling:.3f}) + KL(q(z) || p(z)) {criteria.aggregate_kl:.3f}, {criteria.samples} samples of z"
        )
    lines.append(f"  {'dimension':10} {'rate':>7} {'var mu':>7} {'KL<eps':>7} {'use':>7}  kind")
    columns = (rates, found.mu_variance, criteria.quiet, criteria.use)
    for dim in order:
        rate, variance, below, effect = (column[dim] for column in columns)
        kind = KINDS[results[dim][0].kind]
        lines.append(f"    z{dim:<7} {rate:7.3f} {variance:7.3f} {below:7.1%} {effect:7.2%}  {kind}")
    apart = [f"    z{dim}: {results[dim][1]}" for dim in order if results[dim][1]]
    return lines + (["  the criteria disagree on", *apart] if apart else ["  the criteria agree on every dimension"])


def _condition_lines(found: Evaluation) -> list[str]:
    """Return the lines on conditional accuracy and on the probes."""
    lines = []
    if found.conditional_accuracy is not None and found.judge_accuracy is not None:
        lines.append(
            f"  conditional accuracy {accuracy_text(found)}; "
            f"the oracle has {found.judge_accuracy:.2%} on real test images"
        )
    if found.probe_accuracy is not None and found.probe_chance is not None:
        lines.append(
            f"  linear probe {found.probe_accuracy:.1%} accuracy of the label from mu (chance {found.probe_chance:.1%})"
        )
    for title, figures in (
        ("conditional accuracy by attribute", found.attributes),
        ("the oracle on real test images", found.attribute_judge),
    ):
        lines += [f"  {title}", *(f"    {figure_line(one)}" for one in figures)] if figures else []
    if found.attribute_probes:
        lines += ["  linear probes from mu", *(f"    {_probe_line(one)}" for one in found.attribute_probes)]
    return lines


def accuracy_text(found: Evaluation) -> str:
    """Return the conditional accuracy with its standard error and the number of samples, where they are stored."""
    if found.conditional_samples is None or found.conditional_error is None:
        return f"{found.conditional_accuracy:.1%} (no standard error stored; measure again)"
    return f"{found.conditional_accuracy:.2%} +- {found.conditional_error:.2%} (n = {found.conditional_samples:,})"


def _probe_line(found: Probe) -> str:
    n = f"n = {found.n:,}" if found.n else "n not stored"
    if found.chance is None:
        return f"{found.name:20} R squared {found.score:.3f} ({n})"
    error = f" +- {found.accuracy_error:.1%}" if found.accuracy_error is not None else ""
    return f"{found.name:20} {found.score:.1%}{error} accuracy (chance {found.chance:.1%}, {n})"


def _disentanglement_lines(found: Evaluation) -> list[str]:
    measured = found.disentanglement
    if measured is None:
        return []
    return [
        f"  factors     {', '.join(measured.factors)}",
        f"  MIG         {measured.mig:.3f}",
        f"  DCI         disentanglement {measured.dci_disentanglement:.3f}, completeness "
        f"{measured.dci_completeness:.3f}, informativeness {measured.dci_informativeness:.3f}",
        f"  SAP         {measured.sap:.3f}",
    ]
