"""The component in Python: a page's payload in; out come the model that it shows, and its requests to the frame."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

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


@dataclass(frozen=True)
class Event:
    """What a page last reported, unchecked; it also reports ``renew``, only to have the script run again."""

    model: object = None  # the name of the model that it shows
    go: object = None  # {page, at}: the page to go on at, and when that was asked for

    def asks_for_explore(self, page: str) -> bool:
        """Return True once for each request of ``page`` to go on at the Explore page."""
        key = f"{page}-went"
        if self.go is None or self.go == st.session_state.get(key):
            return False
        st.session_state[key] = self.go
        return isinstance(self.go, Mapping) and self.go.get("page") == "explore"


def mount(payload: Mapping[str, Any], *, key: str) -> None:
    """Mount a page; it reports nothing during a drag."""
    # the payload is in a list, because Streamlit would import pandas to look for tables in a dict
    _component(
        key=key,
        data=[payload],
        on_model_change=lambda: None,
        on_go_change=lambda: None,
        on_renew_change=lambda: None,
    )


def reported(key: str) -> Event:
    """Return the page's last report before this run."""
    state = st.session_state.get(key)
    return Event() if state is None else Event(state.get("model"), state.get("go"))
