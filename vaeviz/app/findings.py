"""A card's rows on conditional accuracy, linear probes, criteria of collapse and disentanglement, as plain text."""

from vaeviz.app.markup import Row, number, typeset
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import dimensions, kl_above
from vaeviz.metrics.disentanglement import LEFT_OUT, Disentanglement
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.metrics.linear_probe import Probe

TABLE_NOTE = {  # column -> what its numbers are
    "samples": "agreement of the condition with the oracle's reading of samples at temperature 1: rank correlation for "
    "a number, accuracy \N{PLUS-MINUS SIGN} standard error for a choice",
    "error": "mean absolute error of a number, whose range is \N{MINUS SIGN}1 to 1",
    "oracle": "the oracle itself, on real test images",
    "probe": "a linear probe on the posterior mean: R\N{SUPERSCRIPT TWO} for a number, accuracy (chance) for a choice",
}


def condition_rows(found: Evaluation) -> list[Row]:
    """Return the conditional accuracy, and the accuracy of a linear probe of the class."""
    rows = []
    if found.conditional_accuracy is not None and found.judge_accuracy is not None:
        oracle = f"by an oracle classifier with {found.judge_accuracy:.2%} on real test images"
        rows.append(("conditional accuracy", f"{found.conditional_accuracy:.1%}", f"{_precision(found)}; {oracle}"))
    if found.probe_accuracy is not None and found.probe_chance is not None:
        probe = f"class from the posterior mean; {found.probe_chance:.1%} by chance"
        rows.append(("linear probe", f"{found.probe_accuracy:.1%}", probe))
    return rows


def _precision(found: Evaluation) -> str:
    """Return the standard error of the conditional accuracy, or how to get it."""
    if found.conditional_samples is None or found.conditional_error is None:
        return "no standard error stored; run evaluate --write again"
    return f"standard error {found.conditional_error:.2%}, {found.conditional_samples:,} samples"


def criteria_rows(found: Evaluation) -> list[Row]:
    """Return the other criteria of collapse, and the parts of the rate."""
    criteria = found.criteria
    if criteria is None:
        return []
    at, units = criteria.thresholds, len(found.rate_per_dim)
    classified = [one for one, _ in dimensions(found.mu_variance, found.rate_per_dim, criteria)]
    kinds = [one.kind for one in classified]
    below = f"KL below {at.epsilon:g} nats for at least {1 - at.delta:.0%} of the images; {kinds.count('mixed')} mixed"
    used = f"the dimension causes more than {at.use:.1%} of the decoded images' variance"
    rows = [
        (kl_above(at.rate), f"{sum(one.informs for one in classified)} of {units}", "per dimension, mean over images"),
        ("collapsed", f"{kinds.count('passive')} of {units}", below),
        ("used by the decoder", f"{sum(bool(one.used) for one in classified)} of {units}", used),
    ]
    if criteria.mutual_information is not None and criteria.aggregate_kl is not None:
        rest = f"the rest of the rate, {number(criteria.aggregate_kl)}, is KL(q(z) \N{DOUBLE VERTICAL LINE} p(z))"
        most = f"of at most {number(criteria.ceiling or 0)}; {rest}"
        rows.append(("mutual information", number(criteria.mutual_information), typeset(most)))
    return rows


def factor_rows(found: Disentanglement) -> list[Row]:
    """Return three measures of disentanglement."""
    others = f"completeness {number(found.dci_completeness)}, informativeness {number(found.dci_informativeness)}"
    dci = f"disentanglement: whether a dimension predicts one factor only; {others} (Eastwood and Williams 2018)"
    return [
        ("MIG", number(found.mig), "mutual information gap between a factor's two best dimensions (Chen et al. 2018)"),
        ("DCI", number(found.dci_disentanglement), dci),
        (
            "SAP",
            number(found.sap),
            "gap in predictability between a factor's two best dimensions (Kumar et al. 2018)",
        ),
    ]


def factor_note(found: Disentanglement, dataset: str) -> str:
    """Return which factors were used, and why others were left out."""
    left = [f"The factor {name} is left out: {reason}." for name, reason in LEFT_OUT.get(dataset, {}).items()]
    return " ".join([f"1 is best, 0 is chance. Factors: {', '.join(found.factors)}.", *left])


def attribute_table(found: Evaluation) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns and rows of the figures per attribute; without figures there are no rows."""
    names = [one.name for one in found.attribute_probes or found.attributes]
    columns: dict[str, dict[str, str]] = {
        "samples": {one.name: _agreement(one) for one in found.attributes},
        "error": {one.name: _error(one) for one in found.attributes},
        "oracle": {one.name: _agreement(one) for one in found.attribute_judge},
        "probe": {one.name: _probe(one) for one in found.attribute_probes},
    }
    filled = {title: cells for title, cells in columns.items() if cells}
    rows = [(name, *(cells.get(name, "") for cells in filled.values())) for name in names]
    return ("attribute", *filled), rows


def table_note(found: Evaluation, columns: tuple[str, ...]) -> str:
    """Return what each column of the table shows, and of how many images."""
    measured = {"samples": found.attributes, "oracle": found.attribute_judge, "probe": found.attribute_probes}
    counts = {title: f" (n = {ones[0].n:,})" for title, ones in measured.items() if ones and ones[0].n}
    text = "; ".join(f"{title}{counts.get(title, '')}: {TABLE_NOTE[title]}" for title in columns if title in TABLE_NOTE)
    return typeset(f"{text[:1].upper()}{text[1:]}.")


def _agreement(found: AttributeFigure) -> str:
    if found.accuracy is not None:
        return f"{found.accuracy:.1%}{_plus_minus(found.accuracy_error)}"
    return "" if found.rank_correlation is None else number(found.rank_correlation, 3)


def _error(found: AttributeFigure) -> str:
    return "" if found.mean_absolute_error is None else number(found.mean_absolute_error, 3)


def _probe(found: Probe) -> str:
    if found.chance is None:
        return number(found.score)
    return f"{found.score:.1%}{_plus_minus(found.accuracy_error)} ({found.chance:.0%})"


def _plus_minus(error: float | None) -> str:
    return "" if error is None else f" \N{PLUS-MINUS SIGN} {error:.1%}"
