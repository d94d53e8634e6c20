"""The Compare page: a VAE and a CVAE on the same image, the same maps, the same samples."""

import math
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from e2e.screen import PATIENCE, Screen
from e2e.shown import Shown
from playwright.sync_api import Route, WebSocket, expect

from vaeviz.bench.browser import Server, serve
from vaeviz.files import write_tensors
from vaeviz.metrics.evaluation import read_evaluation

pytestmark = pytest.mark.browser

SIDES = (0, 1)


def compare(screen: Screen, plain: Shown, told: Shown, query: Mapping[str, str] | None = None) -> Screen:
    """Open the page and wait until all of it is there."""
    screen.goto({"model": plain.name, "second": told.name, **(query or {})}, "compare")
    screen.by("image-name").filter(has_text="image").wait_for()
    for test_id in ("reconstruction-0", "reconstruction-1", "vae-draw-9", "cvae-draw-9", "cvae-class-9"):
        screen.until(lambda test_id=test_id: bright(screen, test_id))
    screen.page.wait_for_load_state("networkidle")
    return screen


def bright(screen: Screen, test_id: str) -> bool:
    return bool(screen.pixels(test_id).reshape(-1, 4)[:, :3].max() > 60)


@pytest.fixture
def both(screen: Screen, plain: Shown, told: Shown) -> Screen:
    return compare(screen, plain, told)


def alike(screen: Screen, one: str, other: str) -> bool:
    """Whether two images are of the same z and c: the page and the server round some pixels apart."""
    return bool(np.abs(screen.pixels(one).astype(int) - screen.pixels(other)).max() <= 1)


def nats(screen: Screen, test_id: str) -> float:
    """Return the nats that a line of the screen begins with; NaN, which no comparison holds for, while it is empty."""
    text = screen.by(test_id).inner_text()
    if not text:
        return math.nan
    found = re.match(r"([\d.]+) nats", text)
    assert found, text
    return float(found[1])


def test_the_same_image_goes_through_both_models(both: Screen, plain: Shown, told: Shown):
    label = plain.stored.codes.labels[0]
    expect(both.by("image-name")).to_have_text(f"test image 0, labelled {label}")
    for side, shown in enumerate((plain, told)):
        codes = shown.stored.codes
        assert nats(both, f"now-{side}") == pytest.approx(codes.rate()[0].sum(), abs=0.06)
        assert nats(both, f"average-{side}") == pytest.approx(codes.rate().sum(1).mean(), abs=0.06)
    before = [both.pixels(f"reconstruction-{side}") for side in SIDES]
    both.by("image-next").click()
    expect(both.by("image-name")).to_contain_text("test image 1,")
    for side in SIDES:
        both.await_other_picture(before[side], f"reconstruction-{side}")
    both.by("image-class").select_option(label="of class 4")
    expect(both.by("image-name")).to_contain_text("labelled 4")


def test_the_bars_of_both_stand_on_one_scale(both: Screen, plain: Shown, told: Shown):
    slots = both.page.locator("[data-testid=bars-0] .bar-slot"), both.page.locator("[data-testid=bars-1] .bar-slot")
    assert [one.count() for one in slots] == [shown.header.model.latent_dim for shown in (plain, told)]
    widths = [both.middle(one.first)[2] for one in slots]
    assert widths[0] == pytest.approx(widths[1], abs=0.5)
    highest = [max(both.middle(mean)[3] for mean in one.locator(".mean").all()) for one in slots]
    rates = [shown.stored.codes.rate().mean(0).max() for shown in (plain, told)]
    assert highest[0] / highest[1] == pytest.approx(rates[0] / rates[1], rel=0.05)


def test_a_click_on_one_map_marks_and_shows_the_image_on_the_other(both: Screen):
    name, chart = both.by("image-name").inner_text(), both.by("chart-1")
    chart.scroll_into_view_if_needed()
    x, y, width, _ = both.middle(chart)
    pictures = [both.pixels(f"chart-image-{side}") for side in SIDES]
    ring = both.pixels("chart-0")
    both.page.mouse.click(x + 0.05 * width, y)
    expect(both.by("image-name")).not_to_have_text(name)
    for side in SIDES:
        both.await_other_picture(pictures[side], f"chart-image-{side}")
        expect(both.by(f"chart-card-{side}")).to_contain_text(both.by("image-name").inner_text())
    both.await_other_picture(ring, "chart-0")


def test_pointing_on_one_map_points_on_the_other_and_takes_nothing(both: Screen):
    name, chart = both.by("image-name").inner_text(), both.by("chart-0")
    chart.scroll_into_view_if_needed()
    other = both.pixels("chart-1")
    x, y, _, height = both.middle(chart)
    both.page.mouse.move(x, y)
    both.page.mouse.move(x, y + 0.1 * height, steps=4)
    both.await_other_picture(other, "chart-1")
    both.page.mouse.move(5, 5)
    expect(both.by("chart-card-1")).to_contain_text(name)
    expect(both.by("image-name")).to_have_text(name)


def drawn(screen: Screen, side: int) -> str:
    """What the points of one map look like."""
    return screen.page.locator(".compare .points").nth(side).evaluate("(canvas) => canvas.toDataURL()")


def test_one_switch_changes_both_maps_and_one_class_is_highlighted_on_both(both: Screen):
    for test_id in ("charts-pca", "class-3"):
        before = [drawn(both, side) for side in SIDES]
        both.by(test_id).click()
        expect(both.by(test_id)).to_have_attribute("aria-pressed", "true")
        both.until(lambda before=before: all(drawn(both, side) != before[side] for side in SIDES))


def test_the_keyboard_moves_from_image_to_image_and_along_the_samples(both: Screen):
    name = both.by("image-name").inner_text()
    both.by("chart-0").focus()
    both.page.keyboard.press("Shift+ArrowRight")
    expect(both.by("image-name")).not_to_have_text(name)
    first = both.page.get_by_role("button", name="Sample 1", exact=True)
    first.focus()
    one = both.pixels("vae-one-0")
    both.page.keyboard.press("ArrowRight")
    expect(both.page.get_by_role("button", name="Sample 2", exact=True)).to_be_focused()
    both.await_other_picture(one, "vae-one-0")
    assert alike(both, "vae-one-0", "vae-draw-1")
    both.page.keyboard.press("Control+z")
    expect(both.by("image-name")).to_have_text(name)


def test_the_label_sets_the_class_of_all_samples_and_the_seed_their_style(both: Screen):
    plain, told = both.pixels("vae-draw-0"), both.pixels("cvae-draw-0")
    both.by("draws-class-1").click()
    ones = both.await_other_picture(told, "cvae-draw-0")
    assert np.array_equal(both.pixels("vae-draw-0"), plain), "the class does not reach the unconditional model"
    both.until(lambda: alike(both, "cvae-class-1", "cvae-draw-0"))
    every = both.pixels("cvae-class-1")
    both.by("draws-again").click()
    both.await_other_picture(plain, "vae-draw-0")
    both.await_other_picture(ones, "cvae-draw-0")
    both.await_other_picture(every, "cvae-class-1")
    both.await_query("seed", bool)


def test_the_probe_and_what_the_label_saved_come_from_the_models_figures(both: Screen, plain: Shown, told: Shown):
    for side, shown in enumerate((plain, told)):
        found = read_evaluation(shown.folder)
        share = found.probe_accuracy if found else None
        words = "python -m vaeviz evaluate" if share is None else f"{100 * share:.1f}\u00a0% of test images"
        expect(both.by(f"probe-{side}")).to_contain_text(words)
    rates = [shown.stored.codes.rate().sum(1).mean() for shown in (plain, told)]
    saved = both.by("saved").inner_text()
    fewer = re.search(r"z needs ([\d.]+) fewer nats", saved)
    assert fewer
    assert float(fewer[1]) == pytest.approx(rates[0] - rates[1], abs=0.06)
    assert "ln 10 = 2.30 nats" in saved


def test_the_address_keeps_the_image_the_seed_and_both_models(both: Screen, plain: Shown, told: Shown):
    both.by("image-next").click()
    both.by("draws-seed").fill("77")
    both.by("draws-seed").press("Enter")
    both.await_query("seed", lambda seed: seed == "77")
    name = both.by("image-name").inner_text()
    query = both.query()
    assert (query["model"], query["second"]) == (plain.name, told.name)
    both.page.reload()
    expect(both.by("image-name")).to_have_text(name)
    expect(both.by("draws-seed")).to_have_value("77")


def on_screen(screen: Screen) -> dict[str, object]:
    """What a link must bring back, as the page shows it."""
    pressed = screen.page.locator(".compare button[aria-pressed=true]")
    return {
        "image": screen.by("image-name").inner_text(),
        "seed": screen.by("draws-seed").input_value(),
        "pressed": pressed.evaluate_all("(nodes) => nodes.map((node) => node.dataset.testid ?? node.ariaLabel)"),
        "models": [screen.by(test_id).input_value() for test_id in ("model-picker", "second-picker")],
    }


def test_a_copied_link_shows_the_same_in_a_new_browser(visit, server: Server, plain: Shown, told: Shown):
    screen = compare(visit(server, permissions=["clipboard-read", "clipboard-write"]), plain, told)
    for test_id in ("image-next", "charts-pca", "class-3", "draws-class-6", "draws-again"):
        screen.by(test_id).click()
    screen.page.get_by_role("button", name="Sample 4", exact=True).click()
    before = on_screen(screen)
    assert {"charts-pca", "class-3", "draws-class-6", "Sample 4", "Sample 4, c = 6"} <= set(before["pressed"])
    screen.by("share").click()
    expect(screen.by("copy-link")).to_be_focused()
    screen.by("copy-link").click()
    expect(screen.page.locator(".said")).to_contain_text("Link copied")
    link = screen.page.evaluate("navigator.clipboard.readText()")
    screen.until(lambda: screen.page.evaluate("location.href") == link)
    copy = compare(visit(server), plain, told, screen.query())
    assert on_screen(copy) == before
    assert copy.query() == screen.query()
    assert alike(copy, "cvae-class-6", "cvae-draw-3")
    screen.page.keyboard.press("Escape")
    expect(screen.by("share-sheet")).to_be_hidden()
    expect(screen.by("share")).to_be_focused()


def test_the_image_of_both_models_comes_as_a_table(both: Screen, plain: Shown, told: Shown):
    both.by("share").click()
    with both.page.expect_download() as download:
        both.by("image-csv").click()
    assert download.value.suggested_filename == f"{plain.name}-{told.name}-test-image-0.csv"
    head, *lines = Path(download.value.path()).read_text().splitlines()
    assert head == "dimension,vae_mean,vae_nats,cvae_mean,cvae_nats"
    columns = list(zip(*(line.split(",") for line in lines), strict=True))
    for side, shown in enumerate((plain, told)):
        codes = shown.stored.codes
        for column, wanted in ((1 + 2 * side, codes.mu[0]), (2 + 2 * side, codes.rate()[0])):
            found = [float(cell) for cell in columns[column] if cell]
            np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.streamlit
def test_leaving_the_page_closes_the_lines_of_both_models(screen: Screen, plain: Shown, told: Shown):
    lines: list[WebSocket] = []
    screen.page.on("websocket", lambda line: lines.append(line) if "/vaeviz/live" in line.url else None)
    compare(screen, plain, told)
    for model in (plain, told):
        screen.until(lambda digest=model.stored.codes.checkpoint: any(digest in line.url for line in lines))
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.until(lambda: all(line.is_closed() for line in lines))
    screen.await_cards()


def test_missing_codes_are_reported_and_the_samples_stay(
    visit: Callable[..., Screen], server: Server, plain: Shown, told: Shown
):
    screen = visit(server, calm=False)  # the browser complains of the refusal

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"error": "The codes are being written."})

    screen.page.route(re.compile(f"/vaeviz/codes/{told.stored.codes.checkpoint}"), refuse)
    screen.goto({"model": plain.name, "second": told.name}, "compare")
    expect(screen.page.locator(".compare .veil", has_text="The codes are being written.")).to_be_visible()
    screen.until(lambda: bright(screen, "cvae-class-9"))
    expect(screen.by("image-next")).to_be_disabled()


def test_another_left_model_takes_the_place_of_the_first(both: Screen):
    rate = nats(both, "average-0")
    both.by("model-picker").select_option("mnist-vae-z2")
    both.until(lambda: nats(both, "average-0") < rate)
    expect(both.by("image-name")).to_contain_text("test image 0,")
    both.until(lambda: bright(both, "reconstruction-0"))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Server]:
    """A server without any data set, as after a plain install."""
    nowhere = {"VAEVIZ_DATA": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    with serve(environment=nowhere, patience=PATIENCE) as server:
        yield server


def test_without_the_data_set_the_page_says_how_to_fetch_it(visit, bare: Server, plain: Shown, told: Shown):
    screen = compare(visit(bare), plain, told)
    for side in SIDES:
        expect(screen.by(f"original-{side}")).to_be_hidden()
    expect(screen.by("fetching-0")).to_contain_text(f"python -m vaeviz evaluate {plain.name} --limit 100")
    expect(screen.by("fetching-1")).to_be_hidden()


@pytest.fixture
def emptied(plain: Shown, told: Shown, tmp_path: Path) -> Iterator[Server]:
    """A server with an unconditional model, a conditional one, and another such whose file has lost its weights."""
    for folder, name in ((plain.folder, plain.name), (told.folder, told.name), (told.folder, "empty")):
        shutil.copytree(folder, tmp_path / name)
    write_tensors(tmp_path / "empty" / "model.safetensors", {"weight": np.zeros(2)}, told.header.to_json())
    with serve(environment={"VAEVIZ_CHECKPOINTS": str(tmp_path)}, patience=PATIENCE) as server:
        yield server


def test_a_right_model_that_cannot_be_opened_gives_way_to_one_that_can(
    visit, emptied: Server, plain: Shown, told: Shown
):
    screen = compare(visit(emptied, calm=False), plain, told)  # the browser reports the refusal
    name = screen.by("image-name").inner_text()
    screen.by("second-picker").select_option("empty")
    expect(screen.by("notice")).to_contain_text(f"{told.name} is shown instead.")
    expect(screen.by("second-picker")).to_have_value(told.name)
    screen.await_query("second", lambda second: second == told.name)
    expect(screen.by("image-name")).to_have_text(name)
    expect(screen.by("now-1")).to_contain_text("nats for this image")
    screen.until(lambda: bright(screen, "cvae-class-9"))


def test_every_image_has_a_name(both: Screen):
    canvases = both.page.locator(".compare canvas[role=img]")
    assert canvases.evaluate_all("(nodes) => nodes.filter((node) => !node.ariaLabel).length") == 0
    expect(both.by("vae-draw-0")).to_have_attribute("aria-label", "Sample 1")
    expect(both.by("cvae-class-4")).to_have_attribute("aria-label", "Sample 1, c = 4")


@pytest.mark.streamlit
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_nothing_is_wider_than_the_window(
    visit: Callable[..., Screen], server: Server, plain: Shown, told: Shown, size: tuple[int, int]
):
    width, height = size
    screen = compare(visit(server, viewport={"width": width, "height": height}), plain, told)
    wide = screen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width
    columns = [screen.middle(screen.by(f"chart-{side}"))[:2] for side in SIDES]
    assert (columns[0][1] == columns[1][1]) == (width > 720)
