import gzip
import hashlib
import logging
import struct
from dataclasses import replace

import numpy as np
import pytest

from vaeviz.data.idx_sets import FASHION_MNIST, IDX_SETS, KMNIST, MNIST
from vaeviz.errors import DataError
from vaeviz.files import data_folders

COUNTS = {"train": 30, "t10k": 20}
REAL_MNIST = data_folders.user_folder("mnist")  # before the tests hide it
rng = np.random.default_rng(0)


def idx_bytes(array):
    return bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def small_files():
    """Four small files of the family's form: name -> (packed file, array)."""
    made = {}
    for stem, n in COUNTS.items():
        images = rng.integers(0, 256, (n, 28, 28), np.uint8)
        labels = (np.arange(n) % 10).astype(np.uint8)
        for name, array in ((f"{stem}-images-idx3-ubyte.gz", images), (f"{stem}-labels-idx1-ubyte.gz", labels)):
            made[name] = (gzip.compress(idx_bytes(array)), array)
    return made


@pytest.fixture
def made():
    return small_files()


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.delenv(data_folders.VARIABLE, raising=False)
    monkeypatch.setattr(data_folders, "user_cache_path", lambda *args, **kwargs: tmp_path / "cache")
    return tmp_path


def published(idx_set, made, *mirrors):
    """Return the set as if ``made`` were its published files."""
    sha256 = {
        name: hashlib.sha256(packed if idx_set.sha256_of == "file" else gzip.decompress(packed)).hexdigest()
        for name, (packed, _) in made.items()
    }
    return replace(idx_set, sha256=sha256, mirrors=mirrors)


def write(folder, made, unpacked=False):
    folder.mkdir(parents=True)
    for name, (packed, _) in made.items():
        if unpacked:
            (folder / name.removesuffix(".gz")).write_bytes(gzip.decompress(packed))
        else:
            (folder / name).write_bytes(packed)


@pytest.mark.parametrize("unpacked", [False, True])
@pytest.mark.parametrize("idx_set", IDX_SETS, ids=lambda idx_set: idx_set.name)
def test_reads_the_users_own_folder(folders, monkeypatch, made, idx_set, unpacked):
    write(folders / "own" / idx_set.name, made, unpacked)
    monkeypatch.setenv(data_folders.VARIABLE, str(folders / "own"))
    small = published(idx_set, made)
    for split, stem in (("train", "train"), ("test", "t10k")):
        data = small.load(split)
        assert (data.name, data.split, data.image_shape) == (idx_set.name, split, (1, 28, 28))
        np.testing.assert_array_equal(data.images[:, 0], made[f"{stem}-images-idx3-ubyte.gz"][1])
        np.testing.assert_array_equal(data.labels, made[f"{stem}-labels-idx1-ubyte.gz"][1])
        assert data.class_names == idx_set.class_names


@pytest.mark.parametrize("idx_set", [MNIST, KMNIST], ids=lambda idx_set: idx_set.name)
def test_own_files_that_are_not_the_published_ones_are_used_and_logged(folders, monkeypatch, made, caplog, idx_set):
    write(folders / "own" / idx_set.name, made)
    monkeypatch.setenv(data_folders.VARIABLE, str(folders / "own"))
    with caplog.at_level(logging.WARNING):
        assert len(published(idx_set, made).load("test")) == COUNTS["t10k"]
        assert caplog.records == []
        assert len(replace(idx_set, mirrors=()).load("test")) == COUNTS["t10k"]
    assert [record.message.count("is not the published file") for record in caplog.records] == [1, 1]


def test_a_damaged_own_file_is_an_error_and_stays(folders, monkeypatch, made, mirror):
    write(folders / "own" / "mnist", made)
    monkeypatch.setenv(data_folders.VARIABLE, str(folders / "own"))
    damaged = folders / "own" / "mnist" / "t10k-images-idx3-ubyte.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(DataError, match="cannot be read"):
        published(MNIST, made, mirror.url("good")).load("test")
    assert damaged.exists()
    assert mirror.requests == []


def test_downloads_what_is_nowhere_once_and_into_the_cache(folders, monkeypatch, made, mirror):
    monkeypatch.setenv(data_folders.VARIABLE, str(folders / "empty"))
    mirror.files = {name: packed for name, (packed, _) in made.items()}
    small = published(FASHION_MNIST, made, mirror.url("error"), mirror.url("good"))
    reports = []
    data = small.load("test", lambda *report: reports.append(report))
    np.testing.assert_array_equal(data.images[:, 0], made["t10k-images-idx3-ubyte.gz"][1])
    assert {report[0] for report in reports} == {
        f"Downloading t10k-{part}-ubyte.gz from 127.0.0.1" for part in ("images-idx3", "labels-idx1")
    }
    assert (folders / "cache" / "fashion-mnist" / "t10k-images-idx3-ubyte.gz").exists()
    asked = len(mirror.requests)
    small.load("test")
    assert len(mirror.requests) == asked


def test_a_damaged_file_in_the_cache_is_fetched_again(folders, made, mirror, caplog):
    write(folders / "cache" / "mnist", made)
    damaged = folders / "cache" / "mnist" / "t10k-images-idx3-ubyte.gz"
    damaged.write_bytes(b"\x1f\x8bdamaged")
    mirror.files = {name: packed for name, (packed, _) in made.items()}
    data = published(MNIST, made, mirror.url("good")).load("test")
    np.testing.assert_array_equal(data.images[:, 0], made["t10k-images-idx3-ubyte.gz"][1])
    assert [name for _, name in mirror.requests] == ["t10k-images-idx3-ubyte.gz"]
    assert "damaged" in caplog.text


def test_without_mirrors_the_message_says_what_to_do(made, mirror):
    with pytest.raises(DataError) as caught:
        published(KMNIST, made, mirror.url("error"), mirror.url("wrong")).load("train")
    text = str(caught.value)
    assert mirror.url("error") in text
    assert mirror.url("wrong") in text
    assert "into a folder 'kmnist' and set VAEVIZ_DATA" in text
    assert all(name in text for name in made)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        ((20, 28, 28), [0] * 19, "20 images but 19 labels"),
        ((20, 8, 8), [0] * 20, r"allowed: \(n, 28, 28\)"),
        ((20, 28, 28), [10] * 20, "label 10; allowed: 0 to 9"),
    ],
)
def test_files_that_do_not_fit_are_refused(folders, monkeypatch, images, labels, message):
    folder = folders / "own" / "mnist"
    folder.mkdir(parents=True)
    (folder / "t10k-images-idx3-ubyte").write_bytes(idx_bytes(np.zeros(images, np.uint8)))
    (folder / "t10k-labels-idx1-ubyte").write_bytes(idx_bytes(np.array(labels, np.uint8)))
    monkeypatch.setenv(data_folders.VARIABLE, str(folders / "own"))
    with pytest.raises(DataError, match=message):
        MNIST.load("test")


def test_the_table_names_four_files_and_two_hosts_each():
    for idx_set in IDX_SETS:
        assert len(idx_set.sha256) == 4
        assert all(len(sha256) == 64 for sha256 in idx_set.sha256.values())
        assert len({mirror.split("/")[2] for mirror in idx_set.mirrors}) >= 2
        assert all(mirror.endswith("/") for mirror in idx_set.mirrors)
        assert len(set(idx_set.class_names)) == 10


@pytest.mark.skipif(not (REAL_MNIST and REAL_MNIST.is_dir()), reason="needs the real MNIST in VAEVIZ_DATA")
def test_the_real_mnist_passes_its_published_sha256_through_a_download(mirror, caplog):
    assert REAL_MNIST is not None
    mirror.files = {path.name: path.read_bytes() for path in REAL_MNIST.iterdir()}
    data = replace(MNIST, mirrors=(mirror.url("wrong"), mirror.url("good"))).load("test")
    np.testing.assert_array_equal(data.labels[:10], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    assert len(data) == 10_000


def test_what_is_here_is_loaded_without_a_download_and_the_rest_is_none(folders, monkeypatch, made):
    def refuse(*_):
        raise AssertionError("nothing may be downloaded")

    monkeypatch.setattr("vaeviz.data.download.download", refuse)
    assert MNIST.load_present("train") is None
    write(data_folders.cache_folder("mnist"), made)
    here = MNIST.load_present("train")
    assert here is not None
    assert len(here) == COUNTS["train"]
    assert here.labels.tolist() == made["train-labels-idx1-ubyte.gz"][1].tolist()
