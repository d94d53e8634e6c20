"""The workspace: pad, picture and map as one instrument in the page."""

from vaeviz.ui.components.workspace.facts import ModelFacts, describe
from vaeviz.ui.components.workspace.mount import (
    WorkspaceData,
    WorkspaceEvent,
    at_base,
    instruments,
    reported,
    workspace,
)

__all__ = [
    "ModelFacts",
    "WorkspaceData",
    "WorkspaceEvent",
    "at_base",
    "describe",
    "instruments",
    "reported",
    "workspace",
]
