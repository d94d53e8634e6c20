import json
import math
import struct

import numpy as np
import pytest

from vaeviz.server.decode.wire import (
    DecodeRequest,
    Encoded,
    EncodeRequest,
    FrameError,
    decode_answer,
    encode_answer,
    error_answer,
    longest_request,
    parse_request,
)

SHAPE = (1, 2, 4)


def frame(seq: int, op: int, n: int, numbers: list[float] | None = None, tail: bytes = b"") -> bytes:
    return struct.pack("<IHH", seq, op, n) + np.array(numbers or [], "<f4").tobytes() + tail


def test_a_decode_request_splits_rows_into_z_and_c() -> None:
    request = parse_request(frame(7, 0, 2, [1, 2, 1, 0, 3, 4, 0, 1]), latent_dim=2, condition_size=2, image_shape=SHAPE)
    assert isinstance(request, DecodeRequest)
    assert request.seq == 7
    np.testing.assert_array_equal(request.z, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(request.c, [[1, 0], [0, 1]])


def test_a_plain_model_has_no_columns_of_c() -> None:
    request = parse_request(frame(0, 0, 1, [1, 2]), latent_dim=2, condition_size=0, image_shape=SHAPE)
    assert isinstance(request, DecodeRequest)
    assert request.c.shape == (1, 0)


def test_z_and_c_are_clipped() -> None:
    request = parse_request(frame(0, 0, 1, [-1e30, 11, 9, -7]), latent_dim=2, condition_size=2, image_shape=SHAPE)
    assert isinstance(request, DecodeRequest)
    np.testing.assert_array_equal(request.z, [[-10, 10]])
    np.testing.assert_array_equal(request.c, [[1, -1]])


def test_an_encode_request_holds_c_and_the_images() -> None:
    levels = np.arange(16, dtype=np.uint8).reshape(2, 2, 4, 1)
    request = parse_request(frame(3, 1, 2, [5, 0], levels.tobytes()), latent_dim=2, condition_size=2, image_shape=SHAPE)
    assert isinstance(request, EncodeRequest)
    np.testing.assert_array_equal(request.levels, levels)
    np.testing.assert_array_equal(request.c, [1, 0])


def test_the_longest_request_is_one_that_is_taken() -> None:
    for shape in (SHAPE, (3, 64, 64)):
        longest = max(len(frame(0, 0, 64, [0] * 256)), len(frame(0, 1, 4, [0, 0], bytes(4 * math.prod(shape)))))
        assert longest_request(2, 2, shape) == longest


@pytest.mark.parametrize(
    ("bad", "seq", "says"),
    [
        (b"", None, "at least 8 bytes"),
        (b"\0" * 7, None, "at least 8 bytes"),
        (frame(1, 0, 1, [0]), 1, "8 bytes after the header, found 4"),
        (frame(1, 0, 1, [0, 0, 0]), 1, "found 12"),
        (frame(1, 0, 1, [0, 0], b"x"), 1, "found 9"),
        (frame(2, 0, 0), 2, "1 to 64 codes, found 0"),
        (frame(2, 0, 65, [0] * 130), 2, "found 65"),
        (frame(2, 0, 65535), 2, "found 65535"),
        (frame(4, 9, 1, [0, 0]), 4, "Unknown operation 9"),
        (frame(5, 0, 1, [float("nan"), 0]), 5, "not finite"),
        (frame(5, 0, 1, [0, float("-inf")]), 5, "not finite"),
        (frame(6, 1, 0), 6, "1 to 4 images, found 0"),
        (frame(6, 1, 5, tail=b"\0" * 40), 6, "found 5"),
        (frame(6, 1, 1, tail=b"\0" * 7), 6, "8 bytes after the header, found 7"),
        (frame(6, 1, 2, tail=b"\0" * 8), 6, "16 bytes after the header, found 8"),
        (frame(6, 1, 1, tail=b""), 6, "found 0"),
    ],
)
def test_a_bad_frame_is_refused_with_its_number(bad: bytes, seq: int | None, says: str) -> None:
    with pytest.raises(FrameError, match=says) as caught:
        parse_request(bad, latent_dim=2, condition_size=0, image_shape=SHAPE)
    assert caught.value.seq == seq


def test_a_decode_answer_is_the_header_and_rows_of_hwc() -> None:
    images = np.arange(2 * 2 * 3 * 3, dtype=np.uint8).reshape(2, 2, 3, 3)
    answer = decode_answer(9, images, 1.5)
    assert struct.unpack_from("<IHHf", answer) == (9, 0, 2, 1.5)
    assert answer[12:] == bytes(range(36))


def test_an_encode_answer_has_each_images_numbers_then_its_reconstruction() -> None:
    numbers = np.arange(4, dtype=np.float32).reshape(2, 2)
    pictures = np.stack([np.full((2, 4, 1), level, np.uint8) for level in (5, 6)])
    encoded = Encoded(numbers, numbers + 10, np.float32([80.5, 90]), pictures)
    answer = encode_answer(1, encoded, 2.0)
    assert struct.unpack_from("<IHHf", answer) == (1, 1, 2, 2.0)
    np.testing.assert_array_equal(np.frombuffer(answer, "<f4", 5, 12), [0, 1, 10, 11, 80.5])
    assert answer[32:40] == bytes([5] * 8)
    np.testing.assert_array_equal(np.frombuffer(answer, "<f4", 5, 40), [2, 3, 12, 13, 90])
    assert answer[60:] == bytes([6] * 8)


def test_an_error_is_json_with_the_number_it_answers() -> None:
    assert json.loads(error_answer(None, 'no "x"')) == {"seq": None, "error": 'no "x"'}
