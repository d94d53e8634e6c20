"""What a model's card says of its condition, of what z still holds and of its factors: words and numbers only."""

from vaeviz.app.markup import Row, number
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import dimensions, kl_above
from vaeviz.metrics.disentanglement import LEFT_OUT, Disentanglement
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.metrics.linear_probe import Probe

TABLE_NOTE = {  # column -> what its numbers are
    "obeyed": "samples at temperature 1, what was asked for against what a oracle sees: rank correlation of a number, "
    "share right of a choice",
    "error": "mean absolute error of a number, which runs from \N{MINUS SIGN}1 to 1",
    "oracle": "the oracle itself, on real test images",
    "in z": "what a linear probe reads off the mean of z: R squared of a number, share right (share by chance) of a "
    "choice",
}


def condition_rows(found: Evaluation) -> list[Row]:
    """Say how well the class is obeyed, and how well it can be read off z."""
    rows = []
    if found.conditional_accuracy is not None and found.judge_accuracy is not None:
        oracle = f"judged by a classifier with {found.judge_accuracy:.2%} on real test images"
        rows.append(("obeys its class", f"{found.conditional_accuracy:.1%}", f"{_precision(found)}; {oracle}"))
    if found.probe_accuracy is not None and found.probe_chance is not None:
        probe = f"by a linear probe on the mean of z; {found.probe_chance:.1%} by chance"
        rows.append(("class read off z", f"{found.probe_accuracy:.1%}", probe))
    return rows


def _precision(found: Evaluation) -> str:
    """Say how exact the conditional accuracy is, as far as that was kept."""
    if found.conditional_samples is None or found.conditional_error is None:
        return "measured before its standard error was kept: measure again with evaluate --write"
    return f"standard error {found.conditional_error:.2%}, {found.conditional_samples:,} samples"


def criteria_rows(found: Evaluation) -> list[Row]:
    """Say what the other criteria of collapse say, and what the rate is made of."""
    criteria = found.criteria
    if criteria is None:
        return []
    at, units = criteria.thresholds, len(found.rate_per_dim)
    verdicts = [verdict for verdict, _ in dimensions(found.mu_variance, found.rate_per_dim, criteria)]
    kinds = [verdict.kind for verdict in verdicts]
    quiet = f"KL below {at.epsilon:g} nats for at least {1 - at.delta:.0%} of the images; {kinds.count('mixed')} mixed"
    used = f"moving it makes more than {at.use:.1%} of the decoded pictures' variance"
    rows = [
        (kl_above(at.rate), f"{sum(one.informs for one in verdicts)} of {units}", "mean over images, in a dimension"),
        ("collapsed", f"{kinds.count('passive')} of {units}", quiet),
        ("used", f"{sum(bool(one.used) for one in verdicts)} of {units}", used),
    ]
    if criteria.mutual_information is not None and criteria.aggregate_kl is not None:
        rest = f"the rest of the rate, {number(criteria.aggregate_kl)}, is KL(q(z) \N{DOUBLE VERTICAL LINE} p(z))"
        most = f"of at most {number(criteria.ceiling or 0)}; {rest}"
        rows.append(("information", number(criteria.mutual_information), most))
    return rows


def factor_rows(found: Disentanglement) -> list[Row]:
    """Say how far each dimension stands for one factor."""
    others = f"completeness {number(found.dci_completeness)}, informativeness {number(found.dci_informativeness)}"
    dci = f"disentanglement: how far a dimension tells of one factor only; {others} (Eastwood and Williams 2018)"
    return [
        ("MIG", number(found.mig), "how much more one dimension tells of a factor than any other (Chen et al. 2018)"),
        ("DCI", number(found.dci_disentanglement), dci),
        (
            "SAP",
            number(found.sap),
            "how much better one dimension predicts a factor than the next (Kumar et al. 2018)",
        ),
    ]


def factor_note(found: Disentanglement, dataset: str) -> str:
    """Say which factors were used, and why others were not."""
    left = [f"Left out is {name}: {why}." for name, why in LEFT_OUT.get(dataset, {}).items()]
    return " ".join([f"1 is best, 0 is nothing. Factors: {', '.join(found.factors)}.", *left])


def attribute_table(found: Evaluation) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns and rows of what was measured attribute by attribute; no rows where nothing was."""
    names = [one.name for one in found.attribute_probes or found.attributes]
    columns: dict[str, dict[str, str]] = {
        "obeyed": {one.name: _agreement(one) for one in found.attributes},
        "error": {one.name: _error(one) for one in found.attributes},
        "oracle": {one.name: _agreement(one) for one in found.attribute_judge},
        "in z": {one.name: _held(one) for one in found.attribute_probes},
    }
    filled = {title: cells for title, cells in columns.items() if cells}
    rows = [(name, *(cells.get(name, "") for cells in filled.values())) for name in names]
    return ("attribute", *filled), rows


def table_note(columns: tuple[str, ...]) -> str:
    """Say what the columns of the table are."""
    told = [f"{title}: {TABLE_NOTE[title]}" for title in columns if title in TABLE_NOTE]
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _agreement(found: AttributeFigure) -> str:
    if found.accuracy is not None:
        return f"{found.accuracy:.1%}"
    return "" if found.rank_correlation is None else number(found.rank_correlation, 3)


def _error(found: AttributeFigure) -> str:
    return "" if found.mean_absolute_error is None else number(found.mean_absolute_error, 3)


def _held(found: Probe) -> str:
    if found.chance is None:
        return number(found.score)
    return f"{found.score:.0%} ({found.chance:.0%})"
