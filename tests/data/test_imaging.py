import io

import numpy as np
import pytest
from PIL import Image

from vaeviz.data.imaging import mosaic, to_png, to_uint8


def test_uint8_rounds_and_clips() -> None:
    np.testing.assert_array_equal(to_uint8(np.array([-1, 0, 0.5, 1, 2], np.float32)), [0, 0, 128, 255, 255])


@pytest.mark.parametrize("channel", [1, 3])
def test_a_png_holds_the_pixels(channel: int) -> None:
    image = np.random.default_rng(0).random((channel, 5, 4)).astype(np.float32)
    levels = np.asarray(Image.open(io.BytesIO(to_png(image)))).reshape(5, 4, channel)
    np.testing.assert_array_equal(levels.transpose(2, 0, 1), to_uint8(image))
    assert to_png(to_uint8(image)) == to_png(image)


def test_a_mosaic_reads_like_a_page() -> None:
    images = np.arange(1, 6, dtype=np.float32)[:, None, None, None] * np.ones((5, 1, 2, 3), np.float32)
    sheet = mosaic(images, columns=3, gap=1, ground=-1)
    assert sheet.shape == (1, 5, 11)
    assert sheet[0, 0].tolist() == [1, 1, 1, -1, 2, 2, 2, -1, 3, 3, 3]
    assert sheet[0, 2].tolist() == [-1] * 11
    assert sheet[0, 4].tolist() == [4, 4, 4, -1, 5, 5, 5, -1, -1, -1, -1]
