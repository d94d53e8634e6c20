"""What every page with the workspace on it does: follow the address, remember, mount."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from vaeviz.app import cache, long_work
from vaeviz.app.address import KEYS, our_part
from vaeviz.app.choices import damaged
from vaeviz.app.guard import show_error
from vaeviz.app.opening import Known, follow, hand_over, keep_left, second_facts
from vaeviz.app.state import Memory
from vaeviz.app.workspace.model_facts import ModelFacts
from vaeviz.app.workspace.mount import WorkspaceData, WorkspaceEvent, reported, workspace
from vaeviz.files.places import for_visitors, shipped

EXPLORE = "explore"  # the page that others hand a place over to
EXPLORE_FILE = "pages/explore.py"  # beside main.py


@dataclass(frozen=True)
class Page:
    """One page with the workspace on it: its names, and which models it shows."""

    name: str  # of its memory, and of what the component builds
    key: str  # of its mount
    lacking: tuple[str, str]  # where there is no model it could show: a title, and what to do
    offers: Callable[[Known], Known] = dict  # the models that it shows, of all at hand
    unfit: Callable[[str], str] = str  # what is wrong with one of the others, by its name
    settle: Callable[[Memory, ModelFacts, Known], ModelFacts] | None = None  # has the last word on both models
    more: Callable[[ModelFacts, ModelFacts | None, Known], Mapping[str, Any]] | None = None  # for its own part


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
    facts = follow(memory, query, event, known, unfit)
    if page.settle:
        facts = page.settle(memory, facts, known)
    _go_on_at_explore(memory, event, facts, all_known)
    second = second_facts(memory, known)
    if query != memory.query:
        others = {key: value for key, value in st.query_params.to_dict().items() if key not in KEYS}
        st.query_params.from_dict({**others, **memory.query})
    data = WorkspaceData(
        models=tuple(known),
        model=facts,
        token=cache.session_token(),
        view=memory.given,
        serial=memory.serial,
        notice=memory.notice,
        second=second,
        second_notice=memory.second_notice,
        answers=memory.answers,
        page=page.name,
        more=page.more(facts, second, known) if page.more else None,
    )
    long_work.offer_codes(facts.name, known[facts.name], facts.has_codes)
    workspace(data, key=long_work.mount_key(page.key))
    _list_damaged(broken)


def _list_damaged(broken: Mapping[str, str]) -> None:
    """Say which models are not offered because their files are damaged; the others work."""
    for name, why in broken.items():
        show_error(f"{name} is damaged", why)


def memory_of(name: str) -> Memory:
    """Return what this browser session remembers of a page."""
    return st.session_state.setdefault(name, Memory())


def _go_on_at_explore(memory: Memory, event: WorkspaceEvent | None, facts: ModelFacts, known: Known) -> None:
    """Turn to the Explore page where that was asked for; it then shows the place that came with the wish."""
    if event is None or not memory.newly_asked("explore", event.explore):
        return
    keep_left(memory, event.explore, facts, known)
    if hand_over(memory_of(EXPLORE), event.explore, facts, known):
        st.switch_page(EXPLORE_FILE)
