"""MIG, DCI and SAP on codes of which the answer is known. Tolerances are set from seeds 0 to 5."""

import numpy as np
import pytest

from vaeviz import data as datasets
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import DataError
from vaeviz.metrics.disentanglement import (
    Disentanglement,
    disentanglement,
    importances,
    is_choice,
    mutual_information_gap,
    one_sided,
    separated_attribute_predictability,
    usable_factors,
)

TRAIN, TEST = 3000, 1500


def factors(seed: int, count: int = 6, choices: int = 2) -> np.ndarray:
    """Return rows of independent factors: choices out of four, the rest numbers in [-1, 1]."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(-1, 1, (TRAIN + TEST, count)).astype(np.float32)
    values[:, :choices] = rng.integers(0, 4, (TRAIN + TEST, choices))
    return values


def standardised(values: np.ndarray) -> np.ndarray:
    return ((values - values.mean(0)) / values.std(0)).astype(np.float32)


def rotation(size: int, seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(size, size)))[0].astype(np.float32)


def measured(codes: np.ndarray, values: np.ndarray, seed: int = 0) -> Disentanglement:
    names = tuple(f"factor {n}" for n in range(values.shape[1]))
    return disentanglement(codes[:TRAIN], values[:TRAIN], codes[TRAIN:], values[TRAIN:], names, seed=seed)


def dci(found: Disentanglement) -> tuple[float, float, float]:
    return found.dci_disentanglement, found.dci_completeness, found.dci_informativeness


@pytest.mark.parametrize("seed", [0, 1])
def test_a_perfectly_factorised_code_scores_one_and_its_random_rotation_far_less(seed):
    # seeds 0 to 5: MIG .98 and .07 to .21, disentanglement 1.00 and .31 to .37, SAP .99 and .20 to .35
    values = factors(seed)
    codes = standardised(values)
    perfect, turned = measured(codes, values, seed), measured(codes @ rotation(6, seed), values, seed)
    assert perfect.mig == pytest.approx(1, abs=0.03)
    assert dci(perfect) == pytest.approx((1, 1, 1), abs=0.01)
    assert perfect.sap == pytest.approx(1, abs=0.02)
    assert turned.mig < 0.3
    assert max(dci(turned)[:2]) < 0.5
    assert dci(turned)[2] > 0.9  # all is still there, only not in one place
    assert turned.sap < 0.45
    assert perfect.factors == tuple(f"factor {n}" for n in range(6))


def test_the_order_sign_and_scale_of_the_dimensions_do_not_matter():
    values = factors(0)
    codes = standardised(values)
    changed = codes[:, ::-1] * np.float32([-3, 0.1, 1, -1, 20, 0.5])
    one, other = measured(codes, values), measured(np.ascontiguousarray(changed), values)
    assert other.mig == pytest.approx(one.mig, abs=0.01)
    assert dci(other) == pytest.approx(dci(one), abs=0.01)
    assert other.sap == pytest.approx(one.sap, abs=0.01)


def test_codes_without_information_score_zero():
    values = factors(0)
    zero = measured(np.zeros((len(values), 4), np.float32), values)
    assert (zero.mig, dci(zero), zero.sap) == (0, (0, 0, 0), 0)
    noise = measured(np.random.default_rng(1).normal(size=(len(values), 6)).astype(np.float32), values)
    assert max(noise.mig, *dci(noise), noise.sap) < 0.02


def test_a_duplicated_code_has_no_gap_and_is_disentangled_but_not_complete():
    values = factors(0)
    found = measured(np.tile(standardised(values), 2), values)
    assert found.mig <= 0.1
    assert found.sap <= 0.01
    assert dci(found)[0] == pytest.approx(1, abs=0.01)
    assert dci(found)[1] < 0.8


def test_one_dimension_for_two_of_ten_factors_is_1_less_ln_2_by_ln_10():
    # of each row two equal shares: entropy ln 2; every factor is held by one dimension: completeness 1
    matrix = np.hstack([np.diag(5 * np.ones(5)), np.diag(5 * np.ones(5))])
    assert one_sided(matrix) == pytest.approx(1 - np.log(2) / np.log(10))
    assert one_sided(matrix.T) == 1
    values = np.tile(factors(0, count=5, choices=0), 2)
    importance, informativeness = importances(values[:TRAIN, :5], values[:TRAIN], values[TRAIN:, :5], values[TRAIN:])
    assert one_sided(importance) == pytest.approx(0.699, abs=0.002)
    assert informativeness > 0.99


def test_rows_without_importance_have_no_weight():
    assert one_sided(np.zeros((3, 4))) == 0
    assert one_sided(np.array([[1.0, 0.0], [0.0, 0.0]])) == 1
    assert one_sided(np.array([[3.0, 0.0], [0.5, 0.5]])) == pytest.approx(3 / 4)


def test_a_second_dimension_as_informative_on_half_the_factors_halves_mig():
    values = factors(0, count=4, choices=0)[:TRAIN]
    codes = np.hstack([values, values[:, :2]])
    assert mutual_information_gap(codes, values) == pytest.approx(0.5, abs=0.03)


def test_sap_of_a_number_is_the_gap_of_squared_correlations():
    # z0 = f + noise of variance var(f) explains half of f, z1 nothing
    rng = np.random.default_rng(0)
    values = rng.normal(size=(20_000, 1)).astype(np.float32)
    codes = np.hstack([values + rng.normal(size=values.shape), rng.normal(size=values.shape)]).astype(np.float32)
    found = separated_attribute_predictability(codes, values, codes, values)
    assert found == pytest.approx(0.5, abs=0.02)


def test_choices_are_whole_numbers_from_zero_and_few():
    columns = [[0, 1, 2], [0, 0.5, 1], [-1, 0, 1], [0, 10, 20]]
    assert is_choice(np.array(columns, np.float32).T).tolist() == [True, False, False, False]


def test_a_seed_repeats():
    values = factors(0)
    codes = standardised(values) @ rotation(6, 0)
    assert measured(codes, values, 3) == measured(codes, values, 3)
    assert measured(codes, values, 3) != measured(codes, values, 4)


def test_orientation_constants_and_conditions_are_left_out():
    assert usable_factors(datasets.load("sprites", "test")) == ("shape", "scale", "x", "y")
    images, labels = np.zeros((3, 1, 4, 4), np.uint8), np.zeros(3, np.int64)
    columns = np.array([[0, 5, 1], [1, 5, 0], [2, 5, 3]], np.float32)
    toy = ImageDataset("toy", "test", images, labels, ("all",), factors=columns, factor_names=("a", "b", "c"))
    assert usable_factors(toy) == ("a", "c")
    assert usable_factors(toy, conditioned=("a",)) == ("c",)
    assert usable_factors(datasets.load("digits", "test")) == ()


def test_fewer_than_two_factors_are_refused():
    values = factors(0)
    with pytest.raises(DataError, match="two factors or more, found 1"):
        measured(standardised(values), values[:, :1])
