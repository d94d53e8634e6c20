import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from vaeviz.data import load
from vaeviz.data.imaging import MAX_BYTES, fit_drawing, fit_image, mosaic, read_image, to_png, to_uint8
from vaeviz.errors import DataError


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 9))]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_five_formats_open(form: str, mode: str) -> None:
    image = Image.new(mode, (30, 20), "white")
    opened = read_image(saved(image, form))
    assert opened.size == (30, 20)
    assert opened.mode in ("L", "RGB")
    assert np.asarray(opened).min() >= 250


@pytest.mark.parametrize("form", ["TIFF", "PPM", "ICO", "TGA"])
def test_other_formats_do_not(form: str) -> None:
    with pytest.raises(DataError, match="Send a PNG, JPEG, WEBP, GIF or BMP file"):
        read_image(saved(Image.new("RGB", (32, 32)), form))


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe-3.0 EPSF-3.0\n"]
)
def test_a_file_that_is_not_an_image_is_refused(data: bytes) -> None:
    with pytest.raises(DataError, match="cannot be read as an image"):
        read_image(data)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_file_is_refused(form: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = saved(Image.fromarray(noise), form)
    with pytest.raises(DataError, match="cannot be read as an image"):
        read_image(data[: int(len(data) * share)])


def test_damaged_bytes_never_escape_as_another_error() -> None:
    rng = np.random.default_rng(0)
    noise = Image.fromarray(rng.integers(0, 256, (16, 16, 3), np.uint8))
    for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP"):
        data = np.frombuffer(saved(noise, form), np.uint8)
        for _ in range(60):
            hurt = data.copy()
            hurt[rng.integers(0, len(hurt), 3)] = rng.integers(0, 256, 3)
            try:
                assert read_image(hurt.tobytes()).mode in ("L", "RGB")
            except DataError:
                continue


@pytest.mark.parametrize("size", [(5000, 5000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_decompression_bomb_is_refused_before_it_is_opened(size: tuple[int, int]) -> None:
    with pytest.raises(DataError, match="24 million pixels"):
        read_image(bomb(*size))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(DataError, match="at most 5 MB"):
        read_image(bytes(MAX_BYTES + 1))


def test_bombs_in_text_chunks_are_refused() -> None:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "a" * 20_000_000, zip=True)
    with pytest.raises(DataError):
        read_image(saved(Image.new("L", (8, 8)), pnginfo=info))


def test_sixteen_bits_keep_their_levels() -> None:
    levels = np.array([[0, 257 * 100, 65535]], np.uint16)
    opened = read_image(saved(Image.fromarray(levels)))
    np.testing.assert_array_equal(np.asarray(opened), [[0, 100, 255]])


def test_cmyk_palette_and_black_and_white_open() -> None:
    assert read_image(saved(Image.new("CMYK", (9, 9), (0, 0, 0, 0)), "JPEG")).getpixel((4, 4)) == (255,) * 3
    assert read_image(saved(Image.new("P", (9, 9)))).mode == "RGB"
    assert read_image(saved(Image.new("1", (9, 9), 1))).getpixel((0, 0)) == 255


@pytest.mark.parametrize(("ink", "ground"), [(0, 255), (255, 0)])
@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_a_transparent_image_stands_out_from_its_background(mode: str, ink: int, ground: int) -> None:
    levels = np.zeros((10, 10, 2 if mode == "LA" else 4), np.uint8)
    levels[3:6, 3:6, :-1] = ink
    levels[3:6, 3:6, -1] = 255
    grey = np.asarray(read_image(saved(Image.fromarray(levels))).convert("L"))
    assert grey[0, 0] == ground
    assert grey[4, 4] == ink


def test_a_transparent_colour_of_a_palette_is_transparent() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([10, 20, 30, 255, 255, 255])
    image.putpixel((1, 1), 1)
    opened = read_image(saved(image, transparency=0))
    assert opened.getpixel((0, 0)) == (0, 0, 0)
    assert opened.getpixel((1, 1)) == (255, 255, 255)


def test_an_image_is_turned_upright() -> None:
    image = Image.new("RGB", (20, 10), "black")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned a quarter
    assert read_image(saved(image, "JPEG", exif=exif)).size == (10, 20)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("L", (6, 6), level) for level in (0, 200)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert np.asarray(read_image(data).convert("L")).max() == 0


def test_a_large_photograph_opens_small() -> None:
    photograph = Image.effect_noise((4000, 3000), 40).convert("RGB")
    opened = read_image(saved(photograph, "JPEG", quality=30))
    assert max(opened.size) <= 2048
    assert min(opened.size) >= 750


class TestFitImage:
    def test_an_image_of_the_models_size_is_unchanged(self) -> None:
        levels = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
        levels[[0, -1]] = levels[:, [0, -1]] = 0
        fitted = fit_image(Image.fromarray(levels), (1, 28, 28))
        np.testing.assert_array_equal((fitted[0] * 255).round(), levels)

    def test_dark_ink_of_the_models_size_is_inverted(self) -> None:
        levels = np.full((8, 8), 255, np.uint8)
        levels[3, 3] = 0
        fitted = fit_image(Image.fromarray(levels), (1, 8, 8))
        assert fitted[0, 3, 3] == 1
        assert fitted.sum() == 1

    def test_colour_is_cut_to_the_middle(self) -> None:
        levels = np.zeros((40, 80, 3), np.uint8)
        levels[:, 20:60] = (255, 0, 128)
        fitted = fit_image(Image.fromarray(levels), (3, 10, 10))
        assert fitted.shape == (3, 10, 10)
        assert fitted.dtype == np.float32
        np.testing.assert_allclose(fitted[:, 5, 5], [1, 0, 128 / 255], atol=1e-6)
        assert fitted[0].min() > 0.9

    def test_ink_on_paper_is_treated_as_a_drawing(self) -> None:
        paper = np.full((300, 200), 240, np.uint8)
        paper[20:120, 150:170] = 20
        fitted = fit_image(Image.fromarray(paper).convert("RGB"), (1, 28, 28))
        np.testing.assert_allclose(fitted, fit_drawing(paper, (1, 28, 28)), atol=0.02)
        assert fitted[0, 14].max() == 1

    def test_a_photograph_is_cut_and_scaled(self) -> None:
        ramp = np.tile(np.linspace(0, 120, 100, dtype=np.uint8), (50, 1))
        fitted = fit_image(Image.fromarray(ramp), (1, 10, 10))
        assert np.all(np.diff(fitted[0].mean(axis=0)) > 0)
        assert fitted[0, 0, 0] == pytest.approx(30 / 255, abs=0.03)


class TestFitDrawing:
    @staticmethod
    def stroke(side: int = 200) -> np.ndarray:
        drawing = np.zeros((side, side), np.uint8)
        drawing[side // 2 :, side // 20 : side // 8] = 255
        drawing[side * 9 // 10 :, side // 20 : side // 2] = 255
        return drawing

    @pytest.mark.parametrize(("side", "box"), [(28, 20), (64, 46), (8, 8)])
    def test_the_ink_fills_the_box(self, side: int, box: int) -> None:
        fitted = fit_drawing(self.stroke(), (1, side, side))[0]
        rows, columns = np.nonzero(fitted)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == box
        assert fitted.max() == 1

    @pytest.mark.parametrize("side", [28, 64])
    def test_the_centre_of_mass_is_where_mnist_has_it(self, side: int) -> None:
        fitted = fit_drawing(self.stroke(), (1, side, side))[0]
        for axis in (0, 1):
            profile = fitted.sum(axis=1 - axis)
            assert (profile * np.arange(side)).sum() / profile.sum() == pytest.approx(side / 2, abs=0.5)

    def test_where_and_how_large_it_is_drawn_does_not_matter(self) -> None:
        large = fit_drawing(self.stroke(240), (1, 28, 28))
        moved = np.zeros((256, 256), np.uint8)
        moved[16:256, 6:246] = self.stroke(240)
        np.testing.assert_array_equal(fit_drawing(moved, (1, 28, 28)), large)
        np.testing.assert_allclose(fit_drawing(self.stroke(120), (1, 28, 28)), large, atol=0.25)

    def test_dark_ink_on_light_is_the_same_drawing(self) -> None:
        light = fit_drawing(self.stroke(), (1, 28, 28))
        np.testing.assert_array_equal(fit_drawing(255 - self.stroke(), (1, 28, 28)), light)

    def test_faint_ink_becomes_bright(self) -> None:
        faint = (self.stroke() // 4).astype(np.uint8)
        np.testing.assert_allclose(fit_drawing(faint, (1, 28, 28)), fit_drawing(self.stroke(), (1, 28, 28)), atol=1e-5)

    @pytest.mark.parametrize("at", [(0, 0), (27, 27), (0, 13)])
    def test_a_single_dot_at_the_border_is_a_drawing(self, at: tuple[int, int]) -> None:
        drawing = np.zeros((28, 28), np.uint8)
        drawing[at] = 255
        fitted = fit_drawing(drawing, (1, 28, 28))
        assert fitted.shape == (1, 28, 28)
        assert np.isfinite(fitted).all()
        assert fitted.max() == 1

    def test_a_colour_model_gets_it_in_every_channel(self) -> None:
        fitted = fit_drawing(self.stroke(), (3, 32, 24))
        assert fitted.shape == (3, 32, 24)
        np.testing.assert_array_equal(fitted[0], fitted[2])

    def test_a_digit_of_the_data_comes_back_as_it_is_there(self) -> None:
        """The UCI digits fill their 8 x 8, so that drawing one large gives the same picture again."""
        digits = load("digits", "test").images[np.arange(100)][:, 0]
        errors, shifts = [], []
        for digit in digits:
            drawing = np.zeros((256, 256), np.uint8)
            drawing[30:158, 70:198] = np.asarray(Image.fromarray(digit).resize((128, 128)))
            fitted = fit_drawing(drawing, (1, 8, 8))[0]
            errors.append(np.square(fitted - digit / 255).sum())
            shifts.append(np.square(np.roll(digit, 1, axis=1) / 255.0 - digit / 255).sum())
        assert np.mean(errors) < np.mean(shifts) / 4

    @pytest.mark.parametrize("level", [0, 255, 128])
    def test_an_empty_drawing_is_refused(self, level: int) -> None:
        with pytest.raises(DataError, match="Draw a stroke"):
            fit_drawing(np.full((30, 30), level, np.uint8), (1, 28, 28))

    def test_a_blank_image_has_its_own_error(self) -> None:
        with pytest.raises(DataError, match="The image is blank"):
            fit_image(Image.new("L", (30, 30), 128), (1, 28, 28))


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
