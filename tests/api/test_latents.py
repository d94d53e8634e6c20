import numpy as np
import pytest
from toys import holding

import vaeviz
from vaeviz.files.checkpoint import load

GREY = np.random.default_rng(0).integers(0, 256, (5, 8, 8), np.uint8)


def test_images_are_encoded_alike_as_bytes_and_as_floats(plain):
    codes = vaeviz.encode(plain, GREY)
    same = vaeviz.encode(plain, (GREY / 255).astype(np.float32)[:, None])
    assert codes.mu.shape == codes.logvar.shape == (5, 3)
    assert np.allclose(codes.mu, same.mu, atol=1e-6)


def test_a_data_set_is_encoded_by_name_with_its_labels(plain):
    codes = vaeviz.encode(plain, "digits", limit=10)
    assert len(codes) == 10
    assert set(codes.labels.tolist()) <= set(range(10))


@pytest.mark.parametrize(
    ("images", "reason"),
    [(GREY[:, :4], "takes"), (GREY * 2.0, "allowed"), (GREY.astype(float) - 1, "allowed"), (GREY[:0], "no image")],
)
def test_images_that_do_not_fit_are_refused(plain, images, reason):
    with pytest.raises(vaeviz.VaevizError, match=reason):
        vaeviz.encode(plain, images)


def test_a_condition_goes_by_index_by_name_and_by_row(conditional):
    z = np.random.default_rng(0).normal(size=(2, 3))
    by_index = vaeviz.decode(conditional, z, 1)
    for given in ("dog", ["dog", "dog"], [1, 1], [[0, 1, 0]], np.float32([[0, 1, 0]] * 2)):
        assert np.array_equal(vaeviz.decode(conditional, z, given), by_index)
    assert not np.array_equal(vaeviz.decode(conditional, z, [1, 2])[1], by_index[1])
    assert np.array_equal(vaeviz.decode(conditional, z), vaeviz.decode(conditional, z, [[0, 0, 0]]))


@pytest.mark.parametrize(("condition", "reason"), [("cow", "Unknown class"), (3, "0 to 2"), ([1, 2, 0], "or one row")])
def test_a_condition_that_does_not_fit_is_refused(conditional, condition, reason):
    with pytest.raises(vaeviz.VaevizError, match=reason):
        vaeviz.decode(conditional, np.zeros((2, 3)), condition)


def test_a_plain_model_takes_no_condition(plain):
    with pytest.raises(vaeviz.VaevizError, match="not conditional"):
        vaeviz.decode(plain, [0, 0, 0], 1)


def test_one_code_is_a_batch_of_one_and_another_length_is_refused(plain):
    assert vaeviz.decode(plain, [0, 0, 0]).shape == (1, 1, 8, 8)
    with pytest.raises(vaeviz.VaevizError, match=r"takes \(n, 3\) or \(3,\)"):
        vaeviz.decode(plain, [0, 0])


def test_both_arithmetics_agree_within_a_level(plain):
    z = np.random.default_rng(0).normal(size=(4, 3))
    levels = [vaeviz.to_uint8(vaeviz.decode(plain, z, arithmetic=how)) for how in ("torch", "page")]
    assert np.abs(levels[0].astype(int) - levels[1]).max() <= 1
    with pytest.raises(vaeviz.VaevizError, match="arithmetic"):
        vaeviz.decode(plain, z, arithmetic="exact")


def test_a_model_without_a_program_says_where_its_images_come_from(plain):
    with pytest.raises(vaeviz.VaevizError, match="PyTorch on the server"):
        vaeviz.decode(holding(plain.model, plain.header), [0, 0, 0], arithmetic="page")


def test_a_traversal_moves_one_coordinate_and_is_ordered_by_kl(plain):
    found = vaeviz.traverse(plain, steps=5)
    assert found.dimensions == (2, 1, 0)
    assert found.images.shape == (3, 5, 1, 8, 8)
    assert np.allclose(found.values, -found.values[::-1])
    z = np.zeros(3)
    z[1] = found.values[4]
    assert np.allclose(found.images[1, 4], vaeviz.decode(plain, z)[0], atol=1e-6)
    assert vaeviz.traverse(plain, 0).dimensions == (0,)


def test_without_stored_codes_dimensions_keep_their_order(conditional):
    assert vaeviz.traverse(conditional, steps=2, condition="eel").dimensions == (0, 1, 2)


def test_an_interpolation_has_its_ends_and_keeps_the_norm_on_the_sphere(plain):
    a, b = [1, 0, 0], [0, 2, 0]
    line = vaeviz.interpolate(plain, a, b, steps=3)
    arc = vaeviz.interpolate(plain, a, b, steps=3, method="spherical")
    assert np.allclose(line.z, [a, [0.5, 1, 0], b])
    assert np.allclose(np.linalg.norm(arc.z, axis=1), [1, 1.5, 2])
    assert arc.images.shape == (3, 1, 8, 8)
    with pytest.raises(vaeviz.VaevizError, match="interpolation"):
        vaeviz.interpolate(plain, a, b, method="bent")


def test_a_map_is_made_of_stored_codes_and_of_fresh_ones(plain):
    assert vaeviz.embed(plain, "pca").points.shape == (40, 2)
    assert vaeviz.embed(vaeviz.encode(plain, GREY), "axes", x=0, y=2).points.shape == (5, 2)


def test_a_model_without_codes_says_what_to_do(conditional):
    with pytest.raises(vaeviz.VaevizError, match="codes"):
        vaeviz.diagnose(conditional)


def test_the_shared_model_is_not_changed(plain, folder):
    before = {name: part.clone() for name, part in plain.model.state_dict().items()}
    vaeviz.encode(plain, GREY)
    vaeviz.traverse(plain)
    assert all((before[name] == part).all() for name, part in load(folder / "plain").model.state_dict().items())
