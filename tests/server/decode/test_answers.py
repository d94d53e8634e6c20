import struct

import numpy as np
import pytest
import torch
from toys import holding

from vaeviz.data.imaging import to_uint8
from vaeviz.errors import DataError, ModelContractError
from vaeviz.families.page_program import decode_as_page
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server.decode.answers import answer, encode_image
from vaeviz.server.decode.wire import DecodeRequest, EncodeRequest

NOTHING = np.zeros(0, np.float32)


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


def test_encode_answers_with_posterior_rate_and_distortion_in_nats(plain: Checkpoint) -> None:
    pixels = np.random.default_rng(0).random((1, 8, 8), np.float32)
    frame = encode_image(plain, pixels, NOTHING, seq=4)
    x = torch.from_numpy(pixels)[None]
    posterior = plain.model.encode(x)
    mu, logvar, rate = np.frombuffer(frame, "<f4", 9, 12).reshape(3, 3)
    np.testing.assert_allclose(mu, posterior.mu[0], atol=1e-6)
    np.testing.assert_allclose(logvar, posterior.logvar[0], atol=1e-6)
    np.testing.assert_allclose(rate, posterior.kl_to_prior()[0], atol=1e-5)
    distortion = struct.unpack_from("<f", frame, 12 + 36)[0]
    assert distortion == pytest.approx(-plain.model.likelihood(posterior.mu).log_prob(x).item(), rel=1e-5)
    pictures = np.frombuffer(frame, np.uint8, offset=12 + 40).reshape(2, 8, 8)
    np.testing.assert_array_equal(pictures[0], (pixels[0] * 255).round())
    np.testing.assert_array_equal(pictures[1], (plain.model.decode(posterior.mu)[0, 0] * 255).round())


def test_a_drawing_is_fitted_to_the_model_first(plain: Checkpoint) -> None:
    drawing = np.zeros((100, 100), np.uint8)
    drawing[60:90, 5:15] = 255
    frame = answer(plain, EncodeRequest(0, NOTHING, drawing))
    fitted = np.frombuffer(frame, np.uint8, 64, 12 + 40).reshape(8, 8)
    assert fitted[:, 3:5].any()
    assert not fitted[:, [0, 1, 6, 7]].any()


def test_an_empty_drawing_is_a_data_error(plain: Checkpoint) -> None:
    with pytest.raises(DataError, match="empty"):
        answer(plain, EncodeRequest(0, NOTHING, np.zeros((28, 28), np.uint8)))


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
