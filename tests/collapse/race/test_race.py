import itertools
from typing import Any

import numpy as np
import pytest
import torch

from vaeviz.collapse.experiments import begin
from vaeviz.collapse.lab.held_out import measure_held_out, split
from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.race.race import Race
from vaeviz.collapse.race.remedies import CHANGES, SCENES, scene_of
from vaeviz.collapse.race.seed_group import FIGURES, SeedGroup, information
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.training.fit import fit

QUICK: dict[str, Any] = {"latent": 3, "batch_size": 128}
DUEL: dict[str, Any] = {"a": QUICK, "b": {**QUICK, "beta": 4}, "seeds": 2, "seed": 5, "steps": 40}


def test_every_group_and_seed_is_the_run_of_its_settings():
    race = Race(DUEL)
    race.advance(60, 12)
    assert race.seeds == (5, 6)
    for name, beta in (("a", 1.0), ("b", 4.0)):
        for seed, run in zip(race.seeds, race.groups[name].runs, strict=True):
            settings = LabSettings(**QUICK, beta=beta, seed=seed)
            torch.manual_seed(seed)
            alone = build(settings.model_config())
            list(itertools.islice(fit(alone, split("train"), settings.train_config()), 12))
            assert all(torch.equal(*pair) for pair in zip(run.model.parameters(), alone.parameters(), strict=True))


def test_a_frame_has_the_curves_of_both_from_the_first_step_on():
    race = begin("race", DUEL)
    assert race.frame()[0]["groups"][0]["information"] is None
    race.advance(60)
    assert race.finished
    head, arrays = race.frame()
    assert (head["step"], head["measured"], head["seeds"]) == (40, 40, [5, 6])
    assert arrays["points"].tolist() == list(range(41))
    assert [group["name"] for group in head["groups"]] == ["a", "b"]
    for group in head["groups"]:
        models = [run.model for run in race.groups[group["name"]].runs]
        assert group["information"] == [information(model) for model in models]
    for name in ("a", "b"):
        curves = dict(zip(head["figures"], arrays[f"{name}.curves"], strict=True))
        assert curves["elbo"].shape == (2, 41)
        np.testing.assert_allclose(curves["elbo"], -(curves["rate"] + curves["distortion"]), rtol=1e-4)
        np.testing.assert_allclose(curves["rate"][:, -1], arrays[f"{name}.rate_per_dim"].sum(1), rtol=1e-5)
        active = (arrays[f"{name}.mu_variance"] > head["active_threshold"]).sum(1)
        np.testing.assert_array_equal(curves["active"][:, -1], active)
    assert (arrays["a.curves"][:, :, 0] == arrays["b.curves"][:, :, 0]).all()  # the same first weights


def test_the_requested_step_is_measured_and_a_finished_race_stands_still():
    race = Race(DUEL | {"steps": 1000})
    race.advance(60, 3)
    head, arrays = race.frame()
    assert (head["step"], head["measured"], arrays["points"].tolist()) == (3, 3, [0, 3])
    race.move({"steps": 4})
    race.advance(60)
    race.advance(60)
    assert (race.step, race.finished) == (4, True)
    race.move({"steps": 6})
    race.advance(60)
    assert race.step == 6


def test_a_shortened_race_ends_at_a_measured_step_with_its_mutual_information():
    race = Race(DUEL | {"steps": 900})
    race.advance(60, 3)
    race.advance(0.0)
    race.move({"steps": 2})
    head, arrays = race.frame()
    assert (race.finished, head["step"], head["steps"], arrays["points"].tolist()) == (True, 4, 4, [0, 3, 4])
    assert all(group["information"] is not None for group in head["groups"])


def test_training_stops_when_its_time_is_used_up():
    race = Race(DUEL | {"steps": 20_000})
    race.advance(0.0)
    assert race.step == 1


def test_a_group_changes_during_a_race_unless_the_change_is_refused():
    race = Race(DUEL)
    race.advance(60, 5)
    race.move({"b": {"beta": 9}})
    assert race.groups["b"].settings.beta == 9
    for refused, words in (
        ({"a": {"beta": 2}, "b": {"latent": 4}}, "fresh run"),
        ({"seeds": 4}, "cannot change"),
        ({"steps": 10**6}, "1 to 20000"),
        ({"a": {"betta": 4}}, "Did you mean 'beta'"),
        ({"a": {"beta": 10**400}}, "Write a smaller one"),
        ({"a": 3}, "must be an object; found int"),
    ):
        with pytest.raises(ConfigError, match=words):
            race.move(refused)
    assert race.groups["a"].settings.beta == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seeds": 9}, "seeds is 9"),
        ({"steps": 0}, "steps is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"b": {"latent": 99}}, "latent is 99"),
        ({"e": {}}, "RaceSettings key"),
    ],
)
def test_settings_that_are_not_allowed_are_refused(change, words):
    with pytest.raises(ConfigError, match=words):
        Race(DUEL | change)


def test_four_may_run():
    race = Race({**dict.fromkeys("abcd", QUICK), "seeds": 1, "steps": 1})
    race.advance(60)
    assert set(race.groups) == set("abcd")


def test_a_race_has_nothing_to_choose():
    with pytest.raises(ConfigError, match="nothing to choose"):
        Race(DUEL).look({"dim": 1})


def test_information_sees_through_a_rate_that_is_the_same_for_every_image():
    """A posterior held off the prior pays its floor from the start; nothing of it is about the image."""
    floor = LabSettings(latent=4, posterior="delta", floor=0.5)
    model = build(floor.model_config())
    for weight in model.encoder.parameters():
        weight.data.zero_()
    assert measure_held_out(model, split("test")).figures()["rate"] == pytest.approx(2, abs=1e-3)
    assert information(model) == pytest.approx(0, abs=1e-3)


def test_information_is_at_most_the_rate_and_the_log_of_the_images():
    group = SeedGroup(LabSettings(latent=4, sigma=0.1, batch_size=128), (0,))
    for _ in range(150):
        group.train()
    group.measure()
    found = information(group.runs[0].model)
    assert 2 < found < min(np.log(360), group.held[0].figures()["rate"]) + 0.05


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.key)
def test_each_remedy_is_one_change_of_the_baseline_that_a_race_takes(scene):
    keys = [remedy.key for remedy in scene.remedies]
    assert keys == ["baseline", *(key for key in CHANGES if key in keys)]
    assert scene.rival in keys[1:]
    for remedy in scene.remedies[1:]:
        assert remedy.settings != scene.baseline
        Race({"a": scene.baseline.to_json(), "b": remedy.settings.to_json(), "seeds": 1, "steps": 1})


@pytest.mark.parametrize(("key", "nats"), [("strong", 2), ("hasty", 4)])
def test_the_floors_of_a_table_put_the_same_rate_under_all_dimensions(key, nats):
    scene = scene_of(key)
    by_key = {remedy.key: remedy.settings for remedy in scene.remedies}
    latent = scene.baseline.latent
    assert latent * by_key["free-bits"].free_bits == latent * by_key["delta"].floor == nats
    assert latent * by_key["batch-norm"].floor ** 2 / 2 == pytest.approx(nats, abs=0.1)


def test_the_descriptions_have_the_numbers_of_the_settings():
    for scene in SCENES:
        by_key = {remedy.key: remedy for remedy in scene.remedies}
        for key, name in (
            ("free-bits", "free_bits"),
            ("capacity", "capacity"),
            ("delta", "floor"),
            ("batch-norm", "floor"),
        ):
            assert f" {getattr(by_key[key].settings, name):g}" in by_key[key].says
        assert f" {by_key['lagging'].settings.inner_steps} steps" in by_key["lagging"].says


def test_figures_come_in_the_order_of_their_names():
    assert FIGURES == ("rate", "distortion", "elbo", "active", "active_kl")
