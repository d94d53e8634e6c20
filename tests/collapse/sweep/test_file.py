"""The grid's files: a written file is read back, a damaged one is refused with a message."""

from dataclasses import replace

import numpy as np
import pytest

from vaeviz.collapse.sweep.file import (
    IMAGES_FILE,
    LOG_SD,
    Row,
    read_images,
    read_row,
    row_file,
    sd_bytes,
    write_images,
    write_row,
)
from vaeviz.collapse.sweep.grid import read_grid
from vaeviz.errors import CheckpointError


def test_a_row_comes_back_as_it_was(folder, tmp_path):
    row = read_row(row_file(folder, 1.0))
    write_row(tmp_path, row)
    again = read_row(row_file(tmp_path, 1.0))
    assert again.header == row.header
    assert set(again.arrays) == set(row.arrays)
    for name, array in row.arrays.items():
        assert again.arrays[name].dtype == array.dtype
        assert np.array_equal(again.arrays[name], array)


def test_images_come_back_bit_by_bit(folder, tmp_path):
    images, _ = read_images(folder)
    write_images(tmp_path, images)
    again, _ = read_images(tmp_path)
    assert np.array_equal(again.pixels, images.pixels)
    assert again.header == images.header


def test_a_deviation_is_kept_to_about_a_percent_and_that_of_the_prior_exactly(folder):
    logvar = np.linspace(2 * LOG_SD[0], 2 * LOG_SD[1], 1000, dtype=np.float32)
    header = read_row(row_file(folder, 1.0)).header
    row = Row(header, {"sd": sd_bytes(logvar.reshape(1, 500, 2))})
    assert np.abs(row.logvar(1) - logvar.reshape(500, 2)).max() < 0.026
    assert np.abs(Row(header, {"sd": sd_bytes(np.zeros((1, 3, 2), np.float32))}).logvar(1)).max() < 1e-6


def damaged(folder, **arrays):
    row = read_row(row_file(folder, 1.0))
    write_row(folder, replace(row, arrays={**row.arrays, **arrays}))
    return row_file(folder, 1.0)


def test_a_truncated_file_is_reported_as_damaged(folder):
    path = row_file(folder, 1.0)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match=r"cannot be read.*vaeviz collapse sweep"):
        read_row(path)


def test_a_file_of_another_kind_is_refused(folder):
    row_file(folder, 1.0).write_bytes((folder / IMAGES_FILE).read_bytes())
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_row(row_file(folder, 1.0))


def test_an_array_of_another_shape_is_named(folder):
    with pytest.raises(CheckpointError, match=r"rate has shape \(2, 2\), the rest of the file needs \(2, 3\)"):
        read_row(damaged(folder, rate=np.zeros((2, 2), np.float32)))


def test_numbers_that_are_not_finite_are_refused(folder):
    with pytest.raises(CheckpointError, match="elbo holds numbers that are not finite"):
        read_row(damaged(folder, elbo=np.array([1, np.nan], np.float32)))


def test_weights_that_do_not_fit_are_refused(folder):
    damaged(folder, **{"decoder.hidden.linear.bias": np.zeros((2, 5), np.float16)})
    with pytest.raises(CheckpointError, match=r"decoder.hidden.linear.bias has shape \(2, 5\)"):
        read_grid(folder)


def test_a_newer_format_is_not_guessed_at(folder):
    row = read_row(row_file(folder, 1.0))
    write_row(folder, replace(row, header=replace(row.header, format=9)))
    with pytest.raises(CheckpointError, match="format 9"):
        read_row(row_file(folder, 1.0))


def test_rows_of_two_grids_are_not_mixed(folder):
    row = read_row(row_file(folder, 1.0))
    write_row(folder, replace(row, header=replace(row.header, images="0" * 32)))
    with pytest.raises(CheckpointError, match="does not match"):
        read_grid(folder)


def test_the_error_of_a_missing_grid_says_how_to_make_one(tmp_path):
    with pytest.raises(CheckpointError, match=r"no grid of runs.*vaeviz collapse sweep"):
        read_grid(tmp_path)


def test_a_row_made_anew_is_read_anew(folder):
    first = read_grid(folder)
    assert read_grid(folder) is first
    damaged(folder, distortion=np.array([7, 8], np.float32))
    assert read_grid(folder).figures("distortion")[0].tolist() == [7, 8]
    assert read_grid(folder).betas == (1.0, 4.0)
