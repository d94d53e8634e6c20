"""Codes to a file and back."""

import json

import numpy as np
import pytest
from safetensors.numpy import save as save_arrays
from toys import DIGEST, checkpoint

from vaeviz import data as datasets
from vaeviz.config import Condition
from vaeviz.data.dataset import choose_rows
from vaeviz.errors import CheckpointError
from vaeviz.files.codes import CODES_FILE, DataDistortion, read_codes, write_codes
from vaeviz.files.places import shipped
from vaeviz.files.tensors import HEADER_KEY
from vaeviz.latents.embed import embed
from vaeviz.latents.encode import encode_dataset

DIGITS = datasets.load("digits", "test")


def test_codes_and_maps_come_back_from_the_file(tmp_path):
    condition = Condition(kind="class", names=DIGITS.class_names)
    codes = encode_dataset(checkpoint(condition), DIGITS)
    maps = {"pca": embed(codes, "pca", seed=3), "axes": embed(codes, "axes", x=2, y=0)}
    write_codes(tmp_path, codes, maps)
    back = read_codes(tmp_path, DIGEST)
    np.testing.assert_allclose(back.codes.mu, codes.mu, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(back.codes.logvar, codes.logvar, rtol=1e-3, atol=1e-6)
    np.testing.assert_array_equal(back.codes.labels, codes.labels)
    np.testing.assert_array_equal(back.codes.condition, codes.condition)
    assert back.codes.mu.dtype == back.codes.logvar.dtype == np.float32
    assert list(back.maps) == ["pca", "axes"]
    for method, made in maps.items():
        found = back.maps[method]
        np.testing.assert_array_equal(found.points, made.points)
        assert (found.method, found.seed, dict(found.params)) == (made.method, made.seed, dict(made.params))
        assert found.trustworthiness == pytest.approx(made.trustworthiness)
    np.testing.assert_array_equal(back.maps["pca"].basis, maps["pca"].basis)
    assert back.maps["axes"].basis is None


def test_the_file_names_the_images_of_its_codes(tmp_path):
    write_codes(tmp_path, encode_dataset(checkpoint(), DIGITS), {})
    whole = read_codes(tmp_path, DIGEST).codes
    assert (whole.dataset, whole.split, whole.rows) == (DIGITS.name, DIGITS.split, None)
    some = encode_dataset(checkpoint(), DIGITS, limit=50)
    write_codes(tmp_path, some, {})
    rows = read_codes(tmp_path, DIGEST).codes.rows
    np.testing.assert_array_equal(rows, choose_rows(len(DIGITS), 50, 0))
    np.testing.assert_array_equal(some.labels, DIGITS.labels[rows])


def test_the_file_says_how_well_the_model_explains_its_data(tmp_path):
    codes = encode_dataset(checkpoint(), DIGITS, limit=20)
    found = DataDistortion(typical=75.0, limit=150.0)
    assert found.far == 225
    write_codes(tmp_path, codes, {}, found)
    assert read_codes(tmp_path, DIGEST).distortion == found
    write_codes(tmp_path, codes, {})  # as older versions did
    assert read_codes(tmp_path, DIGEST).distortion is None


def test_the_file_keeps_numbers_in_half_precision(tmp_path):
    codes = encode_dataset(checkpoint(), DIGITS)
    write_codes(tmp_path, codes, {})
    per_picture = (tmp_path / CODES_FILE).stat().st_size / len(codes)
    assert per_picture < 2 * 3 * 2 + 2 + 2  # mu and logvar, label, share of the header


def test_codes_of_another_model_are_refused(tmp_path):
    write_codes(tmp_path, encode_dataset(checkpoint(), DIGITS), {})
    with pytest.raises(CheckpointError, match=f"codes of model {DIGEST}, but the model in its folder is ffff"):
        read_codes(tmp_path, "f" * 32)


def test_missing_truncated_and_foreign_files_are_refused(tmp_path):
    with pytest.raises(CheckpointError, match="cannot be opened"):
        read_codes(tmp_path, DIGEST)
    write_codes(tmp_path, encode_dataset(checkpoint(), DIGITS), {})
    path = tmp_path / CODES_FILE
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_codes(tmp_path, DIGEST)
    path.write_bytes(save_arrays({"mu": np.zeros((2, 2), np.float16)}))
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_codes(tmp_path, DIGEST)


def test_a_file_that_is_replaced_while_it_is_read_is_the_old_one_whole(tmp_path, monkeypatch):
    codes = encode_dataset(checkpoint(), DIGITS)
    write_codes(tmp_path, codes, {})
    old = (tmp_path / CODES_FILE).read_bytes()
    write_codes(tmp_path, codes, {"pca": embed(codes, "pca")})
    monkeypatch.setattr("vaeviz.files.regular.read_bytes", lambda path, most: old)
    assert read_codes(tmp_path, DIGEST).maps == {}


def header_of(**changes):
    umap = {"method": "umap", "params": {"neighbours": 15}, "seed": 0, "trustworthiness": 0.9}
    return {"checkpoint": DIGEST, "dataset": "digits", "split": "test", "maps": [umap], "format": 1} | changes


@pytest.mark.parametrize(
    ("header", "arrays", "message"),
    [
        ([], {}, "must be an object"),
        (header_of(maps=[{"method": "umap"}]), {}, "missing"),
        (header_of(maps={"umap": {}}), {}, "maps must be a list"),
        (header_of(format=9), {}, "format 9; this version reads up to 1"),
        (header_of(surprise=1), {}, "Unknown CodesHeader key 'surprise'"),
        (header_of(), {"map.umap": np.zeros((3, 2), np.float32)}, r"map.umap has shape \(3, 2\)"),
        (header_of(), {"labels": np.zeros(3, np.uint16)}, r"labels has shape \(3,\)"),
        (header_of(), {"logvar": np.zeros((2, 1), np.float16)}, r"needs \(2, 2\)"),
        (header_of(), {"mu": np.zeros(4, np.float16)}, "its codes have 0 dimensions"),
        (header_of(), {"mu": np.full((2, 2), np.nan, np.float16)}, "not finite"),
        (header_of(), {"map.umap": np.full((2, 2), np.inf, np.float32)}, "map.umap holds numbers that are not finite"),
        (
            header_of(),
            {"basis.umap": np.zeros((2, 3), np.float32), "centre.umap": np.zeros(2, np.float32)},
            r"basis.umap has shape \(2, 3\)",
        ),
    ],
)
def test_headers_and_arrays_that_do_not_belong_together_are_refused(tmp_path, header, arrays, message):
    whole = {
        "mu": np.zeros((2, 2), np.float16),
        "logvar": np.zeros((2, 2), np.float16),
        "labels": np.zeros(2, np.uint16),
        "map.umap": np.zeros((2, 2), np.float32),
    }
    content = save_arrays(whole | arrays, metadata={HEADER_KEY: json.dumps(header)})
    (tmp_path / CODES_FILE).write_bytes(content)
    with pytest.raises(CheckpointError, match=f"codes.safetensors cannot be read .*{message}"):
        read_codes(tmp_path, DIGEST)


def test_an_array_that_the_header_promises_must_be_there(tmp_path):
    content = save_arrays({"mu": np.zeros((2, 2), np.float16)}, metadata={HEADER_KEY: json.dumps(header_of())})
    (tmp_path / CODES_FILE).write_bytes(content)
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_codes(tmp_path, DIGEST)


def test_shipped_codes_belong_to_the_shipped_models():
    from vaeviz.files.checkpoint import load

    found = [folder for folder in shipped().values() if (folder / CODES_FILE).exists()]
    for folder in found:
        opened = load(folder)
        stored = read_codes(folder, opened.digest)
        assert stored.codes.latent_dim == opened.model.latent_dim
        assert all(len(made.points) == len(stored.codes) for made in stored.maps.values())
    if not found:
        pytest.skip("no shipped model has codes yet")
