import struct

import numpy as np
import pytest
import torch
from toys import holding

from vaeviz.data.imaging import to_uint8
from vaeviz.errors import ModelContractError
from vaeviz.families.page_program import decode_as_page
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server.decode.answers import answer
from vaeviz.server.decode.wire import DecodeRequest, EncodeRequest

Z, C = np.array([[0.5, -1], [2, 0]], np.float32), np.array([[1, 0], [0.5, 0.5]], np.float32)


def test_decode_gives_the_bytes_of_the_page(conditional: Checkpoint) -> None:
    frame = answer(conditional, DecodeRequest(5, Z, C))
    assert struct.unpack_from("<IHH", frame) == (5, 0, 2)
    assert conditional.page_program is not None
    levels = to_uint8(decode_as_page(conditional.page_program, Z, C)).transpose(0, 2, 3, 1)
    assert frame[12:] == levels.tobytes()
    assert "model" not in vars(conditional)  # the network was not needed


def test_without_a_program_decode_draws_what_the_network_draws(conditional: Checkpoint) -> None:
    z, c = Z, C
    frame = answer(holding(conditional.model, conditional.header), DecodeRequest(5, z, c))
    expected = conditional.model.decode(torch.from_numpy(z), torch.from_numpy(c)).permute(0, 2, 3, 1)
    seq, op, n, milliseconds = struct.unpack_from("<IHHf", frame)
    assert (seq, op, n) == (5, 0, 2)
    assert milliseconds > 0
    drawn = np.frombuffer(frame, np.uint8, offset=12).reshape(expected.shape)
    np.testing.assert_array_equal(drawn, (expected.numpy() * 255).round())


def test_the_zero_row_is_the_null_label(conditional: Checkpoint) -> None:
    z = np.ones((1, 2), np.float32)
    frame = answer(holding(conditional.model, conditional.header), DecodeRequest(0, z, np.zeros((1, 2), np.float32)))
    null = conditional.model.decode(torch.from_numpy(z)).permute(0, 2, 3, 1).mul(255).round().byte().numpy()
    assert frame[12:] == null.tobytes()


def test_encode_answers_with_posteriors_and_distortions_in_nats(conditional: Checkpoint) -> None:
    levels = np.random.default_rng(0).integers(0, 256, (2, 8, 8, 3), np.uint8)
    c = np.array([0, 1], np.float32)
    frame = answer(conditional, EncodeRequest(4, c, levels))
    assert struct.unpack_from("<IHH", frame) == (4, 1, 2)
    x = torch.from_numpy(levels.astype(np.float32) / 255).permute(0, 3, 1, 2)
    under = torch.from_numpy(c).expand(2, 2)
    posterior = conditional.model.encode(x, under)
    expected = -conditional.model.likelihood(posterior.mu, under).log_prob(x).detach()
    drawn = conditional.model.decode(posterior.mu, under).permute(0, 2, 3, 1).mul(255).round().byte().numpy()
    latent = conditional.model.latent_dim
    each = 4 * (2 * latent + 1) + levels[0].size
    assert len(frame) == 12 + 2 * each
    for i in range(2):
        numbers = np.frombuffer(frame, "<f4", 2 * latent + 1, 12 + i * each)
        mu, logvar, distortion = np.split(numbers, [latent, 2 * latent])
        np.testing.assert_allclose(mu, posterior.mu[i].detach(), atol=1e-6)
        np.testing.assert_allclose(logvar, posterior.logvar[i].detach(), atol=1e-6)
        assert distortion[0] == pytest.approx(expected[i].item(), rel=1e-5)
        assert frame[12 + (i + 1) * each - levels[0].size : 12 + (i + 1) * each] == drawn[i].tobytes()


class Broken:
    """Wraps a model and draws ``picture``."""

    def __init__(self, model: object, picture: torch.Tensor) -> None:
        self._model, self._picture = model, picture

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def decode(self, z: torch.Tensor, c: torch.Tensor | None = None) -> torch.Tensor:
        return self._picture


@pytest.mark.parametrize(
    ("picture", "says"),
    [(torch.zeros(1, 1, 4, 4), "its header has"), (torch.full((1, 1, 8, 8), torch.nan), "not finite")],
)
def test_a_model_that_breaks_its_contract_is_named(plain: Checkpoint, picture: torch.Tensor, says: str) -> None:
    request = DecodeRequest(0, np.zeros((1, 3), np.float32), np.zeros((1, 0), np.float32))
    with pytest.raises(ModelContractError, match=says):
        answer(holding(Broken(plain.model, picture), plain.header), request)
