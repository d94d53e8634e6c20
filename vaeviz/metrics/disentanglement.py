"""Does each dimension of z stand for one factor of the pictures? MIG, DCI and SAP against the known factors.

All three take posterior means of pictures whose factors are known. A factor of whole numbers from 0 is a choice;
any other is a number, and is cut into 20 bins of equal width where a measure needs classes.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int64

from vaeviz.config import Record
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import DataError

BINS = 20
TRAIN, TEST = 10_000, 5_000  # codes, as in Locatello et al. 2019
LEFT_OUT = {  # data set -> factor -> why no code can be held to it
    "sprites": {
        "orientation": "a square looks the same after a quarter turn and an ellipse after half a turn, and no "
        "dimension that runs along a line can follow a circle"
    }
}
_TREES, _LEAF = 20, 5  # of each forest; least codes in a leaf
_ITERATIONS = 200

Codes = Float32[np.ndarray, "n latent"]
Values = Float32[np.ndarray, "n factor"]
OtherCodes = Float32[np.ndarray, "m latent"]
OtherValues = Float32[np.ndarray, "m factor"]


@dataclass(frozen=True, kw_only=True)
class Disentanglement(Record):
    """Three measures, each 1 for a code with one dimension a factor and 0 for one that says nothing."""

    factors: tuple[str, ...]  # which were used
    mig: float
    dci_disentanglement: float  # does a dimension matter for one factor only?
    dci_completeness: float  # is a factor held by one dimension only?
    dci_informativeness: float  # are the factors held at all?
    sap: float


def usable_factors(data: ImageDataset, told: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the factors that a code of ``data`` can be held to.

    Left out are those that are `LEFT_OUT`, that never vary, or that the model is ``told`` and z has no need to hold.
    """
    if data.factors is None:
        return ()
    hopeless = LEFT_OUT.get(data.name, {})
    varied = data.factors.min(0) < data.factors.max(0)
    names = zip(data.factor_names, varied, strict=True)
    return tuple(name for name, varies in names if varies and name not in hopeless and name not in told)


def disentanglement(
    train: Codes, values: Values, test: OtherCodes, test_values: OtherValues, names: tuple[str, ...], *, seed: int = 0
) -> Disentanglement:
    """Measure the codes: all is fitted on the first set; the second scores DCI's informativeness and SAP's choices.

    Raises
    ------
    DataError
        If there are fewer than two factors.

    References
    ----------
    Locatello et al., "Challenging common assumptions in the unsupervised learning of disentangled representations",
    ICML 2019, for the numbers of codes and bins.
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
    """Say which factors are choices: whole numbers from 0, fewer than `BINS` of them."""
    return (values == np.floor(values)).all(0) & (values >= 0).all(0) & (values < BINS).all(0)


def mutual_information_gap(codes: Codes, values: Values) -> float:
    """Return MIG: how much more the best dimension says of a factor than the second best, in shares of its entropy.

    Codes are cut into 20 bins of equal width over their range, as are the factors that are numbers; the mean is over
    the factors.

    References
    ----------
    Chen, Li, Grosse, Duvenaud, "Isolating sources of disentanglement in variational autoencoders", NeurIPS 2018,
    equation 6. There the mutual information is that of q(z|x), here that of its means.
    """
    binned, classes = _binned(codes), _classes(values)
    gaps = []
    for factor in classes.T:
        said = np.sort([_mutual_information(one, factor) for one in binned.T])[::-1]
        second = said[1] if len(said) > 1 else 0.0
        gaps.append((said[0] - second) / _mutual_information(factor, factor))
    return float(np.mean(gaps))


def importances(
    train: Codes, values: Values, test: OtherCodes, test_values: OtherValues, *, seed: int = 0
) -> tuple[Float[np.ndarray, "latent factor"], float]:
    """Return how much each dimension matters for each factor to a forest of extremely randomised trees, and DCI's I.

    The informativeness is the mean over factors of what the forest gets right beyond a guess: R squared of a number,
    (accuracy - chance) / (1 - chance) of a choice, where chance is the commonest class; at least 0.

    References
    ----------
    Eastwood and Williams, "A framework for the quantitative evaluation of disentangled representations", ICLR 2018,
    with random forests. Geurts, Ernst, Wehenkel, "Extremely randomized trees", Machine Learning 2006.
    """
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    settings = {"n_estimators": _TREES, "min_samples_leaf": _LEAF, "max_features": 1.0, "random_state": seed}
    columns, informed = [], []
    for choice, one, other in zip(is_choice(values), values.T, test_values.T, strict=True):
        forest = (ExtraTreesClassifier if choice else ExtraTreesRegressor)(**settings).fit(train, one)
        columns.append(forest.feature_importances_)
        guess = np.bincount(other.astype(np.int64)).max() / len(other) if choice else 0.0
        score = forest.score(test, other)  # R squared of a number, accuracy of a choice
        informed.append(max(0.0, (score - guess) / (1 - guess)) if guess < 1 else 0.0)
    return np.stack(columns, axis=1), float(np.mean(informed))


def one_sided(importance: Float[np.ndarray, "row column"]) -> float:
    """Return 1 - entropy of each row's shares, in the unit of the number of columns, weighted by the rows' totals.

    With dimensions as rows it is DCI's disentanglement (does a dimension matter for one factor only?), with factors
    as rows its completeness (is a factor held by one dimension only?). A matrix of zeros scores 0.

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
    """Return SAP: how much better one dimension alone predicts a factor than the second best; the mean over factors.

    Of a number the score is R squared of a line through one dimension; of a choice the balanced accuracy of a linear
    classifier on one dimension, here beyond chance, (accuracy - 1/K) / (1 - 1/K), so that a perfect code scores 1
    whatever the number of choices. The published score leaves chance in.

    References
    ----------
    Kumar, Sattigeri, Balakrishnan, "Variational inference of disentangled latent concepts from unlabeled
    observations", ICLR 2018, section 3.
    """
    gaps = []
    for choice, one, other in zip(is_choice(values), values.T, test_values.T, strict=True):
        dimensions = zip(train.T, test.T, strict=True)
        best = np.sort([_accuracy(z, one, y, other) if choice else _explained(z, one) for z, y in dimensions])[::-1]
        gaps.append(best[0] - (best[1] if len(best) > 1 else 0.0))
    return float(np.mean(gaps))


def _explained(z: Float32[np.ndarray, " n"], factor: Float32[np.ndarray, " n"]) -> float:
    """Return the squared correlation; 0 of a dimension that never varies."""
    x, y = (part.astype(np.float64) - part.mean(dtype=np.float64) for part in (z, factor))
    spread = (x @ x) * (y @ y)
    return float((x @ y) ** 2 / spread) if spread > 0 else 0.0


def _accuracy(
    z: Float32[np.ndarray, " n"],
    factor: Float32[np.ndarray, " n"],
    y: Float32[np.ndarray, " m"],
    other: Float32[np.ndarray, " m"],
) -> float:
    """Return the balanced accuracy, beyond chance, of a multinomial logistic regression on one dimension."""
    from sklearn.linear_model import LogisticRegression

    if z.std() == 0:
        return 0.0
    x, x_other = ((part[:, None] - z.mean()) / z.std() for part in (z, y))
    found = LogisticRegression(C=1e3, class_weight="balanced", max_iter=_ITERATIONS).fit(x, factor)
    right = found.predict(x_other) == other
    accuracy = np.mean([right[other == one].mean() for one in np.unique(other)])
    chance = 1 / len(found.classes_)
    return max(0.0, float((accuracy - chance) / (1 - chance)))


def _classes(values: Values) -> Int64[np.ndarray, "n factor"]:
    choice = is_choice(values)
    return np.where(choice, values.astype(np.int64), _binned(values))


def _binned(columns: Float32[np.ndarray, "n column"]) -> Int64[np.ndarray, "n column"]:
    """Return the bin of each value: `BINS` of equal width between the least and the greatest of its column."""
    low, high = columns.min(0).astype(np.float64), columns.max(0).astype(np.float64)
    width = np.where(high > low, high - low, 1.0)
    return np.minimum(((columns - low) / width * BINS).astype(np.int64), BINS - 1)


def _mutual_information(a: Int64[np.ndarray, " n"], b: Int64[np.ndarray, " n"]) -> float:
    """Return the mutual information of two columns of classes, in nats."""
    joint = np.bincount(a * BINS + b, minlength=BINS * BINS).reshape(BINS, BINS) / len(a)
    apart = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    seen = joint > 0
    return float((joint[seen] * np.log(joint[seen] / apart[seen])).sum())
