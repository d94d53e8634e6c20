"""Disentanglement of z with respect to known factors: MIG, DCI and SAP.

All three use posterior means of images whose factors are known. A factor of whole numbers from 0 is a choice; any
other is a number, which is cut into 20 bins of equal width where a measure needs classes.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int64

from vaeviz.config import Record
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import DataError

BINS = 20
TRAIN, TEST = 10_000, 5_000  # codes, as in Locatello et al. 2019
LEFT_OUT = {  # data set -> factor -> why it cannot be used
    "sprites": {
        "orientation": "a square looks the same after a quarter turn and an ellipse after half a turn, and no "
        "dimension on a line can represent a circle"
    }
}
_TREES, _LEAF = 20, 5  # trees per forest; minimum number of codes in a leaf
_ITERATIONS = 200

Codes = Float32[np.ndarray, "n latent"]
Values = Float32[np.ndarray, "n factor"]
OtherCodes = Float32[np.ndarray, "m latent"]
OtherValues = Float32[np.ndarray, "m factor"]


@dataclass(frozen=True, kw_only=True)
class Disentanglement(Record):
    """Three measures: each is 1 for a code with one dimension per factor and 0 for one without information."""

    factors: tuple[str, ...]  # those that were used
    mig: float
    dci_disentanglement: float  # does each dimension matter for one factor only?
    dci_completeness: float  # is each factor encoded by one dimension only?
    dci_informativeness: float  # can the factors be predicted from z?
    sap: float


def usable_factors(data: ImageDataset, conditioned: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the factors that a code of ``data`` can be measured against.

    Those in `LEFT_OUT`, those that never vary and those that the model is ``conditioned`` on are excluded.
    """
    if data.factors is None:
        return ()
    excluded = LEFT_OUT.get(data.name, {})
    varied = data.factors.min(0) < data.factors.max(0)
    names = zip(data.factor_names, varied, strict=True)
    return tuple(name for name, varies in names if varies and name not in excluded and name not in conditioned)


def disentanglement(
    train: Codes, values: Values, test: OtherCodes, test_values: OtherValues, names: tuple[str, ...], *, seed: int = 0
) -> Disentanglement:
    """Measure the codes: fit on the first set, and score DCI's informativeness and SAP's choices on the second.

    Raises
    ------
    DataError
        If there are fewer than two factors.

    References
    ----------
    Locatello et al., "Challenging common assumptions in the unsupervised learning of disentangled representations",
    ICML 2019 (numbers of codes and bins).
    """
    if len(names) < 2:
        raise DataError(f"Disentanglement needs two factors or more, found {len(names)}: {names}.")
    importance, informativeness = importances(train, values, test, test_values, seed=seed)
    return Disentanglement(
        factors=names,
        mig=mutual_information_gap(train, values),
        dci_disentanglement=one_sided(importance),
        dci_completeness=one_sided(importance.T),
        dci_informativeness=informativeness,
        sap=separated_attribute_predictability(train, values, test, test_values),
    )


def is_choice(values: Values) -> Bool[np.ndarray, " factor"]:
    """Return which factors are choices: whole numbers from 0, fewer than `BINS` of them."""
    return (values == np.floor(values)).all(0) & (values >= 0).all(0) & (values < BINS).all(0)


def mutual_information_gap(codes: Codes, values: Values) -> float:
    """Return MIG: the gap in mutual information between the best two dimensions, as a share of the factor's entropy.

    Codes, and factors that are numbers, are cut into 20 bins of equal width over their range. The result is the mean
    over the factors.

    References
    ----------
    Chen, Li, Grosse, Duvenaud, "Isolating sources of disentanglement in variational autoencoders", NeurIPS 2018,
    equation 6. They use the mutual information of samples from q(z|x); here it is that of the posterior means.
    """
    binned, classes = _binned(codes), _classes(values)
    gaps = []
    for factor in classes.T:
        information = np.sort([_mutual_information(one, factor) for one in binned.T])[::-1]
        second = information[1] if len(information) > 1 else 0.0
        gaps.append((information[0] - second) / _mutual_information(factor, factor))
    return float(np.mean(gaps))


def importances(
    train: Codes, values: Values, test: OtherCodes, test_values: OtherValues, *, seed: int = 0
) -> tuple[Float[np.ndarray, "latent factor"], float]:
    """Return how much each dimension matters for each factor to a forest of extremely randomised trees, and DCI's I.

    The informativeness is the mean over factors of the forest's score above chance, at least 0: R squared for a number,
    (accuracy - chance) / (1 - chance) for a choice, where chance is the share of the most common class.

    References
    ----------
    Eastwood and Williams, "A framework for the quantitative evaluation of disentangled representations", ICLR 2018,
    with random forests. Geurts, Ernst, Wehenkel, "Extremely randomized trees", Machine Learning 2006.
    """
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    settings = {"n_estimators": _TREES, "min_samples_leaf": _LEAF, "max_features": 1.0, "random_state": seed}
    columns, informed = [], []
    for choice, fitted, scored in zip(is_choice(values), values.T, test_values.T, strict=True):
        forest = (ExtraTreesClassifier if choice else ExtraTreesRegressor)(**settings).fit(train, fitted)
        columns.append(forest.feature_importances_)
        guess = np.bincount(scored.astype(np.int64)).max() / len(scored) if choice else 0.0
        score = forest.score(test, scored)  # R squared for a number, accuracy for a choice
        informed.append(max(0.0, (score - guess) / (1 - guess)) if guess < 1 else 0.0)
    return np.stack(columns, axis=1), float(np.mean(informed))


def one_sided(importance: Float[np.ndarray, "row column"]) -> float:
    """Return 1 - entropy of each row's shares, to the base of the number of columns, weighted by the rows' totals.

    With dimensions as rows this is DCI's disentanglement; with factors as rows it is its completeness. A matrix of
    zeros scores 0.

    References
    ----------
    Eastwood and Williams 2018, section 2.
    """
    totals = importance.sum(1)
    if not totals.any() or importance.shape[1] < 2:
        return 0.0
    shares = importance[totals > 0] / totals[totals > 0, None]
    entropy = -(shares * np.log(np.where(shares > 0, shares, 1))).sum(1) / np.log(importance.shape[1])
    return float(((1 - entropy) * totals[totals > 0]).sum() / totals.sum())


def separated_attribute_predictability(
    train: Codes, values: Values, test: OtherCodes, test_values: OtherValues
) -> float:
    """Return SAP: the gap in score between the two dimensions that best predict a factor; the mean over factors.

    For a number the score is R squared of a line through one dimension. For a choice it is the balanced accuracy of a
    linear classifier on one dimension, here above chance, (accuracy - 1/K) / (1 - 1/K), so that a perfect code scores 1
    for any number of choices. The published score does not subtract chance.

    References
    ----------
    Kumar, Sattigeri, Balakrishnan, "Variational inference of disentangled latent concepts from unlabeled
    observations", ICLR 2018, section 3.
    """
    gaps = []
    for choice, fitted, scored in zip(is_choice(values), values.T, test_values.T, strict=True):
        dimensions = zip(train.T, test.T, strict=True)
        scores = [_accuracy(z, fitted, y, scored) if choice else _explained(z, fitted) for z, y in dimensions]
        best = np.sort(scores)[::-1]
        gaps.append(best[0] - (best[1] if len(best) > 1 else 0.0))
    return float(np.mean(gaps))


def _explained(z: Float32[np.ndarray, " n"], factor: Float32[np.ndarray, " n"]) -> float:
    """Return the squared correlation; 0 for a dimension that never varies."""
    x, y = (part.astype(np.float64) - part.mean(dtype=np.float64) for part in (z, factor))
    spread = (x @ x) * (y @ y)
    return float((x @ y) ** 2 / spread) if spread > 0 else 0.0


def _accuracy(
    z: Float32[np.ndarray, " n"],
    factor: Float32[np.ndarray, " n"],
    y: Float32[np.ndarray, " m"],
    scored: Float32[np.ndarray, " m"],
) -> float:
    """Return the balanced accuracy, above chance, of a multinomial logistic regression on one dimension."""
    from sklearn.linear_model import LogisticRegression

    if z.std() == 0:
        return 0.0
    x, x_scored = ((part[:, None] - z.mean()) / z.std() for part in (z, y))
    found = LogisticRegression(C=1e3, class_weight="balanced", max_iter=_ITERATIONS).fit(x, factor)
    right = found.predict(x_scored) == scored
    accuracy = np.mean([right[scored == one].mean() for one in np.unique(scored)])
    chance = 1 / len(found.classes_)
    return max(0.0, float((accuracy - chance) / (1 - chance)))


def _classes(values: Values) -> Int64[np.ndarray, "n factor"]:
    choice = is_choice(values)
    return np.where(choice, values.astype(np.int64), _binned(values))


def _binned(columns: Float32[np.ndarray, "n column"]) -> Int64[np.ndarray, "n column"]:
    """Return the bin of each value: `BINS` of equal width between the minimum and the maximum of its column."""
    low, high = columns.min(0).astype(np.float64), columns.max(0).astype(np.float64)
    width = np.where(high > low, high - low, 1.0)
    return np.minimum(((columns - low) / width * BINS).astype(np.int64), BINS - 1)


def _mutual_information(a: Int64[np.ndarray, " n"], b: Int64[np.ndarray, " n"]) -> float:
    """Return the mutual information of two columns of classes in nats."""
    joint = np.bincount(a * BINS + b, minlength=BINS * BINS).reshape(BINS, BINS) / len(a)
    apart = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    seen = joint > 0
    return float((joint[seen] * np.log(joint[seen] / apart[seen])).sum())
