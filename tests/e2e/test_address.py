"""The address: a copied one opens the same view, a damaged one a notice and the default view."""

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCRIPT = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def test_a_copied_address_opens_the_same_view(visit, server, screen: Screen, told: Shown):
    screen.open({"model": told.name})
    picture, first = screen.pixels(), screen.query().get("z")
    screen.by("randomise").click()
    picture = screen.await_other_picture(picture)
    screen.by(f"condition-{told.classes[7]}").click()
    other = next(name for name in told.stored.maps if name != told.map)
    screen.by(f"map-{other}").click()
    screen.await_query("z", lambda z: z not in (None, first))
    screen.await_query("c", lambda c: c == "7")
    address = {**screen.query(), "map": screen.await_query("map", lambda name: name == other)}
    copy = visit(server).open(address)
    assert copy.z() == screen.z()
    assert copy.query() == address
    expect(copy.by("model-picker")).to_have_value(told.name)
    expect(copy.by(f"condition-{told.classes[7]}")).to_have_attribute("aria-pressed", "true")
    expect(copy.by(f"map-{other}")).to_have_attribute("aria-pressed", "true")
    screen.settle()
    assert np.array_equal(copy.pixels(), screen.pixels())


@pytest.mark.streamlit
def test_a_reload_and_the_way_back_from_another_page_keep_the_view(screen: Screen, plain: Shown):
    screen.open(plain.query())
    value = screen.value()
    value.fill("1.25")
    value.press("Enter")
    screen.await_query("z", lambda z: z != plain.query()["z"])
    screen.page.reload()
    expect(screen.value()).to_have_value("1.25")
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.await_cards()
    screen.page.get_by_role("link", name="Explore", exact=True).click()
    expect(screen.value()).to_have_value("1.25")
    expect(screen.by("model-picker")).to_have_value(plain.name)


def test_a_reload_keeps_which_stored_code_this_is(screen: Screen, plain: Shown):
    screen.open({"model": plain.name})
    screen.by("source-data").click()
    screen.await_query("code", lambda code: code not in (None, "0"))
    caption = screen.page.locator(".caption").inner_text()
    assert "test image" in caption
    posterior = screen.by("convention").locator("option").nth(1)
    expect(posterior).to_be_enabled()
    screen.page.reload()
    expect(screen.page.locator(".caption")).to_have_text(caption)
    expect(posterior).to_be_enabled()
    screen.slider().press("Shift+ArrowUp")
    screen.await_query("code", lambda code: code is None)


@pytest.mark.streamlit
def test_what_was_made_of_a_model_comes_back_with_it(screen: Screen, plain: Shown, told: Shown):
    screen.open(plain.query())
    for text in ("0.50", "1.50"):
        screen.value().fill(text)
        screen.value().press("Enter")
    screen.by("tool-lasso").click()
    screen.await_query("z", lambda z: z != plain.query()["z"])
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.await_cards()
    screen.page.get_by_role("link", name="Explore", exact=True).click()
    expect(screen.value()).to_have_value("1.50")
    expect(screen.by("tool-lasso")).to_have_attribute("aria-pressed", "true")
    screen.by("undo").click()
    expect(screen.value()).to_have_value("0.50")
    screen.by("model-picker").select_option(told.name)
    expect(screen.by(f"condition-{told.classes[0]}")).to_be_visible()
    expect(screen.by("redo")).to_be_disabled()
    screen.by("model-picker").select_option(plain.name)
    screen.await_query("model", lambda name: name == plain.name)
    expect(screen.value()).to_have_value("0.50")
    expect(screen.by("undo")).to_be_enabled()
    screen.by("redo").click()
    expect(screen.value()).to_have_value("1.50")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"model": "no-such-model"}, "Unknown model"),
        ({"model": SCRIPT}, "Unknown model"),
        ({"model": "../../etc/passwd"}, "Unknown model"),
        ({"z": "garbage!"}, "z in the URL"),
        ({"z": "NaN"}, "z in the URL"),
        ({"z": SCRIPT, "c": SCRIPT, "map": SCRIPT}, "in the URL"),
        ({"map": SCRIPT}, "Unknown map"),
        ({"locks": "99", "t": SCRIPT, "seed": "-1"}, "locks in the URL"),
        ({"pins": SCRIPT, "a": "umap.AAAA", "b": SCRIPT}, "pins in the URL"),
        ({"second": "no-such-model"}, "Unknown second model"),
        ({"z": "A" * 5000}, "at most 2,000"),
    ],
    ids=["unknown", "script", "path", "garbage", "nan", "all", "map", "draws", "kept", "second", "long"],
)
def test_a_damaged_address_is_a_notice_and_nothing_runs(screen: Screen, query: dict[str, str], words: str):
    screen.open(query)
    expect(screen.by("notice")).to_contain_text(words)
    assert screen.page.evaluate("window.hacked") is None
    before = screen.pixels()
    screen.slider().press("Shift+ArrowUp")
    screen.await_other_picture(before)


def test_going_back_in_the_browser_goes_back_to_the_model(screen: Screen, plain: Shown, told: Shown):
    screen.open(plain.query())
    screen.by("model-picker").select_option(told.name)
    expect(screen.by(f"condition-{told.classes[0]}")).to_be_visible()
    screen.await_query("model", lambda name: name == told.name)
    screen.page.go_back()
    screen.await_query("model", lambda name: name == plain.name)
    expect(screen.by("model-picker")).to_have_value(plain.name)


def test_a_model_chosen_again_after_going_back_is_opened_again(screen: Screen, plain: Shown, told: Shown):
    screen.open(plain.query())
    for _ in range(2):
        screen.by("model-picker").select_option(told.name)
        screen.await_query("model", lambda name: name == told.name)
        expect(screen.by(f"condition-{told.classes[0]}")).to_be_visible()
        screen.page.go_back()
        screen.await_query("model", lambda name: name == plain.name)
        expect(screen.by("model-picker")).to_have_value(plain.name)


def test_another_model_drops_the_pins_and_the_selection_of_this_one(screen: Screen, plain: Shown, told: Shown):
    screen.open(plain.query())
    screen.by("pin-add").click()
    screen.await_query("pins", lambda pins: pins is not None)
    screen.by("model-picker").select_option(told.name)
    screen.await_query("model", lambda name: name == told.name)
    expect(screen.by("pin-A")).to_have_count(0)
    assert not {"pins", "a", "b"} & set(screen.query())


def test_a_second_tab_keeps_a_view_of_its_own(visit, server, screen: Screen, plain: Shown, told: Shown):
    screen.open(plain.query())
    other = visit(server).open(told.query())
    screen.by("pin-add").click()
    screen.await_query("pins", lambda pins: pins is not None)
    assert other.query() == told.query()
    expect(other.by("pin-A")).to_have_count(0)
