import numpy as np
import pytest

import vaeviz

QUICK = {"latent_dim": 2, "epochs": 2, "family": "mlp", "hidden": 16}


def test_a_model_is_trained_opened_and_saved(tmp_path):
    seen = []
    model = vaeviz.fit("digits", progress=lambda stage, done, total: seen.append((stage, done, total)), **QUICK)
    assert model.header.name == "digits-z2"
    assert model.header.train.epochs == 2
    assert seen[-1] == ("Training", seen[-1][2], seen[-1][2])
    kept = vaeviz.save(model, tmp_path / "kept")
    assert vaeviz.load(kept).digest == model.digest
    assert vaeviz.plot.training_history(vaeviz.load(kept)).data


def test_the_same_seed_gives_the_same_bits(tmp_path):
    one, two = (vaeviz.fit("digits", out=tmp_path / name, seed=3, **QUICK) for name in ("a", "b"))
    z = np.zeros((1, 2))
    assert np.array_equal(vaeviz.decode(one, z), vaeviz.decode(two, z))


def test_a_conditional_model_needs_one_word(tmp_path):
    model = vaeviz.fit("digits", condition="class", out=tmp_path / "conditional", **QUICK)
    assert model.model.condition.size == 10


def test_an_unknown_setting_names_the_nearest():
    with pytest.raises(vaeviz.VaevizError, match="Did you mean 'epochs'"):
        vaeviz.fit("digits", epoch=3)


def test_a_finished_model_is_not_replaced(tmp_path):
    vaeviz.fit("digits", out=tmp_path / "once", **QUICK)
    with pytest.raises(vaeviz.VaevizError, match="holds a finished model"):
        vaeviz.fit("digits", out=tmp_path / "once", **QUICK)
