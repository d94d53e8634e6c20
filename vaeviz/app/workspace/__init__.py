"""The workspace: pad, picture and map as one instrument in the page."""

from vaeviz.app.workspace.model_facts import ModelFacts, describe
from vaeviz.app.workspace.mount import WorkspaceData, WorkspaceEvent, at_base, instruments, reported, workspace

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
