import pytest

from vaeviz.collapse.lab.settings import FRESH, LabSettings
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.training.objectives import make_objective


def test_what_a_page_sends_in_part_keeps_the_rest() -> None:
    moved = LabSettings(beta=3).moved({"sigma": 0, "ramp": 100, "schedule": "warm-up"})
    assert (moved.beta, moved.sigma, moved.ramp, moved.schedule) == (3, 0, 100, "warm-up")
    assert moved.moved({}) == moved


@pytest.mark.parametrize("wanted", [{"latent": 4}, {"decoder": "conv"}, {"seed": 1}, {"batch_size": 32}])
def test_what_needs_a_fresh_run_cannot_move(wanted: dict[str, object]) -> None:
    assert set(wanted) <= set(FRESH)
    with pytest.raises(ConfigError, match="fresh run"):
        LabSettings().moved(wanted)
    same = {name: getattr(LabSettings(), name) for name in wanted}
    assert LabSettings().moved(same) == LabSettings()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"beta": -1}, "0 to 1000"),
        ({"beta": float("nan")}, "0 to 1000"),
        ({"beta": "1"}, "must be float"),
        ({"bata": 1}, "Did you mean 'beta'"),
        ({"sigma": 1e-9}, "or 0: optimal sigma"),
        ({"latent": 33}, "1 to 32"),
        ({"schedule": "linear"}, "cyclical"),
        ({"decoder": "gru"}, "autoregressive"),
        ({"free_bits": 0.5, "capacity": 5}, "set one to 0"),
        ({"seed": 2**31}, "2\\^31"),
    ],
)
def test_what_is_not_allowed_is_refused(wanted: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        LabSettings.from_json(wanted)


@pytest.mark.parametrize("decoder", ["mlp", "conv", "linear"])
@pytest.mark.parametrize("sigma", [0.0, 0.25])
def test_every_combination_of_settings_is_a_model_and_an_objective(decoder: str, sigma: float) -> None:
    settings = LabSettings.from_json({"decoder": decoder, "sigma": sigma, "schedule": "cyclical", "free_bits": 0.1})
    model = build(settings.model_config())
    assert model.config.sigma == (sigma or None)
    make_objective(settings.train_config())
