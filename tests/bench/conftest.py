"""The benchmarks' browser in tests: Playwright's synchronous interface can be started only once in a process."""

from contextlib import nullcontext

import pytest

from vaeviz.bench import conditions, distance, labs, live, map, start


@pytest.fixture(autouse=True)
def one_chromium(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let benchmarks take the Chromium of the whole session."""
    if request.node.get_closest_marker("browser"):
        browser = request.getfixturevalue("browser")
        for module in (conditions, distance, labs, live, map, start):
            monkeypatch.setattr(module, "open_chromium", lambda: nullcontext(browser))
