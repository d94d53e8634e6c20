import pytest

import vaeviz


def test_models_lists_headers_by_name(plain, conditional, folder):
    found = vaeviz.models()
    assert list(found) == ["conditional", "plain"]
    assert found["plain"].model.latent_dim == 3
    assert vaeviz.models(folder) == found


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(vaeviz.VaevizError, match="is not a folder"):
        vaeviz.models(tmp_path / "nothing")


def test_a_model_opens_by_name_by_folder_and_by_file(plain, folder):
    for way in ("plain", folder / "plain", str(folder / "plain" / "model.safetensors")):
        assert vaeviz.load(way).digest == plain.digest


def test_an_unknown_name_names_the_nearest(plain):
    with pytest.raises(vaeviz.VaevizError, match="Did you mean 'plain'"):
        vaeviz.load("plian")


def test_save_takes_along_what_lies_beside_the_model(plain, tmp_path):
    copy = vaeviz.load(vaeviz.save(plain, tmp_path / "away" / "copy"))
    assert copy.digest == plain.digest
    assert vaeviz.diagnose(copy).active.tolist() == [False, True, True]


def test_save_replaces_nothing(plain, folder):
    with pytest.raises(vaeviz.VaevizError, match="is not empty"):
        vaeviz.save(plain, folder / "plain")
