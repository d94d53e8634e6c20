"""The decoder in the page beside the server's, and its kernel beside its source."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from wasmtime import wat2wasm

from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.data.imaging import to_uint8
from vaeviz.families import build
from vaeviz.families.page_program import decode_as_page
from vaeviz.files.checkpoint import Checkpoint, load, save
from vaeviz.files.codes import read_codes
from vaeviz.files.header import Header
from vaeviz.files.places import shipped
from vaeviz.installation import WEB
from vaeviz.latents.decode import decode
from vaeviz.server.decode import network
from vaeviz.server.decode.weights import packed_weights

RUN = Path(__file__).parent / "run.mjs"
GREY = Path(__file__).parent / "grey.mjs"
KERNEL = WEB / "runtime" / "kernel.wat"


def codes(checkpoint: Checkpoint, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Half from the prior at temperatures 1 to 2, half stored; each class, mixtures and the null label among them."""
    rng = np.random.default_rng(3)
    model = checkpoint.header.model
    stored = read_codes(checkpoint.path.parent, checkpoint.digest).codes.mu
    drawn = rng.standard_normal((n - n // 2, model.latent_dim)) * rng.uniform(1, 2, (n - n // 2, 1))
    z = np.concatenate([stored[rng.integers(len(stored), size=n // 2)], drawn]).astype(np.float32)
    k = model.condition.size if model.condition else 0
    told = np.concatenate([np.eye(k), np.zeros((1, k)), np.full((1, k), 1 / max(k, 1))]).astype(np.float32)
    return z, told[np.arange(n) % (k + 2)]


@pytest.mark.parametrize(("how", "n"), [("simd", 1000), ("plain", 40)])
@pytest.mark.parametrize("name", shipped())
def test_the_page_draws_what_the_network_draws(tmp_path, name, how, n):
    checkpoint = load(shipped()[name])
    assert_alike(tmp_path, checkpoint, *codes(checkpoint, n), how)


@pytest.mark.parametrize("how", ["simd", "plain"])
def test_attributes_reach_from_minus_one_to_one_in_the_page_too(tmp_path, how):
    torch.manual_seed(0)
    face = Condition.of_attributes(
        (Attribute(name="hair", values=("bob", "long")), Attribute(name="mouth", ends=("down", "up")))
    )
    config = ModelConfig(family="conv", image_shape=(3, 16, 16), latent_dim=4, width=8, hidden=16, condition=face)
    checkpoint = saved(tmp_path, config)
    rng = np.random.default_rng(0)
    c = rng.uniform(-1, 1, (40, 3)).astype(np.float32)
    c[:10, 2], c[10:20, 2] = -1, 1
    assert_alike(tmp_path, checkpoint, rng.standard_normal((40, 4), np.float32), c, how)


@pytest.mark.parametrize("how", ["simd", "plain"])
@pytest.mark.parametrize("name", shipped())
def test_python_computes_the_page_s_own_bytes(tmp_path, name, how):
    checkpoint = load(shipped()[name])
    assert_same_bytes(tmp_path, checkpoint, *codes(checkpoint, 20), how)


ODD = {
    "mlp": ModelConfig(family="mlp", image_shape=(3, 5, 7), latent_dim=3, hidden=37),
    "linear": ModelConfig(family="linear", image_shape=(1, 9, 6), latent_dim=4, likelihood="gaussian", sigma=0.1),
    "conv": ModelConfig(
        family="conv", image_shape=(3, 16, 32), latent_dim=5, width=3, hidden=11, likelihood="gaussian", sigma=0.1,
        condition=Condition.of_attributes(
            (Attribute(name="hair", values=("bob", "long")), Attribute(name="mouth", ends=("down", "up")))
        ),
    ),
    "pyramid": ModelConfig(
        family="pyramid", image_shape=(1, 24, 8), latent_dim=2, width=5, hidden=16,
        condition=Condition(kind="class", names=("a", "b", "c")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", ["simd", "plain"])
@pytest.mark.parametrize("config", ODD.values(), ids=ODD)
def test_so_it_does_for_odd_sizes_either_link_and_any_condition(tmp_path, config, how):
    checkpoint = saved(tmp_path, config)
    rng = np.random.default_rng(0)
    z = rng.uniform(-10, 10, (20, config.latent_dim)).astype(np.float32)
    c = rng.uniform(-1, 1, (20, config.condition.size if config.condition else 0)).astype(np.float32)
    c[:5] = 0
    assert_same_bytes(tmp_path, checkpoint, z, c, how)


def saved(folder: Path, config: ModelConfig) -> Checkpoint:
    """Return an untrained model as its file has it."""
    torch.manual_seed(0)
    save(folder, build(config), Header(name="untrained", model=config))
    return load(folder)


def assert_same_bytes(tmp_path: Path, checkpoint: Checkpoint, z: np.ndarray, c: np.ndarray, how: str) -> None:
    """Hold the page's images against those that NumPy computes in the page's arithmetic."""
    page = in_the_page(tmp_path, checkpoint, z, c, how)
    assert checkpoint.page_program is not None
    levels = to_uint8(decode_as_page(checkpoint.page_program, z, c)).transpose(0, 2, 3, 1)
    np.testing.assert_array_equal(page.reshape(levels.shape), levels)
    assert len(np.unique(levels)) > 20  # not blank


def in_the_page(tmp_path: Path, checkpoint: Checkpoint, z: np.ndarray, c: np.ndarray, how: str) -> np.ndarray:
    """Return the bytes that the page's runner computes, in Node."""
    packed = packed_weights(checkpoint)
    assert packed is not None
    for file, data in (("weights", packed.body), ("z", z.tobytes()), ("c", c.tobytes())):
        (tmp_path / file).write_bytes(data)
    subprocess.run([node(), str(RUN), str(tmp_path), str(len(z)), how], check=True)
    return np.fromfile(tmp_path / "pixels", np.uint8)


def assert_alike(tmp_path: Path, checkpoint: Checkpoint, z: np.ndarray, c: np.ndarray, how: str) -> None:
    """Hold the page's pictures against the network's."""
    page = in_the_page(tmp_path, checkpoint, z, c, how)
    server = network.decode(checkpoint.model, z, c)[0].ravel()
    assert len(page) == len(server)
    assert np.abs(page.astype(int) - server).max() <= 1
    assert (page == server).mean() > 0.95


def test_the_page_and_python_make_the_same_levels_of_the_same_pixels(tmp_path):
    """At every border between two levels, some float32 numbers to each side; outside of [0, 1]; and real decodes."""
    steps = [((np.arange(255) + 0.5) / 255).astype(np.float32)]
    for _ in range(3):
        steps = [np.nextafter(steps[0], np.float32(0)), *steps, np.nextafter(steps[-1], np.float32(1))]
    checkpoint = load(shipped()["avatars-cvae"])
    decoded = decode(checkpoint.model, *codes(checkpoint, 8))
    pixels = np.concatenate([*steps, np.array([0.5, -1, 0, 1, 2], np.float32), decoded.ravel()]).astype(np.float32)
    (tmp_path / "pixels").write_bytes(pixels.tobytes())
    subprocess.run([node(), str(GREY), str(tmp_path)], check=True)
    page = np.fromfile(tmp_path / "levels", np.uint8)
    np.testing.assert_array_equal(page, to_uint8(pixels))
    assert page[len(steps) * 255] == 128  # the one true tie: half to even


def node() -> str:
    found = shutil.which("node")
    assert found, "Node is needed for the tests of the page: apt install nodejs"
    return found


def test_the_kernel_is_made_of_its_source():
    assert wat2wasm(KERNEL.read_text()) == KERNEL.with_suffix(".wasm").read_bytes()
