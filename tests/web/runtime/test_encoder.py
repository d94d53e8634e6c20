"""The encoder in the page beside torch, and beside the same arithmetic in NumPy."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from web.runtime.test_runner import ODD, codes, node

from vaeviz.config import ModelConfig, condition_size
from vaeviz.families import build
from vaeviz.families.encoder_program import encoder_program
from vaeviz.files.checkpoint import Checkpoint, load, save
from vaeviz.files.header import Header
from vaeviz.files.places import shipped
from vaeviz.server.decode.weights import packed_encoder, packed_weights

ENCODE = Path(__file__).parent / "encode.mjs"


def in_the_page(
    folder: Path, checkpoint: Checkpoint, levels: np.ndarray, c: np.ndarray, how: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mu, logvar, distortion and the heads that the page computes of images, in Node."""
    decoder, encoder = packed_weights(checkpoint), packed_encoder(checkpoint)
    assert decoder is not None
    assert encoder is not None
    files = {"weights": decoder.body, "encoder": encoder.body, "levels": levels.tobytes(), "c": c.tobytes()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    subprocess.run([node(), str(ENCODE), str(folder), str(len(levels)), how], check=True)
    latent = checkpoint.header.model.latent_dim
    found = np.fromfile(folder / "found", np.float32).reshape(len(levels), -1)
    mu, logvar, distortion = np.split(found, [latent, 2 * latent], axis=1)
    return mu, logvar, distortion[:, 0], np.fromfile(folder / "heads", np.float32).reshape(len(levels), -1)


def assert_alike(folder: Path, checkpoint: Checkpoint, levels: np.ndarray, c: np.ndarray, how: str) -> None:
    """Hold the page's posteriors and distortions against those of torch, and its heads against those of NumPy."""
    mu, logvar, distortion, heads = in_the_page(folder, checkpoint, levels, c, how)
    model, program = checkpoint.model, encoder_program(checkpoint.header.model, checkpoint.arrays)
    assert program is not None
    np.testing.assert_array_equal(heads, list(program.run(levels, c)))
    x = torch.from_numpy(levels.astype(np.float32) / 255).permute(0, 3, 1, 2)
    condition = torch.from_numpy(c) if c.shape[1] else None
    with torch.inference_mode():
        own = model.encode(x, condition)
        expected = -model.likelihood(own.mu, condition).log_prob(x).numpy()
    assert np.abs(mu - own.mu.numpy()).max() < 1e-4
    assert np.abs(logvar - own.logvar.numpy()).max() < 1e-4
    np.testing.assert_allclose(distortion, expected, rtol=2e-3, atol=0.5)  # the decoder may have half precision


@pytest.mark.parametrize("how", ["simd", "plain"])
@pytest.mark.parametrize("name", shipped())
def test_the_page_encodes_as_torch_does(tmp_path, name, how):
    """Of decoded images, of the same with noise, and of noise alone: it is far from the data."""
    checkpoint = load(shipped()[name])
    model = checkpoint.model
    z, c = codes(checkpoint, 12)
    with torch.inference_mode():
        x = model.decode(torch.from_numpy(z), torch.from_numpy(c) if c.shape[1] else None)
    rng = np.random.default_rng(0)
    levels = (x * 255).round().permute(0, 2, 3, 1).numpy()
    levels[4:8] += rng.normal(0, 30, levels[4:8].shape)
    levels[8:] = rng.uniform(0, 255, levels[8:].shape)
    assert_alike(tmp_path, checkpoint, levels.clip(0, 255).astype(np.uint8), c, how)


@pytest.mark.parametrize("how", ["simd", "plain"])
@pytest.mark.parametrize("posterior", ["free", "delta", "batch-norm"])
@pytest.mark.parametrize("config", ODD.values(), ids=ODD)
def test_so_it_does_for_odd_sizes_any_condition_and_any_posterior(tmp_path, config: ModelConfig, posterior, how):
    if config.family == "linear" and posterior != "free":
        return
    torch.manual_seed(0)
    floor = 0.0 if posterior == "free" else 0.3
    given = config.to_json() | {"posterior": posterior, "posterior_floor": floor}
    model = build(ModelConfig.from_json(given)).eval().requires_grad_(False)
    for part in model.posterior.buffers():
        part.uniform_(0.5, 2)
    rng = np.random.default_rng(0)
    channel, height, width = model.image_shape
    levels = rng.integers(0, 256, (12, height, width, channel), np.uint8)
    c = rng.uniform(-1, 1, (12, condition_size(model))).astype(np.float32)
    save(tmp_path, model, Header(name="untrained", model=model.config))
    assert_alike(tmp_path, load(tmp_path), levels, c, how)
