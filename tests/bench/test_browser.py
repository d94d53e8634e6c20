import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from vaeviz.bench.browser import BrowserError, find_chromium, open_chromium, serve


def executable(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def path(tmp_path, monkeypatch) -> Path:
    """An otherwise empty search path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


class TestFindChromium:
    def test_an_installed_browser_is_used(self, path):
        chrome = executable(path / "google-chrome")
        assert find_chromium() == chrome

    def test_chromium_and_an_installed_browser_come_before_playwrights_own(self, path):
        own = executable(path / "own")
        executable(path / "google-chrome")
        chromium = executable(path / "chromium")
        assert find_chromium(own) == chromium

    def test_without_one_playwrights_own_is_used(self, path):
        own = executable(path / "own")
        assert find_chromium(own) == own

    def test_a_file_that_cannot_be_run_is_no_browser(self, path):
        (path / "chromium").write_text("no program")
        with pytest.raises(BrowserError):
            find_chromium()

    def test_without_a_browser_the_error_says_how_to_install_one(self, path):
        with pytest.raises(BrowserError, match="sudo apt-get install chromium") as caught:
            find_chromium(str(path / "missing"))
        assert "looked for chromium, chromium-browser, google-chrome" in str(caught.value)


def test_without_playwright_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(BrowserError, match=r"tests/requirements\.txt"), open_chromium():
        pass


class TestServe:
    def test_it_serves_until_the_block_ends_with_the_environment_given(self, tmp_path):
        script = tmp_path / "page.py"
        script.write_text("import os, streamlit as st\nst.text(os.environ['WORD'])\n")
        with serve(script, environment={"WORD": "here"}) as server:
            with urlopen(f"{server.url}/_stcore/health", timeout=30) as answer:
                assert answer.read() == b"ok"
            assert server.url.startswith("http://127.0.0.1:")
            assert 0 < server.healthy - server.spawned < 60
            assert "You can now view" in server.log.read_text()
        with pytest.raises(URLError):
            urlopen(f"{server.url}/_stcore/health", timeout=5)
        assert not server.log.exists()

    def test_it_stops_the_server_when_the_block_fails(self, tmp_path):
        script = tmp_path / "page.py"
        script.write_text("")
        serving = serve(script)
        server = serving.__enter__()
        with pytest.raises(KeyError):
            serving.gen.throw(KeyError())
        with pytest.raises(URLError):
            urlopen(server.url, timeout=5)

    def test_the_error_of_a_server_that_does_not_start_has_its_output(self, tmp_path):
        with (
            pytest.raises(BrowserError, match=r"(?s)ended with status \d.*missing\.py"),
            serve(tmp_path / "missing.py"),
        ):
            pass

    def test_patience_ends(self, tmp_path):
        script = tmp_path / "page.py"
        script.write_text("")
        with pytest.raises(BrowserError, match="did not answer in time"), serve(script, patience=0.0):
            pass
