"""The workspace component in Python: a typed payload in, the visitor's requests and view out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from vaeviz import server as live
from vaeviz.app.view import View
from vaeviz.app.workspace.model_facts import ModelPayload
from vaeviz.installation import WEB
from vaeviz.server.routes import ANIMATION, CODES, EXPORT, FRAME, IMAGE, LIVE, ORIGINALS, WEIGHTS

_CSS = ":host { display: block; min-height: 320px; }"
_SHIM = """
const loading = new WeakMap();
export default function (component) {
  const { data: [data], parentElement } = component;
  const address = new URL(`${data.endpoints.static}/${data.module}`, document.baseURI).href;
  const loaded = import(address).then((part) => part.render({ ...component, data }));
  loading.set(parentElement, loaded);
  loaded.catch((error) => {
    console.error(error);
    parentElement.append("The workspace could not be loaded. Reload the page.");
  });
  return () => loading.get(parentElement)?.then((unmount) => unmount());
}
"""

_component = component("vaeviz_workspace", css=_CSS, js=_SHIM)

MODULES = {  # page -> the module that builds it
    "explore": "explore/page.js",
    "conditions": "conditions/page.js",
    "compare": "compare/page.js",
    "collapse": "collapse/page/page.js",
}


@dataclass(frozen=True)
class WorkspaceData:
    """What the page shows; it switches to ``view`` only when ``serial`` has changed."""

    models: tuple[str, ...]
    model: ModelPayload
    token: str
    view: View
    serial: int
    notice: str | None = None
    second: ModelPayload | None = None  # on the same sliders; the page follows it whatever the serial is
    second_notice: str | None = None
    answers: int = 0  # answered requests of the page; the page shows a repeated notice again when this grows
    page: str = "explore"  # one of `MODULES`
    more: Mapping[str, Any] | None = None  # the part that only this page needs, as JSON

    def to_json(self) -> dict[str, Any]:
        """Return the payload of the component."""
        return {
            "module": MODULES[self.page],
            "models": [{"name": name, "title": name} for name in self.models],
            "model": self.model.to_json(),
            "endpoints": endpoints(self.model.digest),
            "token": self.token,
            "view": self._view(),
            "serial": self.serial,
            "notice": self.notice,
            "second": self.second and {"model": self.second.to_json(), "endpoints": endpoints(self.second.digest)},
            "second_notice": self.second_notice,
            "answers": self.answers,
            "more": self.more,
        }

    def _view(self) -> dict[str, Any]:
        """Return the view; without z it takes the code that a first visit shows."""
        view, start = self.view, self.model.start
        given = {**asdict(view), "map": view.map or self.model.first_map}
        if view.z is None and start:
            return {**given, "z": start.z, "c": view.c or start.c, "code": start.code}
        return given if view.z is not None else {**given, "code": None}


def endpoints(digest: str) -> dict[str, str]:
    """Return the URLs of the page's modules and of one model's data."""
    return {
        "static": at_base(live.static_url(WEB)),
        "live": at_base(LIVE),
        "frame": at_base(FRAME),
        "image": at_base(IMAGE),
        "animation": at_base(ANIMATION),
        "codes": at_base(f"{CODES}/{digest}"),
        "weights": at_base(f"{WEIGHTS}/{digest}"),
        "originals": at_base(f"{ORIGINALS}/{digest}"),
        "export": at_base(f"{EXPORT}/{digest}"),
    }


def at_base(address: str) -> str:
    """Return the URL of a live route below the path at which Streamlit serves the app."""
    return live.base_path(st.get_option("server.baseUrlPath")) + address


def instruments(page: str, payload: Mapping[str, Any], *, key: str) -> None:
    """Mount a page without a model; it keeps its state and URL itself, and reports nothing."""
    _component(key=key, data=[{"module": MODULES[page], **payload}])


@dataclass(frozen=True)
class WorkspaceEvent:
    """What the page last reported, unchecked: requested models, as {name, at}, and the view after an interaction.

    ``explore`` is a view to continue from on the Explore page, as {view, at}.
    """

    model: object = None
    view: object = None
    second: object = None
    explore: object = None


def workspace(data: WorkspaceData, *, key: str) -> WorkspaceEvent:
    """Mount the workspace; it reports nothing during a drag."""
    payload = [data.to_json()]  # in a list: Streamlit would import pandas to look for tables in a dict
    result = _component(
        key=key,
        data=payload,
        on_model_change=lambda: None,
        on_view_change=lambda: None,
        on_second_change=lambda: None,
        on_explore_change=lambda: None,
    )
    return WorkspaceEvent(result.model, result.view, result.second, result.explore)


def reported(key: str) -> WorkspaceEvent | None:
    """Return the page's last report before this run; None if the workspace was not mounted."""
    state = st.session_state.get(key)
    names = ("model", "view", "second", "explore")
    return None if state is None else WorkspaceEvent(*(state.get(name) for name in names))
