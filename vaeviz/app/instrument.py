"""What every page with a workspace does: read the URL, remember the view, mount the component."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from vaeviz.app import cache, long_work
from vaeviz.app.address import KEYS, our_part
from vaeviz.app.choices import damaged
from vaeviz.app.guard import show_error
from vaeviz.app.opening import Known, follow, hand_over, keep_last_view, second_payload
from vaeviz.app.state import Memory
from vaeviz.app.workspace.model_facts import ModelPayload
from vaeviz.app.workspace.mount import WorkspaceData, WorkspaceEvent, reported, workspace
from vaeviz.files.places import for_visitors, shipped

EXPLORE = "explore"  # the page that other pages send a view to
EXPLORE_FILE = "pages/explore.py"  # beside main.py


@dataclass(frozen=True)
class Page:
    """One page with a workspace: its names, and which models it shows."""

    name: str  # of its memory, and of the module that the component builds
    key: str  # of the mounted component
    lacking: tuple[str, str]  # shown if there is no suitable model: a title, and what to do
    offers: Callable[[Known], Known] = dict  # the models that it shows, out of all available ones
    unfit: Callable[[str], str] = str  # why it does not show a model, by its name
    settle: Callable[[Memory, ModelPayload, Known], ModelPayload] | None = None  # corrects the choice of both models
    more: Callable[[ModelPayload, ModelPayload | None, Known], Mapping[str, Any]] | None = None  # this page's payload


def show(page: Page) -> None:
    """Draw the page."""
    all_known = shipped()
    known = page.offers(all_known)
    broken = damaged({name: folder for name, folder in all_known.items() if name not in known})
    if not known:
        show_error(*page.lacking)
        _list_damaged(broken)
        return
    memory = memory_of(page.name)
    query = our_part(st.query_params.to_dict())
    event = reported(long_work.mount_key(page.key))
    unfit = {name: for_visitors(broken.get(name) or page.unfit(name)) for name in all_known if name not in known}
    model = follow(memory, query, event, known, unfit)
    if page.settle:
        model = page.settle(memory, model, known)
    _go_on_at_explore(memory, event, model, all_known)
    second = second_payload(memory, known)
    if query != memory.query:
        foreign = {key: value for key, value in st.query_params.to_dict().items() if key not in KEYS}
        st.query_params.from_dict({**foreign, **memory.query})
    data = WorkspaceData(
        models=tuple(known),
        model=model,
        token=cache.session_token(),
        view=memory.given,
        serial=memory.serial,
        notice=memory.notice,
        second=second,
        second_notice=memory.second_notice,
        answers=memory.answers,
        page=page.name,
        more=page.more(model, second, known) if page.more else None,
    )
    long_work.offer_codes(model.name, known[model.name], model.has_codes)
    workspace(data, key=long_work.mount_key(page.key))
    _list_damaged(broken)


def _list_damaged(broken: Mapping[str, str]) -> None:
    """Show which models are not offered because their files are damaged."""
    for name, reason in broken.items():
        show_error(f"{name} is damaged", reason)


def memory_of(name: str) -> Memory:
    """Return what this browser session remembers of a page."""
    return st.session_state.setdefault(name, Memory())


def _go_on_at_explore(memory: Memory, event: WorkspaceEvent | None, model: ModelPayload, known: Known) -> None:
    """Switch to the Explore page if the page asked for it; it then shows the view that came with the request."""
    if event is None or not memory.newly_asked("explore", event.explore):
        return
    keep_last_view(memory, event.explore, model, known)
    if hand_over(memory_of(EXPLORE), event.explore, model, known):
        st.switch_page(EXPLORE_FILE)
