"""Damaged and foreign files among the models: the others work, and the page says what is wrong."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from e2e.screen import PATIENCE
from e2e.shown import Shown
from playwright.sync_api import expect
from safetensors.numpy import save_file

from vaeviz.bench.browser import Server, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(told: Shown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good model, half a one, a file of another program, one with damaged and one without codes."""
    root: Path = tmp_path_factory.mktemp("models")
    for name in (told.name, "truncated", "no-codes", "bare"):
        shutil.copytree(told.folder, root / name)
    half = root / "truncated" / "model.safetensors"
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    (root / "no-codes" / "codes.safetensors").write_bytes(b"\x08")
    (root / "bare" / "codes.safetensors").unlink()
    (root / "foreign").mkdir()
    save_file({"weight": np.zeros((2, 2), np.float32)}, root / "foreign" / "model.safetensors")
    return root


@pytest.fixture(scope="module")
def damaged(root: Path) -> Iterator[Server]:
    """A server of these models."""
    with serve(environment={"VAEVIZ_CHECKPOINTS": str(root)}, patience=PATIENCE) as server:
        yield server


@pytest.mark.parametrize("name", ["truncated", "foreign"])
def test_an_address_of_a_damaged_model_shows_another_and_says_why(visit, damaged: Server, name: str):
    screen = visit(damaged, calm=False).open({"model": name})  # the browser reports the refusal
    expect(screen.by("notice")).to_contain_text(name)
    expect(screen.by("notice")).to_contain_text(re.compile("is shown instead|The default model is shown"))
    before = screen.pixels()
    screen.slider().press("Shift+ArrowUp")
    screen.await_other_picture(before)


def test_choosing_a_damaged_model_keeps_the_open_one_as_it_was(visit, damaged: Server, told: Shown):
    screen = visit(damaged, calm=False).open(told.query(0.5, label=3))
    z, before = screen.z(), screen.pixels()
    screen.by("model-picker").select_option("truncated")
    expect(screen.by("notice")).to_contain_text("truncated")
    expect(screen.by("model-picker")).to_have_value(told.name)
    expect(screen.by(f"condition-{told.classes[3]}")).to_have_attribute("aria-pressed", "true")
    assert screen.z() == z
    screen.settle()
    assert np.array_equal(screen.pixels(), before)
    assert screen.query()["z"] == told.query(0.5)["z"]


def test_a_view_is_not_carried_over_to_another_model_of_the_same_size(visit, damaged: Server, told: Shown):
    screen = visit(damaged, calm=False).open(told.query(0.5, label=3))
    screen.slider().press("ArrowUp")
    old = screen.await_query("z", lambda z: z != told.query(0.5)["z"])
    screen.by("model-picker").select_option("no-codes")
    screen.await_query("model", lambda name: name == "no-codes")
    expect(screen.value()).to_have_value("0.00")
    screen.by("model-picker").select_option("truncated")  # refused: the page keeps its view
    expect(screen.by("notice")).to_contain_text("truncated")
    screen.by("notice").get_by_role("button").click()
    assert screen.query().get("z") != old
    screen.by(f"condition-{told.classes[5]}").click()
    screen.await_query("c", lambda c: c == "5")
    assert screen.query()["z"] != old
    assert not any(screen.z())


def test_damaged_codes_cost_the_map_only_and_a_renamed_folder_nothing(visit, damaged: Server):
    screen = visit(damaged).open({"model": "no-codes"})
    expect(screen.page.locator(".plane .veil")).to_contain_text("codes.safetensors")
    before = screen.pixels()
    screen.slider().press("Shift+ArrowUp")
    screen.await_other_picture(before)
    screen.await_query("z", bool)
    assert screen.query()["model"] == "no-codes"
    expect(screen.by("model-picker")).to_have_value("no-codes")


def test_making_codes_leaves_the_page_alive_and_can_be_cancelled(visit, damaged: Server):
    screen = visit(damaged).open({"model": "bare"})
    begin, cancel = (screen.page.get_by_role("button", name=name) for name in ("Encode the data set", "Cancel"))
    begin.click()
    cancel.wait_for()
    before = screen.pixels()
    screen.slider().press("Shift+ArrowUp")
    screen.await_other_picture(before)
    cancel.click()
    begin.wait_for()
    expect(screen.value()).to_have_value("1.00")


@pytest.mark.streamlit
def test_the_models_page_names_what_is_wrong_and_shows_the_rest(visit, damaged: Server, told: Shown):
    screen = visit(damaged).goto(path="models")
    page = screen.page.get_by_test_id("stMain")
    for name in ("truncated", "foreign"):
        expect(page).to_contain_text(f"{name}/model.safetensors")
    expect(page).to_contain_text(told.name)
