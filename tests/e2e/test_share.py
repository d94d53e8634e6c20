"""The share sheet: links, Python, pictures and the workspace file give back exactly what was there."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image
from playwright.sync_api import expect

from vaeviz.bench.browser import Server
from vaeviz.files.places import shipped
from vaeviz.installation import PACKAGE

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
READ = "navigator.clipboard.readText()"
REFUSING = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
LASSO = ((-0.3, -0.3), (0.3, -0.25), (0.25, 0.3), (-0.05, 0.1), (-0.3, 0.25))  # of the map's half sides


@pytest.fixture
def reading(visit: Callable[..., Screen], server: Server) -> Screen:
    """A page that may use the clipboard."""
    return visit(server, permissions=CLIPBOARD)


def fill(screen: Screen, shown: Shown) -> None:
    """Set a little of everything that a link keeps."""
    screen.open({"model": shown.name, "map": "umap"})
    screen.by("pin-add").click()
    picture = screen.pixels()
    screen.by("randomise").click()
    picture = screen.await_other_picture(picture)
    screen.by("pin-add").click()
    screen.by("lock-0").click()
    x, y, width, height = screen.middle(screen.by("map"))
    screen.by("tool-lasso").click()
    places = [(x + across * width / 2, y + up * height / 2) for across, up in LASSO]
    screen.page.mouse.move(*places[0])
    screen.page.mouse.down()
    for place in (*places[1:], places[0]):
        screen.page.mouse.move(*place, steps=6)
    screen.page.mouse.up()
    expect(screen.by("group-count-A")).not_to_be_empty()
    screen.by("map-pca").click()
    screen.by("randomise").click()
    screen.await_other_picture(picture)
    screen.settle()


def share(screen: Screen, button: str) -> None:
    if not screen.by(button).is_visible():
        screen.by("share").click()
    screen.by(button).click()


def copied(screen: Screen, button: str) -> str:
    screen.page.evaluate("navigator.clipboard.writeText('')")
    share(screen, button)
    screen.until(lambda: bool(screen.page.evaluate(READ)))
    return screen.page.evaluate(READ)


def kept(screen: Screen) -> dict[str, object]:
    """What a link must bring back, as the page shows it."""
    return {
        "z": screen.z(),
        "members": screen.by("group-count-A").inner_text() if screen.by("group-A").is_visible() else "",
        "pins": screen.page.locator("[data-testid^=pin-][aria-label^='Pin ']").count(),
        "lock": screen.by("lock-0").get_attribute("aria-pressed"),
        "map": screen.by("map-pca").get_attribute("aria-pressed"),
        "model": screen.by("model-picker").input_value(),
    }


def levels(pixels: np.ndarray, shown: Shown) -> np.ndarray:
    """A canvas's RGBA as (height, width, channel)."""
    channels, height, width = shown.header.model.image_shape
    return pixels.reshape(height, width, 4)[:, :, :channels]


def test_a_copied_link_shows_the_same_in_a_new_browser(visit, server: Server, reading: Screen, told: Shown):
    fill(reading, told)
    link = copied(reading, "copy-link")  # before the page has come to rest
    reading.until(lambda: reading.page.evaluate("location.href") == link)
    assert len(link) < 2000
    copy = visit(server).open(reading.query())
    assert copy.page.evaluate("location.href").split("?")[1] == link.split("?")[1]
    expect(copy.by("group-count-A")).not_to_be_empty()
    assert kept(copy) == kept(reading)
    assert np.array_equal(copy.pixels(), reading.pixels())
    copy.page.reload()
    copy.open(copy.query())
    expect(copy.by("group-count-A")).not_to_be_empty()
    assert kept(copy) == kept(reading)
    assert copy.query() == reading.query()


@pytest.mark.parametrize("name", ["mnist-vae-z16", "mnist-cvae-z8", "avatars-cvae"])
def test_copied_python_computes_the_bytes_that_are_shown(reading: Screen, name: str, tmp_path: Path):
    model = Shown(name, shipped()[name])
    reading.open({"model": name})
    reading.until(lambda: "in the page" in reading.by("latency").inner_text())
    reading.by("randomise").click()
    reading.settle()
    shown = reading.pixels()
    text = copied(reading, "copy-python")
    assert 'arithmetic="page"' in text
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=tmp_path, env={"PYTHONPATH": str(PACKAGE.parent), "PATH": ""}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    saved = np.asarray(Image.open(tmp_path / "image.png"))
    assert np.array_equal(saved, levels(shown, model).squeeze())


@pytest.mark.parametrize("times", [1, 8])
def test_a_downloaded_picture_has_the_pixels_that_are_shown(screen: Screen, plain: Shown, times: int):
    screen.open(plain.query(0.5))
    screen.by("share").click()
    with screen.page.expect_download() as download:
        screen.by(f"picture-x{times}").click()
    picture = np.asarray(Image.open(download.value.path()).convert("RGB"))
    wanted = np.repeat(levels(screen.pixels(), plain), 3 // plain.header.model.image_shape[0], axis=2)
    assert np.array_equal(picture, wanted.repeat(times, 0).repeat(times, 1))


def test_all_codes_come_as_a_file(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("share").click()
    with screen.page.expect_download() as download:
        screen.by("codes-npz").click()
    with np.load(io.BytesIO(Path(download.value.path()).read_bytes())) as arrays:
        assert np.array_equal(arrays["mu"], plain.stored.codes.mu)


def test_where_copying_is_refused_the_text_stands_there_selected(screen: Screen, plain: Shown):
    screen.page.add_init_script(REFUSING)
    screen.open(plain.query())
    share(screen, "copy-link")
    expect(screen.by("copied-text")).to_be_focused()
    expect(screen.by("copied-text")).to_have_value(screen.page.evaluate("location.href"))
    assert screen.by("copied-text").evaluate("(node) => node.selectionEnd === node.value.length")
    expect(screen.page.locator(".said")).to_contain_text("Ctrl+C")


def test_the_sheet_opens_and_closes_by_keyboard(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("share").focus()
    screen.page.keyboard.press("Enter")
    expect(screen.by("copy-link")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(screen.by("copy-link")).to_be_hidden()
    expect(screen.by("share")).to_be_focused()


def save_workspace(screen: Screen, folder: Path) -> Path:
    if not screen.by("workspace-save").is_visible():
        screen.by("share").click()
    with screen.page.expect_download() as download:
        screen.by("workspace-save").click()
    file = folder / "workspace.json"
    download.value.save_as(file)
    return file


def test_a_workspace_comes_back_and_undo_brings_back_what_was_there(screen: Screen, told: Shown, tmp_path: Path):
    fill(screen, told)
    before, picture = kept(screen), screen.pixels()
    file = save_workspace(screen, tmp_path)
    screen.open(told.query(1.5))
    other, shown = kept(screen), screen.pixels()
    screen.by("workspace-file").set_input_files(file)
    screen.until(lambda: kept(screen) == before)
    screen.until(lambda: np.array_equal(screen.pixels(), picture))
    screen.by("undo").click()
    screen.until(lambda: kept(screen) == other)
    screen.until(lambda: np.array_equal(screen.pixels(), shown))


def test_a_workspace_of_another_model_offers_to_open_it(screen: Screen, plain: Shown, told: Shown, tmp_path: Path):
    fill(screen, told)
    before = kept(screen)
    file = save_workspace(screen, tmp_path)
    screen.open(plain.query())
    screen.by("share").click()
    screen.by("workspace-file").set_input_files(file)
    screen.by("workspace-open").click()
    screen.until(lambda: screen.by("model-picker").input_value() == told.name and kept(screen) == before)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": {"name": "nobody", "digest": "0"}}, "there is no nobody here"),
        ({"version": 99}, "Update vaeviz"),
        ({"view": {"directions": "<img src=x onerror=alert(1)>.AAA"}}, "directions are damaged"),
    ],
)
def test_a_workspace_that_does_not_fit_is_refused_whole(screen: Screen, plain: Shown, tmp_path: Path, change, words):
    screen.open(plain.query(0.5))
    screen.by("pin-add").click()
    file = save_workspace(screen, tmp_path)
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    screen.open(plain.query(-0.5))
    before = screen.pixels()
    screen.by("workspace-file").set_input_files(file)
    expect(screen.by("notice")).to_contain_text(words)
    expect(screen.by("pin-A")).to_have_count(0)
    assert np.array_equal(screen.pixels(), before)
