"""What the screen keeps: the only place with Streamlit's caches."""

from pathlib import Path

import streamlit as st

from vaeviz.checkpoint import Checkpoint
from vaeviz.codes import CODES_FILE, read_codes
from vaeviz.errors import VaevizError
from vaeviz.live import tokens
from vaeviz.ui.components.workspace import ModelFacts, describe


@st.cache_resource(scope="session", on_release=tokens.revoke, show_spinner=False)
def session_token() -> str:
    """Return the token of this browser session for the live routes; it ends with the session."""
    return tokens.issue()


def model_facts(checkpoint: Checkpoint) -> ModelFacts:
    """Return what the workspace is told of a model; read again when its codes have changed on disk."""
    path = checkpoint.path.parent / CODES_FILE
    changed = path.stat().st_mtime_ns if path.exists() else None
    return _facts(checkpoint.path.parent, checkpoint.digest, changed, checkpoint)


@st.cache_resource(max_entries=32, show_spinner=False)
def _facts(folder: Path, digest: str, changed: int | None, _checkpoint: Checkpoint) -> ModelFacts:
    if changed is None:
        return describe(_checkpoint, None)
    try:
        return describe(_checkpoint, read_codes(folder, digest))
    except VaevizError as error:
        return describe(_checkpoint, None, str(error))
