"""Draw a page with models: its payload goes to the browser, and the page owns what it shows from then on."""

import streamlit as st

from vaeviz import server as live
from vaeviz.app import cache, long_work
from vaeviz.app.guard import show_error
from vaeviz.app.mount import mount, reported
from vaeviz.files.places import shipped
from vaeviz.server.pages.choices import choose, lacking
from vaeviz.server.pages.payloads import page_payload

EXPLORE_FILE = "pages/explore.py"  # beside main.py


def show(page: str) -> None:
    """Draw the page, and offer to encode the data set of the model that it shows."""
    choice = choose(page, shipped())
    if not choice.offered:
        show_error(*lacking(page))
    else:
        key = long_work.mount_key(f"{page}-page")
        event = reported(key)
        if event.asks_for_explore(page):
            st.switch_page(EXPLORE_FILE)
        wanted = (event.model, st.query_params.get("model"))
        shown = next((name for name in choice.offered if name in wanted), choice.first)
        base = live.base_path(st.get_option("server.baseUrlPath"))
        payload = page_payload(page, choice, cache.session_token(), base, shown)
        has_codes = all(model["has_codes"] for model in payload["opened"])
        long_work.offer_codes(shown, choice.known[shown], has_codes)
        mount(payload, key=key)
    for name, reason in choice.damaged.items():
        show_error(f"{name} is damaged", reason)
