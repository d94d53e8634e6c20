import hashlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from vaeviz.data.sprites import (
    COUNT,
    FACTORS,
    SHAPES,
    SIZES,
    SpriteImages,
    factor_classes,
    factor_values,
    grid_index,
    load_sprites,
    render,
    split_places,
)

SQUARE, ELLIPSE, HEART = range(3)
EDGES = np.arange(64) + 0.5  # pixel centres


def sprites(shape, scale, orientation, x, y):
    """Draw all combinations of classes (ints or arrays) as booleans, (n, 64, 64)."""
    grid = np.meshgrid(shape, scale, orientation, x, y, indexing="ij")
    return render(grid_index(np.stack([axis.ravel() for axis in grid], axis=1)))[:, 0] > 0


def test_the_grid_has_the_order_of_dsprites():
    assert COUNT == 737_280
    bases = np.array([245_760, 40_960, 1_024, 32, 1])
    index = np.random.default_rng(0).integers(0, COUNT, 5_000)
    classes = factor_classes(index)
    np.testing.assert_array_equal(classes @ bases, index)
    np.testing.assert_array_equal(grid_index(classes), index)
    assert tuple(factor_classes(np.array([COUNT - 1]))[0] + 1) == SIZES


def test_factor_values_are_those_of_dsprites():
    np.testing.assert_array_equal(factor_values(np.array([0])), [[0, 0.5, 0, 0, 0]])
    np.testing.assert_allclose(factor_values(np.array([COUNT - 1])), [[2, 1, 2 * np.pi, 1, 1]], rtol=1e-6)
    np.testing.assert_allclose(FACTORS["scale"], [0.5, 0.6, 0.7, 0.8, 0.9, 1])


@pytest.mark.parametrize(("scale", "area"), list(enumerate([100, 144, 196, 256, 324, 400])))
def test_upright_squares_have_their_exact_area_everywhere(scale, area):
    drawn = sprites(SQUARE, scale, 0, np.arange(32), np.arange(32))
    np.testing.assert_array_equal(drawn.sum((1, 2)), area)
    side = int(area**0.5)
    assert (drawn.any(1).sum(1) == side).all()
    assert (drawn.any(2).sum(1) == side).all()


@pytest.mark.parametrize("shape", [SQUARE, ELLIPSE, HEART])
def test_the_centre_of_mass_follows_the_position(shape):
    steps = np.arange(32)
    for axis, drawn in ((2, sprites(shape, 5, 0, steps, 7)), (1, sprites(shape, 5, 0, 20, steps))):
        mass = drawn.sum(3 - axis) @ EDGES / drawn.sum((1, 2))
        expected = 16 + 32 * steps / 31
        shift = (mass - expected).mean()  # a heart's centre of mass is above the centre of its box
        assert abs(shift) < (0.1 if shape != HEART or axis == 2 else 2)
        assert np.abs(mass - expected - shift).max() < 0.6  # half a pixel: there is no anti-aliasing


def test_the_last_orientation_is_the_first():
    for shape in (SQUARE, ELLIPSE, HEART):
        first, last = (sprites(shape, np.arange(6), turn, 3, 29) for turn in (0, 39))
        np.testing.assert_array_equal(first, last)


def test_a_square_repeats_every_quarter_turn_and_an_ellipse_every_half():
    turns, places = np.arange(39), np.arange(0, 32, 5)
    for shape, quarters in ((SQUARE, 1), (ELLIPSE, 2)):
        for x in places:
            for y in places:
                turned = np.rot90(sprites(shape, 4, turns, x, y), quarters, axes=(1, 2))
                there = (y, 31 - x) if quarters == 1 else (31 - x, 31 - y)
                np.testing.assert_array_equal(turned, sprites(shape, 4, turns, *there))


def test_orientation_turns_anticlockwise_and_the_heart_starts_upright():
    upright = sprites(HEART, 5, 0, 15, 15)[0]
    rows = np.flatnonzero(upright.any(1))
    assert upright[rows[-1]].sum() <= 2  # the tip is below
    assert upright[rows[0]].sum() >= 4  # two lobes above
    quarter = sprites(HEART, 5, 10, 15, 15)[0]  # about 92 degrees: the tip now points to the right
    columns = np.flatnonzero(quarter.any(0))
    assert quarter[:, columns[-1]].sum() <= 2
    eighth = sprites(ELLIPSE, 5, 5, 15, 15)[0]  # the long axis rises to the right
    y, x = np.nonzero(eighth)
    assert np.cov(x, y)[0, 1] < 0


@pytest.mark.parametrize("shape", [SQUARE, ELLIPSE, HEART])
def test_images_agree_with_an_eightfold_supersampled_drawing(shape):
    rng = np.random.default_rng(shape)
    classes = np.stack([np.full(40, shape), *(rng.integers(0, n, 40) for n in SIZES[1:])], axis=1)
    outline = list(SHAPES.values())[shape]()
    overlaps = []
    for row, drawn in zip(classes, render(grid_index(classes))[:, 0] > 0, strict=True):
        _, scale, angle, x, y = factor_values(grid_index(row[None]))[0].astype(float)
        cos, sin = np.cos(-angle), np.sin(-angle)
        points = scale * outline @ np.array([(cos, sin), (-sin, cos)]) + 16 + 32 * np.array([x, y])
        canvas = Image.new("L", (512, 512))
        ImageDraw.Draw(canvas).polygon([(8 * px - 0.5, 8 * py - 0.5) for px, py in points], fill=1)
        covered = np.asarray(canvas).reshape(64, 8, 64, 8).mean((1, 3)) > 0.5
        overlaps.append((covered & drawn).sum() / (covered | drawn).sum())
    assert np.mean(overlaps) > 0.97
    assert min(overlaps) > 0.88


def test_every_combination_is_whole_white_on_black_and_nothing_else():
    area = np.concatenate([_areas(start) for start in range(0, COUNT, 4_096)]).reshape(SIZES)
    mean = area.mean(axis=(2, 3, 4))
    scale = FACTORS["scale"]
    np.testing.assert_allclose(mean[SQUARE], 400 * scale**2, rtol=0.01)
    np.testing.assert_allclose(mean[ELLIPSE], np.pi * 13 * 7 * scale**2, rtol=0.01)
    np.testing.assert_allclose(mean[HEART], 180 * np.pi * 0.63**2 * scale**2, rtol=0.01)


def _areas(start):
    drawn = render(np.arange(start, start + 4_096))
    assert drawn.shape == (4_096, 1, 64, 64)
    assert not drawn[:, :, [0, -1]].any()
    assert not drawn[:, :, :, [0, -1]].any()
    white = drawn.sum((1, 2, 3), dtype=np.int64)
    assert (white % 255 == 0).all()
    return white // 255


def test_drawing_is_deterministic_and_the_same_alone_or_in_a_batch():
    index = np.random.default_rng(1).integers(0, COUNT, 64)
    batch = render(index)
    np.testing.assert_array_equal(batch, render(index))
    np.testing.assert_array_equal(batch, np.concatenate([render(index[i : i + 1]) for i in range(64)]))
    assert set(np.unique(batch)) == {0, 255}


def test_images_are_indexed_like_an_array():
    places = np.array([5, 700_000, 123])
    images = SpriteImages(places)
    assert images.shape == (3, 1, 64, 64)
    np.testing.assert_array_equal(images[np.array([2, 0])], render(places[[2, 0]]))
    np.testing.assert_array_equal(images[1:], render(places[1:]))
    np.testing.assert_array_equal(images[places > 200], render(places[[1]]))
    assert images[np.array([], np.int64)].shape == (0, 1, 64, 64)


def test_the_splits_part_the_whole_grid_for_good():
    train, test = split_places("train"), split_places("test")
    assert len(test) == 10_000
    np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(COUNT))
    assert hashlib.md5(test.astype("<i8").tobytes()).hexdigest() == "006ad0b1ef50f8ff19e624b697923979"


def test_labels_and_factors_belong_to_the_images():
    data = load_sprites("test")
    np.testing.assert_array_equal(data.labels, data.factors[:, 0])
    assert data.class_names == ("square", "ellipse", "heart")
    assert data.factor_names == ("shape", "scale", "orientation", "x", "y")
    upright = np.flatnonzero((data.labels == SQUARE) & (data.factors[:, 2] == 0))
    area = (data.images[upright] > 0).sum((1, 2, 3))
    np.testing.assert_array_equal(area, np.rint(20 * data.factors[upright, 1]) ** 2)
