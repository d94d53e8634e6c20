import json
import struct
from dataclasses import replace
from inspect import unwrap

import numpy as np
import pytest

from vaeviz.codes import Embedding, LatentCodes
from vaeviz.config import Attribute
from vaeviz.files.codes import StoredCodes
from vaeviz.server.http.packing import join, pack


def stored(n: int = 3, d: int = 2) -> StoredCodes:
    rng = np.random.default_rng(0)
    codes = LatentCodes(
        mu=rng.normal(size=(n, d)).astype(np.float32),
        logvar=rng.normal(size=(n, d)).astype(np.float32),
        labels=np.arange(n),
        condition=None,
        checkpoint="d" * 32,
    )
    points = rng.normal(size=(n, 2)).astype(np.float32)
    basis, centre = np.eye(2, d, dtype=np.float32), np.ones(d, np.float32)
    return StoredCodes(
        codes,
        {
            "umap": Embedding(points, "umap", {"n_neighbors": 15, "metric": "e\u0301"}, 3, 0.97),
            "pca": Embedding(points * 2, "pca", {}, 0, None, basis, centre),
        },
    )


def unpack(body: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    (length,) = struct.unpack_from("<I", body)
    header = json.loads(body[4 : 4 + length])
    arrays = {}
    for entry in header["arrays"]:
        offset = 4 + length + entry["offset"]
        assert offset % 4 == 0
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        count = int(np.prod(entry["shape"]))
        arrays[entry["name"]] = np.frombuffer(body, dtype, count, offset).reshape(entry["shape"])
    return header, arrays


def test_the_indices_of_the_images_are_packed():
    given = stored(3)
    some = replace(given.codes, dataset="mnist", split="test", rows=np.array([4, 70_000, 9]))
    header, arrays = unpack(pack(replace(given, codes=some)))
    assert (header["dataset"], header["split"]) == ("mnist", "test")
    assert arrays["rows"].tolist() == [4, 70_000, 9]
    assert "rows" not in unpack(pack(given))[1]


ATTRIBUTES = (
    Attribute(name="mouth", ends=("down", "up")),
    Attribute(name="hair", values=("none", "bob", "long")),
)


def test_the_condition_is_packed_as_one_number_per_attribute() -> None:
    given = stored(3)
    c = np.array([[-1, 0, 0, 1], [0.25, 1, 0, 0], [1, 0, 1, 0]], np.float32)
    conditional = replace(given, codes=replace(given.codes, condition=c))
    header, arrays = unpack(pack(conditional, attributes=ATTRIBUTES))
    assert header["conditions"] == [1, 3]
    assert arrays["conditions"].dtype == np.float16
    assert arrays["conditions"].tolist() == [[-1, 2], [0.25, 0], [1, 1]]
    assert pack(conditional) == pack(given)  # a class is its label
    assert pack(given, attributes=ATTRIBUTES) == pack(given)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_everything_comes_back(n: int) -> None:
    given = stored(n)
    header, arrays = unpack(pack(given))
    np.testing.assert_array_equal(arrays["mu"], given.codes.mu)
    np.testing.assert_array_equal(arrays["logvar"], given.codes.logvar)
    np.testing.assert_array_equal(arrays["labels"], given.codes.labels)
    np.testing.assert_array_equal(arrays["map.umap"], given.maps["umap"].points)
    np.testing.assert_array_equal(arrays["map.pca"], given.maps["pca"].points)
    np.testing.assert_array_equal(arrays["basis"], np.eye(2))
    np.testing.assert_array_equal(arrays["centre"], [1, 1])
    assert (header["n"], header["latent"], header["labels"]) == (n, 2, True)
    assert header["maps"] == ["umap", "pca"]
    assert header["maps_info"]["pca"] == {"seed": 0, "trustworthiness": None, "params": {}}
    assert header["maps_info"]["umap"]["params"]["metric"] == "e\u0301"


def test_nothing_follows_the_arrays() -> None:
    body = pack(stored(3))
    (length,) = struct.unpack_from("<I", body)
    numbers = 3 * 2 * 2 + 3 * 2 * 2 + 2 * 2 + 2  # of single precision: random ones fit in no less
    assert len(body) == 4 + length + 4 * numbers + 8  # the labels: 6 bytes and 2 of padding


def test_codes_that_fit_in_half_precision_are_sent_in_it() -> None:
    given = stored(5)
    halves = replace(given.codes, mu=given.codes.mu.astype(np.float16).astype(np.float32))
    header, arrays = unpack(pack(replace(given, codes=halves)))
    assert (arrays["mu"].dtype, arrays["logvar"].dtype) == (np.float16, np.float32)
    np.testing.assert_array_equal(arrays["mu"].astype(np.float32), halves.mu)
    huge = replace(given.codes, mu=np.full_like(given.codes.mu, 1e6))
    assert unpack(pack(replace(given, codes=huge)))[1]["mu"].dtype == np.float32
    assert header["originals"] is False
    assert unpack(pack(given, originals=True))[0]["originals"] is True


def test_bytes_go_as_they_are() -> None:
    pixels = np.arange(5, dtype=np.uint8)
    header, arrays = unpack(join({"n": 5}, {"pixels": pixels, "after": np.ones(2, np.float32)}))
    assert [entry["dtype"] for entry in header["arrays"]] == ["uint8", "float32"]
    np.testing.assert_array_equal(arrays["pixels"], pixels)
    np.testing.assert_array_equal(arrays["after"], [1, 1])


def test_a_dtype_that_a_page_cannot_read_is_named() -> None:
    with pytest.raises(TypeError, match="array rate has dtype float64; allowed: float16"):
        unwrap(join)({}, {"rate": np.zeros(2)})  # as it is where nothing checks types
