import tomllib
from pathlib import Path

import pytest

from vaeviz.server.http.throttle import Limits
from vaeviz.server.options import base_path

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("option", "path"), [("", ""), (None, ""), ("explorer", "/explorer"), ("/a/b/", "/a/b")])
def test_a_base_path_is_what_addresses_begin_with(option, path):
    assert base_path(option) == path


def test_the_deployment_page_has_the_limits_in_force():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    limits, page = Limits(), (ROOT / "vaeviz" / "docs" / "deploy.md").read_text()
    assert f"| {limits.burst} at once, {limits.rate:g} per second; then closed with code 1008 |" in page
    assert f"| {limits.all_burst} at once, {limits.all_rate:g} per second; others wait |" in page
    assert f"{limits.sockets:,} sockets of Streamlit" in page
    assert f"| {settings['server']['maxMessageSize']} MB (`server.maxMessageSize`) |" in page
