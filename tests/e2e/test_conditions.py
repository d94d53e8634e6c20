"""The Conditions page: one z in every class, live; mixtures, samples, interpolation, encoding, attributes."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from e2e.screen import PATIENCE, Screen
from e2e.shown import Shown
from e2e.test_latent_sliders import number
from playwright.sync_api import expect

from vaeviz.bench.browser import Server, serve
from vaeviz.bench.drag import STRIP_DRAWN
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import save
from vaeviz.files.header import Header, read_header
from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser

STOOD = "document.scrollingElement.scrollWidth <= innerWidth && document.scrollingElement.scrollHeight <= innerHeight"
SIDEWAYS = "(main) => main.scrollWidth - main.clientWidth"
HIT = 5000  # ms for a click: what covers a control keeps it from ever coming
UNCUT = "(node) => node.scrollHeight <= node.clientHeight && node.scrollWidth <= node.clientWidth"
TILES = ".sweep .take"
SHAPE = "canvas[data-testid=picture]"
SIZE = "({ width, height }) => [width, height]"
PART = """(canvas, [i, [width, height]]) =>
  [...canvas.getContext("2d").getImageData(i * (width + Math.round(width / 14)), 0, width, height).data]"""
TOLD = sorted(name for name, folder in shipped().items() if read_header(folder).model.condition)
ATTRIBUTES = (
    Attribute(name="hair", values=("bob", "curls", "bald")),
    Attribute(name="smile", ends=("frown", "laugh")),
)


def enter(screen: Screen, query: dict[str, str]) -> Screen:
    """Open the page and wait for its image and its strip."""
    screen.goto(query, "conditions")
    screen.by("tile-0").wait_for()
    screen.await_way("in the page")
    screen.page.wait_for_load_state("networkidle")
    return rest(screen)


def rest(screen: Screen) -> Screen:
    """Wait until image and strip are those of the last input."""
    screen.settle()
    screen.wait(STRIP_DRAWN)
    expect(screen.by("tiles")).to_have_attribute("data-busy", "no")
    return screen


def pictured(screen: Screen, row: str, i: int) -> np.ndarray:
    """Return the i-th image of a row, read as the main image is."""
    return np.array(screen.by(f"{row}-images").evaluate(PART, [i, screen.page.locator(SHAPE).evaluate(SIZE)]), np.uint8)


def tile(screen: Screen, i: int) -> np.ndarray:
    return pictured(screen, "tile", i)


@pytest.fixture
def conditions(screen: Screen, told: Shown) -> Screen:
    return enter(screen, told.query(0.5, label=3))


def test_the_tile_of_the_present_class_is_the_image(conditions: Screen, told: Shown):
    expect(conditions.page.locator(f"{TILES}[aria-current]")).to_have_attribute("data-testid", "tile-3")
    assert np.array_equal(tile(conditions, 3), conditions.pixels())
    others = [tile(conditions, i) for i in range(len(told.classes)) if i != 3]
    assert not any(np.array_equal(other, conditions.pixels()) for other in others)
    assert conditions.by("prior").is_visible()


def test_all_tiles_move_while_the_pointer_is_down(conditions: Screen, told: Shown):
    before = [tile(conditions, i) for i in range(len(told.classes))]
    x, y, width, _ = conditions.middle(conditions.slider())
    conditions.page.mouse.move(x, y)
    conditions.page.mouse.down()
    conditions.page.mouse.move(x + width / 3, y, steps=5)
    rest(conditions)
    after = [tile(conditions, i) for i in range(len(told.classes))]
    conditions.page.mouse.up()
    assert not any(map(np.array_equal, before, after))
    assert np.array_equal(after[3], conditions.pixels())


def test_a_tile_takes_its_class_and_undo_leads_back(conditions: Screen):
    z, picture = conditions.z(), tile(conditions, 8)
    conditions.by("tile-8").click()
    rest(conditions)
    assert np.array_equal(conditions.pixels(), picture)
    assert conditions.z() == z
    expect(conditions.by("condition-text")).to_have_text("c = 8")
    conditions.await_query("c", lambda c: c == "8")
    conditions.by("undo").click()
    expect(conditions.by("condition-text")).to_have_text("c = 3")


@pytest.mark.streamlit
def test_a_tile_opens_in_explore_as_the_very_same_image(conditions: Screen):
    picture, z = tile(conditions, 5), conditions.z()
    conditions.by("tile-5-explore").click()
    conditions.by("map-fit").wait_for()
    conditions.settle()
    conditions.until(lambda: np.array_equal(conditions.pixels(), picture))
    assert conditions.z() == z
    expect(conditions.by("condition-5")).to_have_attribute("aria-pressed", "true")
    conditions.page.get_by_role("link", name="Conditions").first.click()
    conditions.by("tile-0").wait_for()
    rest(conditions)
    expect(conditions.by("condition-text")).to_have_text("c = 3")


def test_arrows_move_from_tile_to_tile(conditions: Screen):
    conditions.by("tile-0").focus()
    conditions.page.keyboard.press("End")
    conditions.page.keyboard.press("ArrowLeft")
    expect(conditions.by("tile-8")).to_be_focused()
    conditions.page.keyboard.press("Tab")
    expect(conditions.by("tile-8-explore")).to_be_focused()
    conditions.page.keyboard.press("ArrowLeft")
    expect(conditions.by("tile-7-explore")).to_be_focused()
    conditions.by("tile-7").press("Enter")
    expect(conditions.by("condition-text")).to_have_text("c = 7")


def test_the_keys_of_the_map_s_tools_do_nothing_here(conditions: Screen):
    conditions.by("tile-0").press("p")
    expect(conditions.by("row-of-pin-A")).to_have_count(1)
    said = conditions.page.locator(".said")
    before = said.text_content() or ""
    conditions.by("tile-0").press("b")
    conditions.by("tile-0").press("Escape")
    expect(said).to_have_text(before)
    conditions.by("tab-interpolation").press("?")
    expect(conditions.by("help-close")).to_be_visible()
    conditions.page.keyboard.press("Escape")
    expect(conditions.by("help-close")).to_be_hidden()


def test_a_drag_in_the_polygon_mixes_classes(conditions: Screen):
    x, y, width, height = conditions.middle(conditions.by("polygon"))
    conditions.page.mouse.move(x, y)
    conditions.page.mouse.down()
    conditions.page.mouse.move(x + width / 8, y - height / 8, steps=4)
    conditions.page.mouse.up()
    expect(conditions.by("condition-text")).to_contain_text("% 1 +")
    expect(conditions.by("weights-sum")).to_have_text("Weights sum to 100\u00a0%.")
    c = conditions.await_query("c", lambda c: c is not None and len(c) > 4)
    picture = rest(conditions).pixels()
    enter(conditions, {**conditions.query()})
    assert conditions.query()["c"] == c
    assert np.array_equal(conditions.pixels(), picture)


@pytest.mark.streamlit
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_a_mixture_of_all_classes_leaves_its_panel_as_it_was(visit, server: Server, told: Shown, size: tuple[int, int]):
    screen = enter(visit(server, viewport={"width": size[0], "height": size[1]}), told.query(0.5, label=3))
    screen.by("polygon").scroll_into_view_if_needed()
    panel = screen.page.get_by_role("region", name="Condition c").filter(visible=True)
    before = panel.bounding_box()
    screen.page.mouse.move(*screen.middle(screen.by("mix-handle"))[:2])
    screen.page.mouse.down()
    screen.page.mouse.move(*screen.middle(screen.by("polygon"))[:2], steps=5)
    screen.page.mouse.up()
    expect(screen.by("condition-text")).to_have_attribute("title", re.compile(r"^c = (\d+% \d \+ ){9}\d+% 9$"))
    rest(screen)
    assert panel.bounding_box() == before
    assert screen.by("stMain").evaluate(SIDEWAYS) <= 0
    screen.by("weight-3").click(timeout=HIT)
    expect(screen.page.get_by_label("Percent of 3")).to_have_value("50")
    screen.by("condition-none").click(timeout=HIT)
    expect(screen.by("weights-sum")).to_have_text("Unconditional: all weights are 0.")


def test_weights_that_sum_to_less_are_shown_and_normalised(conditions: Screen):
    share = conditions.page.get_by_label("Percent of 3")
    share.fill("40")
    share.press("Enter")
    expect(conditions.by("weights-sum")).to_have_text("Weights sum to 40\u00a0%.")
    conditions.by("normalise").click()
    expect(conditions.by("weights-sum")).to_have_text("Weights sum to 100\u00a0%.")
    expect(conditions.by("condition-text")).to_have_text("c = 3")
    conditions.by("weight-9").press("End")
    expect(conditions.by("condition-text")).to_have_text("c = 9")
    conditions.by("condition-none").click()
    expect(conditions.by("weights-sum")).to_have_text("Unconditional: all weights are 0.")
    conditions.await_query("c", lambda c: c == "none")


def test_a_row_is_kept_as_a_pin_and_a_cell_is_taken(conditions: Screen):
    row = conditions.by("row-of-seed-2")
    conditions.by("keep-seed-2").click()
    expect(row).to_have_count(0)
    conditions.await_query("pins", lambda pins: pins is not None and pins.startswith("A."))
    conditions.until(lambda: pictured(conditions, "cell-pin-A", 6).any())
    cell = pictured(conditions, "cell-pin-A", 6)
    conditions.by("cell-pin-A-6").click()
    rest(conditions)
    assert np.array_equal(conditions.pixels(), cell)
    expect(conditions.page.locator(".caption")).to_contain_text("pin A")
    conditions.by("undo").click()
    conditions.by("undo").click()
    expect(row).to_have_count(1)
    expect(conditions.by("row-of-pin-A")).to_have_count(0)


def test_rows_come_and_go_and_undo_brings_them_back(conditions: Screen):
    rows = conditions.page.locator("[data-testid^=row-of-seed]")
    n = rows.count()
    conditions.by("style-add").click()
    expect(rows).to_have_count(n + 1)
    conditions.by("remove-seed-1").click()
    expect(rows).to_have_count(n)
    conditions.by("undo").click()
    expect(conditions.by("row-of-seed-1")).to_have_count(1)
    before = rows.first.get_attribute("data-testid")
    conditions.by("style-renew").click()
    expect(rows.first).not_to_have_attribute("data-testid", before or "")


def test_undo_takes_the_pin_of_the_z_at_hand_away(conditions: Screen):
    rows = conditions.page.locator("[data-testid^=row-of-pin]")
    conditions.slider().focus()
    conditions.page.keyboard.press("p")
    expect(rows).to_have_count(1)
    conditions.by("undo").click()
    expect(rows).to_have_count(0)
    conditions.by("keep-now").click()
    expect(rows).to_have_count(1)
    conditions.await_query("pins", bool)
    conditions.by("undo").click()
    expect(rows).to_have_count(0)
    conditions.await_query("pins", lambda pins: pins is None)


def test_the_url_keeps_the_open_tool(visit, server: Server, conditions: Screen):
    assert "tab" not in conditions.query()
    conditions.by("tab-interpolation").focus()
    conditions.page.keyboard.press("ArrowRight")
    expect(conditions.by("tab-encode")).to_be_focused()
    expect(conditions.by("interpolation-t")).to_be_hidden()
    conditions.await_query("tab", lambda tab: tab == "encode")
    copy = enter(visit(server), conditions.query())
    expect(copy.by("tab-encode")).to_have_attribute("aria-selected", "true")
    expect(copy.by("source-upload")).to_be_visible()
    copy.by("tab-interpolation").click()
    expect(copy.by("interpolation-t")).to_be_visible()
    copy.await_query("tab", lambda tab: tab is None)


def test_the_grid_is_saved_as_a_png(conditions: Screen):
    conditions.until(lambda: pictured(conditions, "cell-seed-6", 9).any())
    with conditions.page.expect_download() as arriving:
        conditions.by("grid-png").click()
    assert arriving.value.suggested_filename.endswith("-grid.png")
    assert arriving.value.path().read_bytes().startswith(b"\x89PNG")


def test_interpolation_between_two_classes_at_the_same_z(conditions: Screen):
    conditions.by("interpolation-from").select_option("3")
    conditions.by("interpolation-to").select_option("8")
    z = conditions.z()
    conditions.by("interpolation-t").focus()
    conditions.page.keyboard.press("End")
    expect(conditions.by("condition-text")).to_have_text("c = 8")
    conditions.by("interpolation-4").click()
    expect(conditions.by("condition-text")).to_have_text("c = 50% 3 + 50% 8")
    rest(conditions)
    conditions.until(lambda: np.array_equal(conditions.pixels(), pictured(conditions, "interpolation", 4)))
    assert conditions.z() == z
    conditions.by("interpolation-play").click()
    expect(conditions.by("interpolation-play")).to_have_text("Stop")
    expect(conditions.by("condition-text")).not_to_have_text("c = 50% 3 + 50% 8")
    conditions.by("tile-0").click()
    expect(conditions.by("interpolation-play")).to_have_text("Play")
    expect(conditions.by("interpolation-position")).to_have_text("The current mixture is not on this path")


def test_the_images_are_of_the_interpolation_that_is_proposed(conditions: Screen):
    conditions.until(lambda: np.array_equal(pictured(conditions, "interpolation", 0), tile(conditions, 3)))
    conditions.by("condition-none").click()
    expect(conditions.by("interpolation-from")).to_have_value("0")
    expect(conditions.by("interpolation-images")).to_be_visible()
    assert np.array_equal(pictured(conditions, "interpolation", 0), tile(conditions, 0))
    x, y, _, height = conditions.middle(conditions.by("polygon"))
    conditions.page.mouse.move(x, y)
    conditions.page.mouse.down()
    for step in range(1, 8):
        conditions.page.mouse.move(x - step, y - step * height / 20)
        from_, to = (int(conditions.by(f"interpolation-{end}").input_value()) for end in ("from", "to"))
        expect(conditions.by("interpolation-images")).to_be_visible()
        assert np.array_equal(pictured(conditions, "interpolation", 0), tile(conditions, from_))
        assert np.array_equal(pictured(conditions, "interpolation", 8), tile(conditions, to))
    conditions.page.mouse.up()


def test_a_drawing_s_style_is_shown_in_every_class_and_the_two_labels_are_apart(conditions: Screen):
    conditions.by("tab-encode").click()
    x, y, width, height = conditions.middle(conditions.by("draw-pad"))
    conditions.page.mouse.move(x - width / 4, y - height / 4)
    conditions.page.mouse.down()
    conditions.page.mouse.move(x + width / 4, y - height / 4, steps=6)
    conditions.page.mouse.move(x, y + height / 3, steps=6)
    conditions.page.mouse.up()
    expect(conditions.by("strip-title")).to_have_text(re.compile("^Your drawing.s style in every class"))
    figures = conditions.by("encoded-figures")
    expect(figures).to_contain_text("Encoded as 3: distortion")
    z, said = rest(conditions).z(), figures.text_content()
    conditions.by("decode-as-7").click()
    expect(conditions.by("condition-text")).to_have_text("c = 7")
    rest(conditions)
    assert (conditions.z(), figures.text_content()) == (z, said)
    assert np.array_equal(conditions.pixels("encoded-as-decoded"), conditions.pixels())
    conditions.by("encode-as-7").click()
    expect(figures).to_contain_text("Encoded as 7: distortion")
    conditions.until(lambda: conditions.z() != z)


def test_an_image_of_the_data_set_is_encoded_as_another_class(conditions: Screen):
    conditions.by("tab-encode").click()
    conditions.page.locator(".examples .thumb").nth(4).click()
    expect(conditions.page.locator(".caption")).to_contain_text("encoded as 4")
    figures = conditions.by("encoded-figures")
    own = number(re.findall(r"distortion (\S+)", figures.text_content() or "")[0])
    conditions.by("encode-as-1").click()
    expect(figures).to_contain_text("Encoded as 1: distortion")
    assert number(re.findall(r"distortion (\S+)", figures.text_content() or "")[0]) > own
    third = conditions.page.locator(".results figcaption").nth(2)
    expect(third).to_have_text("decoded as 3")
    conditions.by("condition-none").click()
    expect(third).to_have_text("decoded, no class")
    assert third.evaluate(UNCUT)


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_nothing_overflows_the_window(visit, server: Server, told: Shown, size: tuple[int, int]):
    screen = enter(visit(server, viewport={"width": size[0], "height": size[1]}), told.query(0.5))
    assert screen.page.evaluate(STOOD)
    screen.by("tab-encode").click()
    assert screen.page.evaluate(STOOD)


@pytest.mark.streamlit
@pytest.mark.parametrize("name", TOLD)
def test_a_phone_does_not_scroll_sideways(visit, server: Server, name: str):
    screen = enter(visit(server, viewport={"width": 380, "height": 844}), {"model": name})
    assert screen.by("stMain").evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("name", TOLD)
def test_the_words_beside_the_strip_are_not_cut(visit, server: Server, name: str):
    screen = enter(visit(server, viewport={"width": 1280, "height": 720}), {"model": name})
    assert screen.page.locator(".sweep .hint").evaluate(UNCUT)


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with one small untrained model conditioned on attributes."""
    torch.manual_seed(0)
    root: Path = tmp_path_factory.mktemp("models")
    told = Condition.of_attributes(ATTRIBUTES)
    config = ModelConfig(family="mlp", image_shape=(3, 16, 16), latent_dim=3, condition=told, hidden=16)
    save(root / "faces", build(config), Header(name="faces", model=config))
    with serve(patience=PATIENCE, environment={"VAEVIZ_CHECKPOINTS": str(root)}) as running:
        yield running


def test_attributes_are_sliders_and_choices_and_the_strip_varies_one(visit, faces: Server):
    screen = enter(visit(faces), {})
    expect(screen.page.locator(TILES)).to_have_count(3)
    screen.by("attribute-hair-curls").click()
    expect(screen.by("tile-1")).to_have_attribute("aria-current", "")
    expect(screen.by("attribute-hair-curls")).to_have_attribute("aria-checked", "true")
    screen.by("sweep").select_option("smile")
    tiles = screen.page.locator(TILES)
    expect(tiles).to_have_count(11)
    rest(screen)
    before = screen.pixels()
    screen.by("attribute-smile").press("PageUp")
    screen.await_other_picture(before)
    expect(screen.by("tile-10")).to_have_attribute("aria-current", "")
    screen.until(lambda: np.array_equal(tile(screen, 10), screen.pixels()))
    screen.by("undo").click()
    expect(screen.by("tile-5")).to_have_attribute("aria-current", "")


def test_explore_has_the_attributes_too_folded_away(visit, faces: Server):
    screen = visit(faces).goto({})
    screen.by("picture").wait_for()
    fold = screen.by("attributes")
    expect(fold).to_contain_text("Attributes (2)")
    fold.locator("summary").click()
    before = screen.settle().pixels()
    screen.by("attribute-hair-bald").click()
    screen.await_other_picture(before)
