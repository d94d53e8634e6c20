"""The models that travel with the project: whole, small, and as good as the README says."""

from itertools import pairwise

import pytest

from vaeviz.files.checkpoint import load
from vaeviz.files.codes import read_codes
from vaeviz.files.places import shipped
from vaeviz.metrics.evaluation import read_evaluation
from vaeviz.training.history import read_history

SHIPPED = shipped()
NAMES = [
    "avatars-beta-vae",
    "avatars-cvae",
    "digits-cvae-z4",
    "mnist-cvae-prior-z8",
    "mnist-cvae-z8",
    "mnist-vae-z16",
    "mnist-vae-z2",
    "mnist-vae-z32",
    "mnist-vae-z8",
    "sprites-beta-vae-z10",
]


def figures(name):
    return read_evaluation(SHIPPED[name])


def test_all_are_there():
    assert list(SHIPPED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_is_whole_and_its_parts_belong_together(name):
    folder = SHIPPED[name]
    checkpoint = load(folder)
    stored, history = read_codes(folder, checkpoint.digest), read_history(folder)
    assert figures(name).digest == checkpoint.digest
    assert {"umap", "pca", "t-sne"} <= set(stored.maps)
    assert stored.codes.split == "test"
    assert stored.distortion is not None
    assert history.rate_per_dim.shape == (len(history.step), checkpoint.model.latent_dim)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 7e6


@pytest.mark.parametrize("name", NAMES)
def test_the_header_has_command_and_hardware(name):
    header = load(SHIPPED[name]).header
    assert header.name == name
    assert header.command.startswith(f"python -m vaeviz train {header.train.dataset} ")
    assert header.command.endswith(f"--out checkpoints/{name}")
    assert header.hardware


@pytest.mark.parametrize(("name", "least"), [("mnist-vae-z16", -89.5), ("mnist-vae-z2", -142.0)])
def test_bounds_on_binarised_mnist(name, least):
    found = figures(name)
    assert found.binarised
    assert found.images == 10_000
    assert found.elbo >= least
    assert found.iwae > found.iwae_elbo


def test_of_32_dimensions_some_are_active_and_the_rest_collapsed_with_a_gap_between():
    found = figures("mnist-vae-z32")
    rates = sorted(found.rate_per_dim, reverse=True)
    assert 17 <= found.active_units <= 22
    assert max(a / max(b, 1e-9) for a, b in pairwise(rates)) > 100
    assert not any(0.02 < rate < 0.2 for rate in rates)


@pytest.mark.parametrize("name", ["mnist-cvae-z8", "mnist-cvae-prior-z8", "digits-cvae-z4"])
def test_the_class_that_is_asked_for_is_the_class_that_is_drawn(name):
    found = figures(name)
    assert found.judge_accuracy >= 0.99
    assert found.conditional_accuracy >= 0.97


def test_with_the_label_given_z_stops_coding_the_class():
    alone, conditional = figures("mnist-vae-z8"), figures("mnist-cvae-z8")  # one recipe
    assert alone.probe_accuracy > 0.9
    assert conditional.probe_accuracy < conditional.probe_chance + 0.03
    assert conditional.rate < alone.rate
    assert conditional.elbo > alone.elbo + 2.30
