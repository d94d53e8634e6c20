"""What a page with the workspace shows: what it asked for, what the URL says, or what it showed before."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vaeviz.app import cache
from vaeviz.app.address import page_view, parse_model, parse_view, to_query
from vaeviz.app.state import Memory
from vaeviz.app.view import Frame, View
from vaeviz.app.workspace.model_facts import ModelFacts
from vaeviz.app.workspace.mount import WorkspaceEvent
from vaeviz.errors import CheckpointError, ConfigError, VaevizError, unknown_name
from vaeviz.files.places import for_visitors
from vaeviz.server import open_checkpoint

FIRST = ("mnist-vae-z16", "mnist-cvae-z8")  # what a first visit shows: the first that is there and fits the page

Known = Mapping[str, Path]


def follow(
    memory: Memory,
    query: dict[str, str],
    event: WorkspaceEvent | None,
    known: Known,
    unfit: Mapping[str, str] | None = None,
) -> ModelFacts:
    """Bring ``memory`` up to date with what the page reported or the URL says; return the facts of its model.

    ``unfit`` has models that are there but not for this page, each with a sentence on why.
    """
    if event and memory.newly_asked("model", event.model):
        name = _name_in(event.model)
        if name is not None and name != memory.model:
            return _open_asked(memory, name, known)
    if event and (query == memory.query or _asks_second(memory, query, event)):
        facts, _ = open_first([memory.model], known)
        _hear(memory, event, facts, known)
        return facts
    if not query and event is None and memory.model:  # back from another page: its links carry no query
        facts, problem = open_first([memory.model], known)
        memory.give(facts.name, memory.view, problem)
        memory.query = to_query(facts.name, memory.view)
        return facts
    return follow_url(memory, query, known, unfit)


def _asks_second(memory: Memory, query: dict[str, str], event: WorkspaceEvent) -> bool:
    """Whether the page asks for another second model; after a move in the history the URL may lag behind the page."""
    return memory.asks("second", event.second) and memory.model is not None and query.get("model") == memory.model


def _open_asked(memory: Memory, name: str, known: Known) -> ModelFacts:
    """Open another model; of the view stays what fits any model."""
    facts, problem = open_first([name, memory.model], known)
    if facts.name == memory.model:  # the one asked for cannot be opened: nothing that was set is lost
        memory.give(facts.name, memory.view, problem)
        return facts
    memory.give(facts.name, fitting_any(memory.view, facts), problem)
    memory.query = to_query(facts.name, memory.view)
    return facts


def fitting_any(old: View, facts: ModelFacts) -> View:
    """Return what stays of a view where another model, that of ``facts``, takes the place of its own."""
    second = old.second if old.second != facts.name else None
    known = range(len(facts.class_names))
    lit, told = (label if label in known else None for label in (old.lit, old.told))
    return View(temperature=old.temperature, second=second, lit=lit, told=told, draw=old.draw, tab=old.tab)


def _hear(memory: Memory, event: WorkspaceEvent, facts: ModelFacts, known: Known) -> None:
    """Take what the page says of itself: where it came to rest, and which second model it wants."""
    if isinstance(event.view, Mapping) and event.view.get("serial") == memory.serial:  # else of an earlier model
        memory.rest(page_view(event.view, frame_of(facts, known)))
    if memory.newly_asked("second", event.second):
        memory.second_notice = None
        memory.keep(replace(memory.view, second=_allowed_second(memory, _name_in(event.second), facts, known)))


def _allowed_second(memory: Memory, name: str | None, facts: ModelFacts, known: Known) -> str | None:
    if name is None:
        return None
    if name == facts.name:
        memory.second_notice = f"{name} is shown already; choose another model to stand beside it."
        return memory.view.second
    if name not in known:
        memory.second_notice = str(unknown_name("second model", name, frame_of(facts, known).others))
        return memory.view.second
    return name


def _name_in(asked: object) -> str | None:
    name = asked.get("name") if isinstance(asked, Mapping) else None
    return name if isinstance(name, str) else None


def frame_of(facts: ModelFacts, known: Known) -> Frame:
    """Return what a view of the model must fit, among the models at hand."""
    return replace(facts.frame, others=tuple(name for name in known if name != facts.name))


def follow_url(
    memory: Memory, query: dict[str, str], known: Known, unfit: Mapping[str, str] | None = None
) -> ModelFacts:
    """Show what the URL asks for; what cannot be had has its default, with one notice for all of it."""
    memory.query = query
    try:
        name, problem = parse_model(query, tuple(known)), None
    except ConfigError as error:
        why = (unfit or {}).get(query["model"], str(error))
        name, problem, query = None, f"{why} The default model is shown.", {}
    facts, unopened = open_first([name], known)
    if name not in (None, facts.name):
        memory.give(facts.name, View(), unopened)
        return facts
    view, damaged = parse_view(query, frame_of(facts, known))
    if damaged:
        problem = " ".join((*damaged, "The default is shown instead."))
    memory.give(facts.name, view, unopened or problem)
    return facts


def hand_over(memory: Memory, asked: object, facts: ModelFacts, known: Known) -> bool:
    """Have the page of ``memory`` show a place of the model of ``facts``, as another page sent it; False if it is none.

    Where that page shows this model already, all but the place stays; else what fits any model.
    """
    view = page_view(asked.get("view"), frame_of(facts, known)) if isinstance(asked, Mapping) else None
    if view is None:
        return False
    old = memory.view if memory.model == facts.name else fitting_any(memory.view, facts)
    memory.give(facts.name, replace(old, z=view.z, c=view.c, code=None))
    memory.query = to_query(facts.name, memory.view)
    return True


def keep_left(memory: Memory, asked: object, facts: ModelFacts, known: Known) -> None:
    """Keep where a page is left, as it says so with the wish to go on elsewhere."""
    if isinstance(asked, Mapping):
        memory.rest(page_view(asked.get("here"), frame_of(facts, known)))


def second_facts(memory: Memory, known: Known) -> ModelFacts | None:
    """Return the facts of the model that stands beside the first; None where there is none or it cannot be opened."""
    name = memory.view.second
    if name is None:
        return None
    try:
        if name not in known:  # it was there when it was chosen
            raise unknown_name("second model", name, known)
        return replace(cache.model_facts(open_checkpoint(known[name])), name=name)
    except VaevizError as error:
        memory.second_notice = f"{for_visitors(error)} No second model is shown."
        memory.keep(replace(memory.view, second=None))
        return None


def open_first(wanted: list[str | None], known: Known) -> tuple[ModelFacts, str | None]:
    """Open the first of ``wanted``, else of all, that can be opened; with what was wrong with those before it."""
    problem = None
    for name in dict.fromkeys([*wanted, *FIRST, *known]):
        try:
            if name is not None and name in known:
                facts = cache.model_facts(open_checkpoint(known[name]))
                notice = problem and f"{problem} {name} is shown instead."
                return replace(facts, name=name), notice  # a folder may be named otherwise than its file says
        except VaevizError as error:
            problem = problem or for_visitors(error)
    raise CheckpointError(problem or "No model can be opened.")
