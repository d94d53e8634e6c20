"""Images in and out: open files under limits, fit drawings to the data, write PNG files."""

import io
import struct

import numpy as np
from jaxtyping import Float, Float32, UInt8
from PIL import Image, ImageOps

from vaeviz.data.image_structure import require_simple
from vaeviz.errors import DataError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MAX_BYTES = 5 * 2**20
MAX_PIXELS = 24_000_000
ENOUGH = 1024  # pixels: a JPEG is decoded at a reduced size that is still at least this large
MNIST_BOX = 20 / 28  # side of the box around an MNIST digit, relative to the image's side
UCI_SIDE = 8  # UCI digits fill the image; so do drawings for models up to this side
INK = 0.4  # a pixel above this share of the strongest stroke counts as ink
LEAST_CONTRAST = 24  # smallest difference in grey levels between background and ink
PLAIN = 24  # largest spread of grey levels along the border of a plain background
EMPTY_DRAWING = "The drawing is empty: all pixels have nearly the same level. Draw a stroke, then encode."
EMPTY_IMAGE = "The image is blank: all pixels have nearly the same level. Send an image with visible content."
# What Pillow's decoders raise on damaged files.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
    MemoryError,
)

Shape = tuple[int, int, int]  # (C, H, W)
Grey = Float32[np.ndarray, "height width"]


def read_image(data: bytes) -> Image.Image:
    """Open an image file as grey ("L") or "RGB", upright; of an animation only the first frame.

    Transparent parts become black behind bright images and white behind dark ones.

    Raises
    ------
    DataError
        If the file is too large, too expensive to decode, damaged, or not PNG, JPEG, WebP, GIF or BMP.
    """
    if len(data) > MAX_BYTES:
        raise DataError(
            f"The image has {len(data) / 2**20:.1f} MB; at most {MAX_BYTES // 2**20} MB are read. Scale it down."
        )
    require_simple(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _require_size(image)
            if image.format == "JPEG":
                image.draft(None, (ENOUGH, ENOUGH))
            image.load()
            return _plain(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:  # Pillow checks the size first
        raise _too_many_pixels("The image is far too large") from error
    except _DAMAGE as error:
        raise DataError(
            f"The file cannot be read as an image: it is truncated, damaged or of another format. "
            f"Send a {', '.join(FORMATS[:-1])} or {FORMATS[-1]} file."
        ) from error


def _require_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(f"The image is {width} x {height}")


def _too_many_pixels(found: str) -> DataError:
    return DataError(f"{found}; at most {MAX_PIXELS // 10**6} million pixels are read. Scale it down.")


def _plain(image: Image.Image) -> Image.Image:
    """Return the image in mode "L" or "RGB"."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        levels = np.asarray(image).astype(np.float64)
        return Image.fromarray(np.clip(levels / 257, 0, 255).round().astype(np.uint8))  # 65535 -> 255
    if image.has_transparency_data:
        return _on_ground(image.convert("RGBA"))
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _on_ground(image: Image.Image) -> Image.Image:
    """Place a transparent image on black if it is bright, on white if it is dark."""
    grey = np.asarray(image.convert("L"), np.float32)
    alpha = np.asarray(image.getchannel("A"), np.float32)
    brightness = np.vdot(grey, alpha) / max(alpha.sum(), 1.0)
    ground = Image.new("RGBA", image.size, "black" if brightness > 127 else "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def fit_image(image: Image.Image, image_shape: Shape) -> Float32[np.ndarray, "channel height width"]:
    """Return pixels in [0, 1] that fit a model of ``image_shape``.

    An image of the model's size keeps its pixels. For a grey model, an image with a plain background is treated as
    a drawing (`fit_drawing`); any other image is cropped to the centre and scaled. Grey images with a light background
    are inverted, since the data are bright on black.
    """
    channel, height, width = image_shape
    own_size = image.size == (width, height)
    if channel == 3:
        fitted = image.convert("RGB")
        fitted = fitted if own_size else ImageOps.fit(fitted, (width, height), Image.Resampling.LANCZOS)
        return (np.asarray(fitted, np.float32) / 255).transpose(2, 0, 1).copy()
    grey = image.convert("L")
    if not own_size:
        border = _border(np.asarray(grey))
        if np.subtract(*np.percentile(border, [95, 5])) <= PLAIN:
            return fit_drawing(np.asarray(grey), image_shape, EMPTY_IMAGE)
        grey = ImageOps.fit(grey, (width, height), Image.Resampling.LANCZOS)
    levels = np.asarray(grey)
    light = np.median(_border(levels)) > 127
    return ((255 - levels if light else levels).astype(np.float32) / 255)[None]


def fit_drawing(
    grey: UInt8[np.ndarray, "tall wide"], image_shape: Shape, empty: str = EMPTY_DRAWING
) -> Float32[np.ndarray, "channel height width"]:
    """Scale and centre a drawing as in MNIST; pixels in [0, 1], bright ink on black.

    Ink is scaled to fit a box of 20/28 of the side and shifted so that its centre of mass is at pixel (14, 14) of
    28 x 28, as in the files. Dark ink on a light background is inverted. For models of at most 8 x 8 the box is the
    full image and the centre of mass its exact middle, as in the UCI digits.

    Raises
    ------
    DataError
        If there is no ink; its message is ``empty``.

    References
    ----------
    LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998: 20 x 20 box, centre of mass at 28 x 28.
    """
    channel, height, width = image_shape
    ink = _crop(_ink(grey, empty))
    box = [side if side <= UCI_SIDE else max(1, round(side * MNIST_BOX)) for side in (height, width)]
    scale = min(box[0] / ink.shape[0], box[1] / ink.shape[1])
    size = [max(1, round(side * scale)) for side in ink.shape]
    averaging = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BILINEAR
    small = np.asarray(Image.fromarray(ink).resize((size[1], size[0]), averaging))
    placed = np.zeros((height, width), np.float32)
    top, left = (_offset(small, axis, side) for axis, side in enumerate((height, width)))
    placed[top : top + size[0], left : left + size[1]] = small / max(small.max(), 1e-6)
    return np.repeat(placed.clip(0, 1)[None], channel, axis=0)


def _ink(grey: UInt8[np.ndarray, "height width"], empty: str) -> Grey:
    """Return the amount of ink per pixel, 1 at the strongest, for dark ink on light or light ink on dark."""
    levels = grey.astype(np.float32)
    ground = float(np.median(_border(grey)))
    ink = ground - levels if ground > 127 else levels - ground
    strongest = float(ink.max())
    if strongest < LEAST_CONTRAST:
        raise DataError(empty)
    return (ink / strongest).clip(0, 1)


def _crop(ink: Grey) -> Float32[np.ndarray, "tall wide"]:
    rows, columns = (np.flatnonzero((ink > INK).any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _offset(ink: Grey, axis: int, side: int) -> int:
    """Return the offset along ``axis`` that centres the ink's centre of mass without cutting any ink off."""
    profile = ink.sum(axis=1 - axis)
    centre = float((profile * np.arange(len(profile))).sum() / profile.sum())
    middle = (side - 1) / 2 if side <= UCI_SIDE else side / 2
    return int(np.clip(round(middle - centre), 0, side - len(profile)))


def _border(levels: UInt8[np.ndarray, "height width"]) -> UInt8[np.ndarray, " n"]:
    return np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])


def to_uint8(images: Float[np.ndarray, "*batch"]) -> UInt8[np.ndarray, "*batch"]:
    """Return pixels in [0, 1] as levels 0 to 255; values outside are clipped.

    Levels are rounded half to even in float64, as in the page's decoder (loops.js). In float32, numbers near a tie
    would become ties.
    """
    return np.rint(255 * images.clip(0, 1).astype(np.float64)).astype(np.uint8)


def to_png(image: Float[np.ndarray, "channel height width"] | UInt8[np.ndarray, "channel height width"]) -> bytes:
    """Return one image as a PNG file: grey with one channel, colour with three."""
    levels = image if image.dtype == np.uint8 else to_uint8(image)
    rows = levels[0] if len(levels) == 1 else levels.transpose(1, 2, 0)
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rows)).save(file, "PNG")
    return file.getvalue()


def mosaic(
    images: Float[np.ndarray, "n channel height width"], columns: int, gap: int = 1, ground: float = 0.0
) -> Float[np.ndarray, "channel tall wide"]:
    """Arrange images in rows of ``columns``, ``gap`` pixels of ``ground`` apart; the last row may be short."""
    n, channel, height, width = images.shape
    rows = -(-n // columns)
    tall, wide = rows * (height + gap) - gap, columns * (width + gap) - gap
    sheet = np.full((channel, tall, wide), ground, images.dtype)
    for index, image in enumerate(images):
        top, left = (index // columns) * (height + gap), (index % columns) * (width + gap)
        sheet[:, top : top + height, left : left + width] = image
    return sheet
