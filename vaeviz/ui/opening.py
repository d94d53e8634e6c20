"""What the Explore page shows: what the page asked for, what the URL says, or what it showed before."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vaeviz.errors import CheckpointError, ConfigError, VaevizError
from vaeviz.live import open_checkpoint
from vaeviz.ui import cache, state
from vaeviz.ui.components.workspace import ModelFacts, WorkspaceEvent

FIRST = "mnist-vae-z16"  # what a first visit shows, where it is there


def follow(
    memory: state.Memory, query: dict[str, str], event: WorkspaceEvent | None, known: dict[str, Path]
) -> ModelFacts:
    """Bring ``memory`` up to date with what the page reported or the URL says; return the facts of its model."""
    if event and isinstance(event.model, str) and event.model != memory.asked:
        memory.asked = event.model
        if event.model != memory.model:
            facts, problem = open_first([event.model, memory.model], known)
            if facts.name == memory.model:  # the one asked for cannot be opened: nothing that was set is lost
                memory.give(facts.name, memory.view, problem)
                return facts
            memory.give(facts.name, state.View(), problem)
            memory.query = {"model": facts.name}
            return facts
    if event and query == memory.query:
        facts, _ = open_first([memory.model], known)
        if isinstance(event.view, Mapping) and event.view.get("serial") == memory.serial:  # else of an earlier model
            memory.rest(state.page_view(event.view, facts.frame))
        return facts
    if not query and event is None and memory.model:  # back from another page: its links carry no query
        facts, problem = open_first([memory.model], known)
        memory.give(facts.name, memory.view, problem)
        memory.query = state.to_query(facts.name, memory.view)
        return facts
    return follow_url(memory, query, known)


def follow_url(memory: state.Memory, query: dict[str, str], known: dict[str, Path]) -> ModelFacts:
    """Show what the URL asks for; where it cannot be had, the default, with a notice."""
    memory.query = query
    try:
        name, problem = state.parse_model(query, tuple(known)), None
    except ConfigError as error:
        name, problem, query = None, f"{error} The default model is shown.", {}
    facts, unopened = open_first([name], known)
    try:
        view = state.parse_view(query, facts.frame) if name in (None, facts.name) else state.View()
    except ConfigError as error:
        view, problem = state.View(), f"{error} The default view is shown."
    memory.give(facts.name, view, unopened or problem)
    return facts


def open_first(wanted: list[str | None], known: dict[str, Path]) -> tuple[ModelFacts, str | None]:
    """Open the first of ``wanted``, else of all, that can be opened; with what was wrong with those before it."""
    problem = None
    for name in dict.fromkeys([*wanted, FIRST, *known]):
        try:
            if name in known:
                facts = cache.model_facts(open_checkpoint(known[name]))
                notice = problem and f"{problem} {name} is shown instead."
                return replace(facts, name=name), notice  # a folder may be named otherwise than its file says
        except VaevizError as error:
            problem = problem or str(error)
    raise CheckpointError(problem or "No model can be opened.")
