"""Which model and view a page shows: those that it asked for, those of the URL, or the previous ones."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from vaeviz.app import cache
from vaeviz.app.address import page_view, parse_model, parse_view, to_query
from vaeviz.app.state import Memory
from vaeviz.app.view import Frame, View
from vaeviz.app.workspace.model_facts import ModelPayload
from vaeviz.app.workspace.mount import WorkspaceEvent
from vaeviz.errors import CheckpointError, ConfigError, VaevizError, unknown_name
from vaeviz.files.places import for_visitors
from vaeviz.server import open_checkpoint

FIRST = ("mnist-vae-z16", "mnist-cvae-z8")  # a first visit shows the first of these that exists and fits the page

Known = Mapping[str, Path]


def follow(
    memory: Memory,
    query: dict[str, str],
    event: WorkspaceEvent | None,
    known: Known,
    unfit: Mapping[str, str] | None = None,
) -> ModelPayload:
    """Update ``memory`` from the page's report or the URL, and return the payload of its model.

    ``unfit`` has the models that this page does not show, each with a reason.
    """
    if event and memory.newly_asked("model", event.model):
        name = _name_in(event.model)
        if name is not None and name != memory.model:
            return _open_asked(memory, name, known)
    if event and (query == memory.query or _asks_second(memory, query, event)):
        model, _ = open_first([memory.model], known)
        _apply_report(memory, event, model, known)
        return model
    if not query and event is None and memory.model:  # back from another page: its links carry no query
        model, problem = open_first([memory.model], known)
        memory.give(model.name, memory.view, problem)
        memory.query = to_query(model.name, memory.view)
        return model
    return follow_url(memory, query, known, unfit)


def _asks_second(memory: Memory, query: dict[str, str], event: WorkspaceEvent) -> bool:
    """Whether the page asks for another second model; after a step in the history the URL may lag behind the page."""
    return memory.asks("second", event.second) and memory.model is not None and query.get("model") == memory.model


def _open_asked(memory: Memory, name: str, known: Known) -> ModelPayload:
    """Open another model, and keep the part of the view that fits any model."""
    model, problem = open_first([name, memory.model], known)
    if model.name == memory.model:  # the requested model cannot be opened: keep all of the view
        memory.give(model.name, memory.view, problem)
        return model
    memory.give(model.name, fitting_any(memory.view, model), problem)
    memory.query = to_query(model.name, memory.view)
    return model


def fitting_any(old: View, model: ModelPayload) -> View:
    """Return the part of a view that stays when ``model`` replaces its model."""
    second = old.second if old.second != model.name else None
    known = range(len(model.class_names))
    highlight, draw_class = (label if label in known else None for label in (old.highlight, old.draw_class))
    return View(
        temperature=old.temperature,
        second=second,
        highlight=highlight,
        draw_class=draw_class,
        draw=old.draw,
        tab=old.tab,
    )


def _apply_report(memory: Memory, event: WorkspaceEvent, model: ModelPayload, known: Known) -> None:
    """Take the page's report: the view after the last interaction, and the second model that it asks for."""
    if isinstance(event.view, Mapping) and event.view.get("serial") == memory.serial:  # else it is of an earlier model
        memory.rest(page_view(event.view, frame_of(model, known)))
    if memory.newly_asked("second", event.second):
        memory.second_notice = None
        memory.keep(replace(memory.view, second=_allowed_second(memory, _name_in(event.second), model, known)))


def _allowed_second(memory: Memory, name: str | None, model: ModelPayload, known: Known) -> str | None:
    if name is None:
        return None
    if name == model.name:
        memory.second_notice = f"{name} is already shown; choose another model to compare with."
        return memory.view.second
    if name not in known:
        memory.second_notice = str(unknown_name("second model", name, frame_of(model, known).others))
        return memory.view.second
    return name


def _name_in(asked: object) -> str | None:
    name = asked.get("name") if isinstance(asked, Mapping) else None
    return name if isinstance(name, str) else None


def frame_of(model: ModelPayload, known: Known) -> Frame:
    """Return what a view of the model must fit, given the available models."""
    return replace(model.frame, others=tuple(name for name in known if name != model.name))


def follow_url(
    memory: Memory, query: dict[str, str], known: Known, unfit: Mapping[str, str] | None = None
) -> ModelPayload:
    """Show what the URL asks for; what is not possible takes its default, with one notice for all of it."""
    memory.query = query
    try:
        name, problem = parse_model(query, tuple(known)), None
    except ConfigError as error:
        reason = (unfit or {}).get(query["model"], str(error))
        name, problem, query = None, f"{reason} The default model is shown.", {}
    model, unopened = open_first([name], known)
    if name not in (None, model.name):
        memory.give(model.name, View(), unopened)
        return model
    view, damaged = parse_view(query, frame_of(model, known))
    if damaged:
        problem = " ".join((*damaged, "The default is shown instead."))
    memory.give(model.name, view, unopened or problem)
    return model


def hand_over(memory: Memory, asked: object, model: ModelPayload, known: Known) -> bool:
    """Make the page of ``memory`` show z and c of ``model`` as another page sent them; False if they do not fit.

    If that page already shows this model, the rest of its view stays; otherwise only what fits any model.
    """
    view = page_view(asked.get("view"), frame_of(model, known)) if isinstance(asked, Mapping) else None
    if view is None:
        return False
    old = memory.view if memory.model == model.name else fitting_any(memory.view, model)
    memory.give(model.name, replace(old, z=view.z, c=view.c, code=None))
    memory.query = to_query(model.name, memory.view)
    return True


def keep_last_view(memory: Memory, asked: object, model: ModelPayload, known: Known) -> None:
    """Keep the view of a page at the moment when it asks to continue on another page."""
    if isinstance(asked, Mapping):
        memory.rest(page_view(asked.get("here"), frame_of(model, known)))


def second_payload(memory: Memory, known: Known) -> ModelPayload | None:
    """Return the payload of the second model; None if there is none or it cannot be opened."""
    name = memory.view.second
    if name is None:
        return None
    try:
        if name not in known:  # removed since it was chosen
            raise unknown_name("second model", name, known)
        return replace(cache.model_payload(open_checkpoint(known[name])), name=name)
    except VaevizError as error:
        memory.second_notice = f"{for_visitors(error)} No second model is shown."
        memory.keep(replace(memory.view, second=None))
        return None


def open_first(wanted: list[str | None], known: Known) -> tuple[ModelPayload, str | None]:
    """Open the first of ``wanted``, or else of all models, that can be opened; also return the first error, if any."""
    problem = None
    for name in dict.fromkeys([*wanted, *FIRST, *known]):
        try:
            if name is not None and name in known:
                model = cache.model_payload(open_checkpoint(known[name]))
                notice = problem and f"{problem} {name} is shown instead."
                return replace(model, name=name), notice  # the folder's name may differ from the file's
        except VaevizError as error:
            problem = problem or for_visitors(error)
    raise CheckpointError(problem or "No model can be opened.")
