from functools import partial

import pytest

from vaeviz.files.places import shipped
from vaeviz.server.pages.choices import choose


@pytest.fixture
def write(write_model):
    """Write a model into the folder by name: class-conditional or not, trained on a data set."""
    return partial(write_model, dataset="toys")


@pytest.fixture
def compared(write):
    write("plain", conditional=False)
    write("cond", conditional=True)


def compare():
    return choose("compare", shipped())


def test_models_of_other_data_or_conditioned_otherwise_have_no_partner(compared, write):
    write("other", conditional=False, dataset="cars")
    write("plain2", conditional=False)
    write("cond2", conditional=True)
    choice = compare()
    assert choice.more is not None
    assert choice.more["partners"] == {"plain": ["cond", "cond2"], "plain2": ["cond", "cond2"]}
    assert choice.offered == ("cond", "cond2", "plain", "plain2")


def test_classes_of_other_names_are_other_data(compared, write):
    write("alien", conditional=False, names=("x", "y", "z"))
    assert "alien" not in compare().offered


@pytest.mark.parametrize(
    ("name", "settings", "reason"),
    [
        ("alone", {"conditional": False, "dataset": "cars"}, "no class-conditional model of its data set"),
        ("single", {"conditional": True, "dataset": "cars"}, "no unconditional model of its data set"),
    ],
)
def test_a_model_that_is_not_offered_has_a_reason(compared, write, name, settings, reason):
    write(name, **settings)
    assert reason in compare().refused[name]


def test_damaged_files_are_named_and_leave_the_rest(compared, broken):
    choice = compare()
    assert choice.offered == ("cond", "plain")
    assert list(choice.damaged) == broken
    assert set(choice.refused) == set(broken)


def test_the_first_choice_is_shown_first(write):
    write("alpha", conditional=False)
    assert choose("explore", shipped()).first == "alpha"
    write("mnist-vae-z16", conditional=False)
    assert choose("explore", shipped()).first == "mnist-vae-z16"
