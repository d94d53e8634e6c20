import itertools

import numpy as np
import pytest

from vaeviz.data.avatars.dataset import sample_factors
from vaeviz.data.avatars.faces import CHOICES, FACTORS, NUMBERS, OTHER_FACTORS, render

COMBINATIONS = list(itertools.product(*(range(len(values)) for values in CHOICES.values())))
REGIONS = {  # rows and columns outside of which a factor changes nothing, of a head that is straight
    "eye size": (slice(27, 40), slice(16, 48)),
    "brow angle": (slice(20, 29), slice(16, 48)),
    "mouth curve": (slice(38, 50), slice(24, 40)),
    "gaze": (slice(27, 40), slice(16, 48)),
    "shirt": (slice(47, 64), slice(0, 64)),
    "eye spacing": (slice(20, 44), slice(13, 51)),
    "face width": (slice(0, 64), slice(4, 60)),
}


def middle(n=1):
    """Return n faces with every number at 0: bald, no glasses."""
    return np.zeros((n, len(FACTORS)), np.float32)


def with_ends(name, faces):
    """Draw the faces with one factor at -1 and at 1."""
    low, high = faces.copy(), faces.copy()
    low[:, FACTORS.index(name)], high[:, FACTORS.index(name)] = -1, 1
    return render(low).astype(int), render(high).astype(int)


def changed(a, b, by=12):
    """Return where two pictures differ visibly, (n, 64, 64)."""
    return (np.abs(a - b) > by).any(axis=1)


def every_combination(skin, hair):
    faces = middle(len(COMBINATIONS))
    faces[:, : len(CHOICES)] = COMBINATIONS
    faces[:, FACTORS.index("skin tone")], faces[:, FACTORS.index("hair shade")] = skin, hair
    return faces


def test_drawing_is_deterministic_and_the_same_alone_or_in_a_batch():
    faces = sample_factors(70, np.random.default_rng(0))
    batch = render(faces)
    assert (batch.shape, batch.dtype) == ((70, 3, 64, 64), np.uint8)
    np.testing.assert_array_equal(batch, render(faces))
    np.testing.assert_array_equal(batch[::-1], render(np.ascontiguousarray(faces[::-1])))
    np.testing.assert_array_equal(batch, np.concatenate([render(faces[i : i + 1]) for i in range(70)]))
    assert render(faces[:0]).shape == (0, 3, 64, 64)


@pytest.mark.parametrize("name", REGIONS)
def test_a_factor_changes_its_region_and_nothing_else(name):
    rows, columns = REGIONS[name]
    differs = changed(*with_ends(name, every_combination(0, 0)), by=0)
    assert differs[:, rows, columns].any(axis=(1, 2)).all()
    differs[:, rows, columns] = False
    assert not differs.any()


@pytest.mark.parametrize(("skin", "hair"), [(-1, -1), (-1, 1), (1, -1), (1, 1)])
@pytest.mark.parametrize("name", [*NUMBERS, *OTHER_FACTORS])
def test_no_hair_or_glasses_hide_a_factor(name, skin, hair):
    differs = changed(*with_ends(name, every_combination(skin, hair)))
    assert differs.sum(axis=(1, 2)).min() >= 14, dict(zip(COMBINATIONS, differs.sum(axis=(1, 2)), strict=True))


@pytest.mark.parametrize("name", ["eye size", "brow angle", "mouth curve"])
def test_eyes_brows_and_mouth_look_the_same_under_every_hair(name):
    bare = changed(*with_ends(name, every_combination(0, 0)))[: len(CHOICES["glasses"])]
    differs = changed(*with_ends(name, every_combination(0, 0))).reshape(-1, *bare.shape)
    np.testing.assert_array_equal(differs, np.broadcast_to(bare, differs.shape))


def test_different_choices_look_different():
    pictures = render(every_combination(0, 0)).astype(int).reshape(-1, len(CHOICES["glasses"]), 3, 64, 64)
    for a, b in itertools.combinations(range(pictures.shape[0]), 2):
        assert changed(pictures[a], pictures[b]).sum(axis=(1, 2)).min() > 150
    for a, b in itertools.combinations(range(pictures.shape[1]), 2):
        assert changed(pictures[:, a], pictures[:, b]).sum(axis=(1, 2)).min() > 40


def test_numbers_change_the_image_in_small_steps():
    for name in (*NUMBERS, *OTHER_FACTORS):
        faces = middle(41)
        faces[:, FACTORS.index(name)] = np.linspace(-1, 1, 41)
        pictures = render(faces).astype(int).reshape(41, -1)
        steps = np.abs(np.diff(pictures, axis=0)).sum(axis=1)
        assert steps.min() > 0, name
        assert steps.max() < 12 * np.median(steps), name


def test_ramps_of_hair_and_skin_go_one_way_in_lightness():
    for name, lighter, (y, x) in (("hair shade", 1, (14, 32)), ("skin tone", -1, (22, 32))):
        faces = middle(41)
        faces[:, 0] = list(CHOICES["hair style"]).index("bob") if name == "hair shade" else 0
        faces[:, FACTORS.index(name)] = lighter * np.linspace(-1, 1, 41)
        grey = render(faces)[:, :, y, x] @ np.array([0.299, 0.587, 0.114])
        assert (np.diff(grey) > 0).all()


def test_the_head_tilts_around_the_neck():
    left, right = with_ends("head tilt", middle())
    assert changed(left, right)[:, :46].any()
    assert not changed(left, right, by=0)[:, 57:].any()
