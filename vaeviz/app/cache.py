"""The app's caches: the only module that uses Streamlit's caches."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE
from vaeviz.files.file_version import FileVersion, file_version
from vaeviz.server import jobs, tokens
from vaeviz.server.decode import codes_cache as stored

if TYPE_CHECKING:
    from vaeviz.app.samples import Sheet


class MapNote(NamedTuple):
    """How one stored map was made, and its trustworthiness."""

    method: str
    seed: int
    trustworthiness: float | None


@st.cache_resource(scope="session", on_release=tokens.revoke, show_spinner=False)
def session_token() -> str:
    """Return this browser session's token for the live routes; it is revoked when the session ends."""
    return tokens.issue()


@st.cache_resource(scope="session", on_release=jobs.pool.release, show_spinner=False)
def job_owner() -> str:
    """Return the name under which this browser session owns jobs; a job is cancelled when its last owner is gone."""
    return secrets.token_hex(8)


def sample_sheet(checkpoint: Checkpoint, *, seed: int = 0, temperature: float = 1.0) -> "Sheet":
    """Return a model's samples as one image, decoded once."""
    return _sheet(checkpoint.digest, seed, temperature, checkpoint)


@st.cache_resource(max_entries=64, show_spinner=False)
def _sheet(digest: str, seed: int, temperature: float, _checkpoint: Checkpoint) -> "Sheet":
    from vaeviz.app.samples import sheet_of  # imports torch

    return sheet_of(_checkpoint.model, seed=seed, temperature=temperature)


def map_notes(checkpoint: Checkpoint) -> tuple[MapNote, ...]:
    """Return the stored maps of a model; they are read again when they change on disk, and are empty if unreadable."""
    path = checkpoint.path.parent / CODES_FILE
    if not path.exists():
        return ()
    try:
        return _map_notes(path.parent, checkpoint.digest, file_version(path))
    except VaevizError:
        return ()  # the model's payload has the error


@st.cache_resource(max_entries=64, show_spinner=False)
def _map_notes(folder: Path, digest: str, version: FileVersion) -> tuple[MapNote, ...]:
    maps = stored.read(folder, digest, version).maps.values()
    return tuple(MapNote(made.method, made.seed, made.trustworthiness) for made in maps)
