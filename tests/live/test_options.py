import tomllib
from pathlib import Path

import pytest

from vaeviz.live.options import LAUNCH, base_path

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_streamlit_run_gets_the_same_options():
    sections = tomllib.loads(CONFIG.read_text())
    found = {
        f"{section}.{name}": value
        for section in sections
        if section != "theme"
        for name, value in sections[section].items()
    }
    assert found == LAUNCH


@pytest.mark.parametrize(("option", "path"), [("", ""), (None, ""), ("explorer", "/explorer"), ("/a/b/", "/a/b")])
def test_a_base_path_is_what_addresses_begin_with(option, path):
    assert base_path(option) == path
