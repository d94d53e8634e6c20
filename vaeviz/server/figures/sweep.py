"""The grid of beta and epoch for the page: the figures of all cells together, each cell's decoder and codes alone."""

from functools import lru_cache, partial

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.collapse.sweep.grid import SweepGrid, read_grid
from vaeviz.errors import CheckpointError
from vaeviz.families.page_program import halved, lay_out
from vaeviz.files.figures import folder
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.server import workers
from vaeviz.server.access import AccessError, require_same_origin, require_token
from vaeviz.server.decode.weights import PAYS
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.packing import join
from vaeviz.server.http.response_body import Packed

LIMIT = 24  # cells
FIGURES = ("rate", "mu_variance", "distortion", "elbo", "shown_rate", "shown_elbo", "shown_iwae")
DIGITS = 3  # of the number of a row or an epoch, at most


def figures() -> bytes:
    """Return what the page needs before any cell: all figures and maps, the shown images, the samples' codes."""
    grid = read_grid(folder())
    images, header = grid.images, grid.rows[0].header
    payload = {
        "betas": list(grid.betas),
        "epochs": grid.epochs,
        "latent": header.model.latent_dim,
        "image": list(images.header.image_shape),
        "class_names": list(images.header.class_names),
        "dataset": images.header.dataset,
        "split": images.header.split,
        "measured": header.measured,
        "iwae_samples": header.iwae_samples,
        "active": ACTIVE,
        "command": header.command,
        "hardware": header.hardware,
        "seconds": sum(row.header.seconds for row in grid.rows),
    }
    arrays = {name: grid.figures(name) for name in FIGURES}
    pixels = images.pixels[images.shown] * 255
    shown = {"labels": images.labels, "shown": images.shown, "originals": pixels.transpose(0, 2, 3, 1).copy()}
    return join(payload, {**arrays, **shown, "map": grid.maps.astype("<f2"), "samples": grid.samples})


@answering_errors
async def cell(request: Request) -> Response:
    """Answer ``GET /vaeviz/sweep/{row}/{epoch}?token=`` with a cell's program, weights and posterior means.

    Rows count from 0, the smallest beta; epochs from 1.
    """
    require_same_origin(request, absent_ok=True)
    require_token(request)
    row, epoch = (_number(request.path_params[name]) for name in ("row", "epoch"))
    packed = await workers.run(workers.figures(), partial(_packed_cell, row, epoch))
    return packed.answer(request)


def _number(text: str) -> int:
    """Return the number in a URL; -1 for any other text, which no row or epoch has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else -1


def _packed_cell(row: int, epoch: int) -> Packed:
    grid = read_grid(folder())
    if not (0 <= row < len(grid.rows) and 1 <= epoch <= grid.epochs):
        last = len(grid.rows) - 1
        raise AccessError(
            404, f"The grid has no cell ({row}, {epoch}); allowed: rows 0 to {last}, epochs 1 to {grid.epochs}."
        )
    return _packed(grid, row, epoch)


@lru_cache(LIMIT)
def _packed(grid: SweepGrid, row: int, epoch: int) -> Packed:
    kept = grid.rows[row]
    program = lay_out(kept.header.model, kept.decoder(epoch))
    if program is None:
        raise CheckpointError("The page cannot run the grid's decoder. Make the grid with a conv or mlp model.")
    form = halved(program, program.arrays)
    header = {**form.header(), "beta": grid.betas[row], "epoch": epoch}
    return Packed.of(join(header, {**form.arrays, "mu": grid.mu(row, epoch)}), PAYS)
