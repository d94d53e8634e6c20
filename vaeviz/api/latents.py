"""Images to codes and back: encode, decode, traverse, interpolate, embed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz import data as datasets
from vaeviz.api.inputs import ConditionInput, Images, to_codes, to_pixels, to_rows
from vaeviz.codes import Embedding, LatentCodes, ParamValue
from vaeviz.data import imaging
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import ConfigError, unknown_name
from vaeviz.families.page_program import decode_as_page
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE, read_codes
from vaeviz.latents.decode import decode as decode_codes
from vaeviz.latents.decode import lerp, prior_quantiles, slerp, traversal
from vaeviz.latents.embed import embed as embed_codes
from vaeviz.latents.encode import encode_dataset, encode_images


@dataclass(frozen=True)
class Traversals:
    """Decoded latent traversals: one row per dimension, one column per value."""

    dimensions: tuple[int, ...]
    values: Float32[np.ndarray, " steps"]  # of the traversed coordinate, in latent units
    images: Float32[np.ndarray, "dimension steps channel height width"]  # pixel means in [0, 1]


@dataclass(frozen=True)
class Interpolation:
    """Decoded points on a path between two codes."""

    z: Float32[np.ndarray, "steps latent"]
    images: Float32[np.ndarray, "steps channel height width"]  # pixel means in [0, 1]


def encode(
    checkpoint: Checkpoint,
    images: "str | ImageDataset | np.ndarray",
    condition: ConditionInput = None,
    *,
    labels: Sequence[int] | np.ndarray | None = None,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> LatentCodes:
    """Return q(z|x, c) of images: ``.mu`` and ``.logvar`` of shape (n, latent), ``.rate()`` in nats.

    Parameters
    ----------
    images
        An array (n, C, H, W), or (n, H, W) for grey images, of integers 0 to 255 or floats in [0, 1]; the name of a
        data set, whose test split is encoded; or a data set from `vaeviz.data.load`.
    condition
        For a conditional model and an array of images: class indices or names, one per image or one for all, or rows
        of ``c`` of shape (n, columns). None: the null label. A data set has its own conditions.
    labels
        Class indices of an array's images, stored for maps and plots; the encoder does not use them.
    limit
        Encode a random ``limit`` of a data set's images, drawn with ``seed``.

    Raises
    ------
    ConfigError
        If the condition does not fit the model.
    DataError
        If the shape of the images does not fit the model, or values are out of range.
    """
    if isinstance(images, str):
        images = datasets.load(images, "test", progress)
    if isinstance(images, ImageDataset):
        if condition is not None or labels is not None:
            raise ConfigError(f"{images.name} has its own conditions and labels. Leave both out, or pass an array.")
        return encode_dataset(checkpoint, images, limit=limit, seed=seed, progress=progress)
    x = to_pixels(images, checkpoint.model.image_shape)
    c = to_rows(checkpoint.model.condition, condition, len(x))
    return encode_images(checkpoint, x, c, labels=np.zeros(len(x), np.int64) if labels is None else np.asarray(labels))


def decode(
    checkpoint: Checkpoint,
    z: Any,
    condition: ConditionInput = None,
    *,
    batch: int = 256,
    arithmetic: str = "torch",
) -> Images:
    """Return the pixel means p(x|z, c) in [0, 1] of codes: float32 of shape (n, C, H, W).

    Parameters
    ----------
    z
        Anything that NumPy converts to an array of shape (n, latent) or (latent,).
    condition
        As for `encode`.
    batch
        Number of codes that PyTorch decodes at once.
    arithmetic
        "torch", or "page": every product and sum is rounded as the decoder in the page rounds it, so that `to_uint8`
        gives the bytes on screen. It is slower, and works only for models that decode in the page.

    Raises
    ------
    ConfigError
        If ``z`` or the condition does not fit the model.
    """
    codes = to_codes(checkpoint, z)
    c = to_rows(checkpoint.model.condition, condition, len(codes))
    if arithmetic == "page":
        if checkpoint.page_program is None:
            raise ConfigError(
                "The page cannot run this model's decoder, so its images are computed with PyTorch on the server. "
                'Decode with arithmetic="torch".'
            )
        return decode_as_page(checkpoint.page_program, codes, c)
    if arithmetic != "torch":
        raise unknown_name("arithmetic", arithmetic, ("torch", "page"))
    return decode_codes(checkpoint.model, codes, c, batch=batch)


def traverse(
    checkpoint: Checkpoint,
    dimensions: int | Sequence[int] | None = None,
    *,
    around: Any = None,
    steps: int = 11,
    coverage: float = 0.99,
    condition: ConditionInput = None,
) -> Traversals:
    """Decode latent traversals: one coordinate takes quantiles of the prior while the others stay fixed.

    Parameters
    ----------
    dimensions
        One dimension, several, or None for all, which are ordered by decreasing KL if the model has stored codes.
    around
        The code around which z is varied, of shape (latent,); 0 by default.
    steps
        Number of values, at equal steps of probability over the central ``coverage`` of N(0, 1).
    condition
        A class, by index or name, or one row of ``c``, the same for all images.

    Raises
    ------
    ConfigError
        If a dimension does not exist, or ``around`` or the condition does not fit the model.
    """
    chosen = by_rate(checkpoint) if dimensions is None else np.atleast_1d(np.asarray(dimensions, int)).tolist()
    start = to_codes(checkpoint, np.zeros(checkpoint.model.latent_dim) if around is None else around)
    if len(start) != 1:
        raise ConfigError(f"A traversal varies one code, found {len(start)}. Pass one code.")
    values = prior_quantiles(steps, coverage)
    z = np.concatenate([traversal(start[0], dimension, values) for dimension in chosen])
    images = decode(checkpoint, z, condition)
    return Traversals(tuple(chosen), values, images.reshape(len(chosen), steps, *images.shape[1:]))


def interpolate(
    checkpoint: Checkpoint,
    start: Any,
    end: Any,
    *,
    steps: int = 11,
    method: str = "linear",
    condition: ConditionInput = None,
) -> Interpolation:
    """Decode ``steps`` points between two codes of shape (latent,), both included.

    "spherical" (slerp) keeps the norm; in many dimensions a straight line does not.

    Raises
    ------
    ConfigError
        If a code, the method or the condition does not fit.

    References
    ----------
    White, "Sampling Generative Networks", 2016, section 2.1.
    """
    paths = {"linear": lerp, "spherical": slerp}
    if method not in paths:
        raise unknown_name("interpolation", method, paths)
    ends = to_codes(checkpoint, np.stack([np.asarray(start, np.float32), np.asarray(end, np.float32)]))
    z = paths[method](ends[0], ends[1], steps)
    return Interpolation(z, decode(checkpoint, z, condition))


def embed(
    codes: "LatentCodes | Checkpoint",
    method: str = "umap",
    *,
    seed: int = 0,
    progress: Progress | None = None,
    **params: ParamValue,
) -> Embedding:
    """Place the posterior means in two dimensions: ``.points`` of shape (n, 2), with ``.trustworthiness``.

    ``method`` is "pca", "umap", "t-sne" or "axes" (two latent coordinates); its settings are keyword arguments. For
    a model, its stored codes are used.

    Raises
    ------
    ConfigError
        If the method or a setting is unknown or out of range.
    DataError
        If there are too few codes for the method.
    """
    return embed_codes(codes_of(codes), method, seed=seed, progress=progress, **params)


def to_uint8(images: np.ndarray) -> UInt8[np.ndarray, "..."]:
    """Return the levels 0 to 255 of pixel means in [0, 1], rounded as in the page."""
    return imaging.to_uint8(images)


def codes_of(codes: LatentCodes | Checkpoint) -> LatentCodes:
    """Return codes as they are, or those stored beside a model.

    Raises
    ------
    CheckpointError
        If the model has no stored codes; `encode` computes codes.
    """
    if isinstance(codes, LatentCodes):
        return codes
    return read_codes(codes.path.parent, codes.digest).codes


def by_rate(checkpoint: Checkpoint) -> list[int]:
    """Return the dimensions by decreasing KL if the model has stored codes, else by index."""
    if not (checkpoint.path.parent / CODES_FILE).exists():
        return list(range(checkpoint.model.latent_dim))
    return np.argsort(-codes_of(checkpoint).rate().mean(0), kind="stable").tolist()
