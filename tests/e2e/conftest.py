"""One app and one Chromium for all tests here; a fresh page for each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from e2e.screen import PATIENCE, Screen
from e2e.servers import serve_pages
from e2e.shown import Shown, choose
from playwright.sync_api import Browser, expect

from vaeviz.bench.browser import Server, serve

expect.set_options(timeout=1000 * PATIENCE)

SIZE = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def pages() -> Iterator[Server]:
    """The pages without Streamlit, with the models that are shipped."""
    with serve_pages() as running:
        yield running


@pytest.fixture(scope="session")
def app() -> Iterator[Server]:
    """The app as a user starts it, with the models that are shipped."""
    with serve(patience=PATIENCE) as running:
        yield running


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server:
    """The pages without Streamlit; the app for a test marked ``streamlit``."""
    marked = request.node.get_closest_marker("streamlit")
    return request.getfixturevalue("app" if marked else "pages")


@pytest.fixture(scope="session")
def plain() -> Shown:
    return choose(told=False)


@pytest.fixture(scope="session")
def told() -> Shown:
    return choose(told=True)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Screen]]:
    """Open a context of its own on a server; at the end no page may have complained in its console."""
    screens: list[Screen] = []
    with ExitStack() as stack:

        def enter(server: Server, *, calm: bool = True, **options) -> Screen:
            context = stack.enter_context(browser.new_context(**{"viewport": SIZE, **options}))
            screen = Screen(context.new_page(), server.url)
            if calm:
                screens.append(screen)
            return screen

        yield enter
        troubles = [trouble for screen in screens for trouble in screen.troubles]
    assert not troubles


@pytest.fixture
def screen(visit: Callable[..., Screen], server: Server) -> Screen:
    return visit(server)
