"""The Collapse page from Python's side: one mount, no model to choose, no rerun, and what it is told."""

import re
from pathlib import Path

import pytest
from payloads import payload
from streamlit.testing.v1 import AppTest

from vaeviz.installation import WEB

PAGE = Path(__file__).parents[2] / "vaeviz/app/pages/collapse.py"
DIED = "mnist-vae-z32"


@pytest.fixture
def page():
    return AppTest.from_file(PAGE, default_timeout=20)


def test_the_page_is_told_where_things_are_and_nothing_of_a_model(page, models):
    data = payload(page.run())
    assert data["module"] == "collapse/page/page.js"
    assert set(data) == {"module", "endpoints", "token", "texts", "schema"}
    assert "<math" in data["texts"]["scree"]
    assert data["endpoints"]["lab"] == "/vaeviz/lab"
    assert data["endpoints"]["collapse"] == "/vaeviz/collapse"
    assert data["endpoints"]["weights"] is None


def test_the_model_whose_lights_go_out_has_its_weights_offered(page, write_model):
    write_model(DIED)
    address = payload(page.run())["endpoints"]["weights"]
    assert address.startswith("/vaeviz/weights/")
    assert len(address.rsplit("/", 1)[1]) >= 16


def test_a_damaged_model_leaves_the_page_as_it_is(page, write_model, models):
    write_model(DIED)
    (models / DIED / "model.safetensors").write_bytes(b"no model")
    assert payload(page.run())["endpoints"]["weights"] is None


def test_an_address_changes_nothing_that_python_gives(page, models):
    first = payload(page.run())
    page.query_params["tab"] = "why"
    page.query_params["lab_beta"] = "8"
    assert payload(page.run()) == first
    assert page.query_params["lab_beta"] in ("8", ["8"])


def test_every_part_that_the_page_names_is_served():
    mount = (WEB / "collapse" / "page" / "mount.js").read_text()
    sheets = re.findall(r'"([^"]+)"', mount.split("const SHEETS = ")[1].split(";")[0])
    assert len(sheets) == 10
    for name in sheets:
        assert (WEB / name / f"{Path(name).name}.css").is_file()
