import math

import numpy as np
import pytest

from vaeviz.collapse.experiments import Experiment, begin
from vaeviz.collapse.toy.experiment import payload
from vaeviz.collapse.toy.file import FILE, read_toy, write_toy
from vaeviz.collapse.toy.recipes import DECODERS, REMEDIES, recipes
from vaeviz.collapse.toy.runs import MEASURED
from vaeviz.collapse.toy.settings import ToySettings
from vaeviz.collapse.toy.source import entropy
from vaeviz.errors import CheckpointError, ConfigError

SHIPPED = read_toy()
NEAR = 0.03  # nats: what SCIENCE's rows call the same likelihood


def rows(run: str) -> list:
    return [row for row in SHIPPED.header.rows if row.run == run]


def test_there_are_three_seeds_of_every_run():
    assert len(SHIPPED.header.seeds) >= 3
    assert set(SHIPPED.header.runs) == set(recipes())
    assert all(len(rows(run)) == len(SHIPPED.header.seeds) for run in recipes())


def test_entropy_is_the_datas():
    assert SHIPPED.header.entropy == pytest.approx(entropy(), abs=1e-9)


@pytest.mark.parametrize("run", recipes())
def test_every_run_has_the_same_likelihood(run):
    assert all(-1e-5 <= row.lost < NEAR for row in rows(run))


def test_the_factorised_decoders_bound_is_near_the_entropy():
    assert all(-row.elbo < entropy() + NEAR and row.active == 1 for row in rows("factorised"))


def test_three_decoders_have_three_rates():
    for one, two, three in zip(*(rows(run) for run in DECODERS), strict=True):
        assert one.rate > two.rate + 0.1 > three.rate + 0.2


def test_the_decoder_that_was_trained_first_collapses_and_loses_nothing():
    assert all(row.rate < 0.01 and row.active == 0 and row.lost < NEAR for row in rows("pretrained"))


@pytest.mark.parametrize("run", ["warm-up", "cyclical", "free-bits", "dropout"])
def test_these_remedies_restore_the_rate(run):
    assert all(row.rate > 0.9 and row.true_variance > 0.5 for row in rows(run))


def test_batch_norm_keeps_its_bound():
    gamma = REMEDIES["batch-norm"].gamma
    assert all(row.rate >= gamma**2 / 2 for row in rows("batch-norm"))


def test_lagging_inference_does_not_rescue_where_the_decoder_is_perfect_already():
    assert all(row.rate < 0.05 for row in rows("lagging"))


def test_what_is_written_is_read_again_and_damage_is_an_error(tmp_path):
    write_toy(tmp_path, SHIPPED)
    again = read_toy(tmp_path)
    assert again.header == SHIPPED.header
    assert all(np.array_equal(again.arrays[name], array) for name, array in SHIPPED.arrays.items())
    (tmp_path / FILE).write_bytes(b"none")
    with pytest.raises(CheckpointError, match="collapse toy"):
        read_toy(tmp_path)


def test_every_trail_ends_with_the_figures_of_its_end():
    for row, trail in zip(SHIPPED.header.rows, np.concatenate(SHIPPED.arrays["trail"]), strict=True):
        assert trail[-1, 0] == recipes()[row.run].steps
        assert trail[-1, 1:4].tolist() == pytest.approx([row.nll, row.rate, row.elbo], abs=1e-5)
        assert (np.diff(trail[:, 0]) > 0).all()


def test_the_file_is_small():
    assert sum(array.nbytes for array in SHIPPED.arrays.values()) < 200_000


def test_the_payload_has_every_run_and_no_weights():
    header, arrays = payload()
    assert [*header["decoders"], *header["remedies"]] == list(header["runs"]) == list(recipes())
    assert not [name for name in arrays if name.startswith("weights")]
    assert arrays["mu"].shape[2] == len(arrays["tosses"])
    heads = arrays["tosses"].sum(1)
    assert (np.diff(heads.astype(int)) >= 0).all()


def test_a_run_is_the_same_at_any_pace():
    one, two = (begin("toy", {"decoder": "factorised"}) for _ in range(2))
    assert isinstance(one, Experiment)
    one.advance(math.inf, 8)
    for _ in range(4):
        two.advance(math.inf, 2)
    (head, arrays), (other, others) = one.frame(), two.frame()
    assert head == other
    assert head["step"] == 8
    assert all(np.array_equal(arrays[name], others[name]) for name in arrays)


def test_the_figures_are_those_of_the_last_measured_step():
    toy = begin("toy", {"remedy": "warm-up"})
    head, arrays = toy.frame()
    assert (head["step"], head["measured"]) == (0, 0)
    first = round(head["total"] / MEASURED**1.5)
    toy.advance(math.inf, first + 1)
    head, arrays = toy.frame()
    assert (head["step"], head["measured"]) == (first + 1, first)
    assert arrays["trail"].shape == (2, 4 + 2 * len(arrays["q_mu"]))
    assert arrays["trail"][:, 0].tolist() == [0, first]
    assert head["lost"] == pytest.approx(head["nll"] - entropy())


def test_a_remedy_begins_with_the_shipped_collapsed_model():
    for row in rows("pretrained"):
        head, _ = begin("toy", {"remedy": "warm-up", "seed": row.seed}).frame()
        assert head["rate"] == pytest.approx(row.rate, abs=1e-5)
        assert head["nll"] == pytest.approx(row.nll, abs=1e-5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"decoder": "none"}, "factorised"),
        ({"remedy": "warmup"}, "warm-up"),
        ({"decoder": "factorised", "remedy": "warm-up"}, "decoder pretrained"),
        ({"seed": 77}, "shipped"),
        ({"sed": 1}, "seed"),
    ],
)
def test_settings_that_are_not_allowed_are_refused(settings, words):
    with pytest.raises(ConfigError, match=words):
        begin("toy", settings)


def test_settings_are_fixed_during_a_run():
    toy = begin("toy", {"decoder": "factorised"})
    with pytest.raises(ConfigError, match="another"):
        toy.move({"seed": 1})
    with pytest.raises(ConfigError, match="nothing to choose"):
        toy.look({"dim": 3})


def test_settings_name_their_run():
    assert ToySettings().run == "pretrained"
    assert ToySettings(remedy="dropout").run == "dropout"


@pytest.mark.slow
@pytest.mark.parametrize(("run", "least", "most"), [("free-bits", 0.9, 1.5), ("as-before", 0, 0.05)])
def test_a_run_trained_here_ends_as_the_shipped_ones_do(run, least, most):
    toy = begin("toy", {"remedy": run})
    while not toy.finished:
        toy.advance(math.inf, 500)
    head, _ = toy.frame()
    assert least < head["rate"] < most
    assert head["lost"] < NEAR
