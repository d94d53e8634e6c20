"""The scrubber's route: a cell's decoder as the page draws it, to pages of a session only."""

import numpy as np
import pytest
from collapse.grids import make, network
from server.http.test_packing import unpack

from vaeviz.collapse.sweep.file import row_file
from vaeviz.collapse.sweep.grid import read_grid
from vaeviz.families.page_program import halved, lay_out
from vaeviz.files.figures import FOLDER
from vaeviz.latents.decode import decode
from vaeviz.server.figures import endpoint


@pytest.fixture
def grid(tmp_path, corners, monkeypatch):
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    endpoint.packed_figures.cache_clear()
    make(tmp_path / FOLDER, corners)
    yield read_grid(tmp_path / FOLDER)
    endpoint.packed_figures.cache_clear()


@pytest.fixture
def get(client, token):
    return lambda path, headers=None, **query: client.get(path, params={"token": token} | query, headers=headers or {})


def test_a_cell_comes_with_its_program_and_codes(get, grid):
    reply = get("/vaeviz/sweep/1/2")
    assert reply.status_code == 200
    header, arrays = unpack(reply.content)
    assert (header["beta"], header["epoch"], header["latent"], header["image"]) == (4.0, 2, 3, [1, 8, 8])
    assert np.array_equal(arrays["mu"], grid.mu(1, 2))
    weight = network(grid, 1, 2).decoder.hidden.linear.weight.numpy()
    assert np.array_equal(arrays["0.weight"], weight.T)  # half precision loses nothing that was kept


def test_the_page_draws_what_the_decoder_in_half_precision_draws(grid):
    for row, epoch in ((0, 1), (1, 2)):
        model = network(grid, row, epoch)
        kept = grid.rows[row]
        program = lay_out(kept.header.model, kept.decoder(epoch))
        assert program is not None
        drawn = list(halved(program, program.arrays).run(grid.samples, np.empty((len(grid.samples), 0), np.float32)))
        assert np.abs(drawn - decode(model, grid.samples).transpose(0, 2, 3, 1)).max() < 1 / 255


@pytest.mark.parametrize("place", ["2/1", "0/0", "0/3", "-1/1", "x/1", "1/1e0", "1/\u0661", "..%2F0/1", "0/99999"])
def test_a_cell_that_is_not_there_is_an_error(get, grid, place):
    reply = get(f"/vaeviz/sweep/{place}")
    assert reply.status_code == 404
    if reply.headers["content-type"] == "application/json":
        assert "rows 0 to 1, epochs 1 to 2" in reply.json()["error"]


def test_only_pages_of_a_session_get_it(client, get, grid):
    assert client.get("/vaeviz/sweep/0/1").status_code == 403
    assert get("/vaeviz/sweep/0/1", {"origin": "https://evil.example"}).status_code == 403


def test_a_browser_that_has_it_gets_304(get, grid):
    first = get("/vaeviz/sweep/0/1")
    again = get("/vaeviz/sweep/0/1", {"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert get("/vaeviz/sweep/0/2").headers["etag"] != first.headers["etag"]


def test_figures_of_all_cells_come_at_once(get, grid):
    reply = get("/vaeviz/collapse/sweep")
    header, arrays = unpack(reply.content)
    assert (header["betas"], header["epochs"], header["latent"]) == ([1.0, 4.0], 2, 3)
    assert np.array_equal(arrays["rate"], grid.figures("rate"))
    assert np.array_equal(arrays["samples"], grid.samples)
    assert arrays["map"].shape == (2, 2, 256, 2)
    assert np.abs(arrays["map"] - grid.maps).max() < 1e-2
    assert set(np.unique(arrays["originals"])) == {0, 255}


def test_a_grid_that_is_missing_or_damaged_is_an_error(get, grid, tmp_path):
    path = row_file(tmp_path / FOLDER, 1.0)
    path.write_bytes(path.read_bytes()[:-10])
    for address in ("/vaeviz/collapse/sweep", "/vaeviz/sweep/0/1"):
        reply = get(address)
        assert reply.status_code == 400
        assert "cannot be read" in reply.json()["error"]
        assert str(tmp_path) not in reply.json()["error"]
