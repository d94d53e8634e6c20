"""The Collapse page: tabs, the address that holds everything, a teacher's link, looks from a desk to a phone."""

import re

import pytest
from e2e.screen import Screen
from e2e.test_looks import CONTRAST, GROUND, OVERFLOW, SIZES
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TABS = ["lab", "sweep", "why", "race", "criteria", "lessons"]
PICTURES = ["scree", "plane", "heat", "toy", "trap", "tight", "sigma"]
LOADED = "main.collapse .tab-panel:visible .note:text-is('Loading'), main.collapse .missing:visible"


def visit_tab(screen: Screen, tab: str, **query: str) -> Screen:
    screen.goto({"tab": tab, **query}, "collapse")
    return shown(screen, tab)


def shown(screen: Screen, tab: str) -> Screen:
    """Wait until a tab is there with what it shows."""
    expect(screen.by(f"panel-{tab}")).to_be_visible()
    expect(screen.by(f"tab-{tab}")).to_have_attribute("aria-selected", "true")
    expect(screen.page.locator(LOADED)).to_have_count(0)
    return screen


def test_one_tab_is_shown_at_a_time_and_arrows_go_along_them(screen: Screen):
    visit_tab(screen, "sweep")
    expect(screen.page.get_by_role("tabpanel", name="Scrubber")).to_be_visible()
    screen.by("tab-sweep").press("ArrowRight")
    expect(screen.by("panel-why")).to_be_visible()
    expect(screen.by("panel-sweep")).to_be_hidden()
    expect(screen.by("tab-why")).to_be_focused()
    screen.page.keyboard.press("End")
    expect(screen.by("panel-lessons")).to_be_visible()
    screen.page.keyboard.press("ArrowRight")
    expect(screen.by("panel-lab")).to_be_visible()


@pytest.mark.streamlit
def test_the_address_holds_the_screen_through_reload_back_and_the_menu(screen: Screen):
    visit_tab(screen, "why", why="scree", embed_options="light_theme")
    screen.by("number-scree_beta").fill("16")
    screen.by("number-scree_beta").press("Enter")
    screen.await_query("scree_beta", lambda text: text == "16")
    assert screen.query()["embed_options"] == "light_theme"
    shown(screen, "why").page.reload()
    expect(screen.by("number-scree_beta")).to_have_value("16")
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.await_cards()
    assert "scree_beta" not in screen.query()
    screen.page.go_back()
    expect(screen.by("number-scree_beta")).to_have_value("16")
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.await_cards()
    screen.page.get_by_role("link", name="Collapse", exact=True).click()
    expect(screen.by("number-scree_beta")).to_have_value("16")  # as it was left
    screen.await_query("scree_beta", lambda text: text == "16")


def test_what_an_address_says_wrongly_is_its_default(screen: Screen):
    screen.goto({"tab": "nowhere", "sweep_beta": "many", "sealed": "%%"}, "collapse")
    expect(screen.by("panel-lab")).to_be_visible()
    screen.await_query("tab", lambda text: text is None)


def test_a_teacher_s_link_hides_controls_for_eyes_keyboard_and_screen_readers(visit, server):
    screen = visit_tab(visit(server, permissions=["clipboard-read", "clipboard-write"]), "why", why="scree")
    screen.by("number-scree_beta").fill("30")
    screen.by("number-scree_beta").press("Enter")
    screen.by("share").click()
    screen.by("hide-scree_beta").check()
    screen.by("copy-teacher-link").click()
    expect(screen.by("said")).to_contain_text("Link for a class copied")
    link = screen.page.evaluate("navigator.clipboard.readText()")
    assert "hide=scree_beta" in link
    assert "30" not in link.split("?")[1]

    learner = visit(server)
    learner.page.goto(link)
    shown(learner, "why")
    expect(learner.by("scree-reading")).to_contain_text("\u03b2\u03c3\u00b2 = 0.6:")  # 30 times 0.02
    expect(learner.by("withheld")).to_have_text("Some controls are hidden by this link.")
    expect(learner.page.get_by_role("slider", name=re.compile("Weight on the KL"))).to_have_count(0)
    expect(learner.page.get_by_role("button", name=re.compile("Put the line where beta"))).to_have_count(0)
    expect(learner.page.get_by_role("slider", name=re.compile("Decoder variance"))).to_be_visible()
    stops = [focus_by_tab(learner) for _ in range(24)]
    assert any("scree_s2" in stop for stop in stops)
    assert not any("scree_beta" in stop or "scree-run" in stop for stop in stops)
    learner.by("share").click()
    expect(learner.by("hide-scree_s2")).to_be_visible()
    expect(learner.by("hide-scree_beta")).to_have_count(0)  # not even its name
    assert "30" not in learner.page.evaluate("location.search")


def focus_by_tab(screen: Screen) -> str:
    screen.page.keyboard.press("Tab")
    return screen.page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node?.dataset.testid ?? "";
        }"""
    )


def test_a_part_that_cannot_be_loaded_leaves_the_others(visit, server):
    screen = visit(server, calm=False)
    screen.page.route("**/sweep/sweep.js", lambda route: route.abort())
    screen.goto({"tab": "sweep"}, "collapse")
    expect(screen.page.get_by_text("This part could not be loaded.")).to_be_visible()
    screen.by("tab-lessons").click()
    expect(screen.by("lesson-list").get_by_role("listitem").first).to_be_visible()


@pytest.mark.streamlit
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tab_fits_and_can_be_read(visit, server, size: tuple[int, int], theme: str):
    screen = visit(server, viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce")
    visit_tab(screen, "lessons")
    red = int(screen.page.evaluate(GROUND).removeprefix("rgb(").split(",")[0])
    assert (red < 64) == (theme == "dark")
    for tab in TABS:
        screen.by(f"tab-{tab}").click()
        shown(screen, tab)
        assert screen.page.evaluate(OVERFLOW) == [], tab
        assert screen.by(f"panel-{tab}").evaluate(CONTRAST) == [], tab


@pytest.mark.streamlit
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_of_why_and_a_lesson_beside_it_fit_and_can_be_read(visit, server, size, theme: str):
    screen = visit(server, viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce")
    visit_tab(screen, "why", lesson="1-the-line", step="2")
    expect(screen.by("lesson-reveal")).to_be_visible()
    for picture in PICTURES:
        screen.by(f"why-{picture}").click()
        expect(screen.by(f"panel-why-{picture}")).to_be_visible()
        shown(screen, "why")
        assert screen.page.evaluate(OVERFLOW) == [], picture
        assert screen.page.locator("main.collapse").evaluate(CONTRAST) == [], picture


def test_a_teacher_s_link_begins_a_lesson_on_its_own_screen(visit, server):
    screen = visit_tab(visit(server, permissions=["clipboard-read", "clipboard-write"]), "sweep")
    screen.page.locator("[data-control=sweep_beta]").wait_for()  # the sheet lists what is there when it is opened
    screen.by("share").click()
    screen.by("share-lesson").select_option("1-the-line")
    screen.by("hide-sweep_beta").check()
    screen.by("copy-teacher-link").click()
    expect(screen.by("said")).to_contain_text("copied")
    learner = visit(server)
    learner.page.goto(screen.page.evaluate("navigator.clipboard.readText()"))
    expect(learner.by("lesson")).to_contain_text("Step 1 of")
    shown(learner, "why")
    expect(learner.by("withheld")).to_be_visible()


def test_the_theme_is_followed_while_the_page_is_open(screen: Screen):
    visit_tab(screen, "why", why="scree")
    pixels = "(canvas) => canvas.toDataURL()"
    before = screen.by("scree-plot").evaluate(pixels)
    screen.page.emulate_media(color_scheme="dark")
    screen.until(lambda: screen.by("scree-plot").evaluate(pixels) != before)


def test_what_would_drag_a_hidden_setting_stands_still(visit, server):
    screen = visit_tab(visit(server), "why", hide="scree_beta", scree_beta="8")
    reading = screen.by("scree-reading")
    expect(reading).to_contain_text("\u03b2\u03c3\u00b2 = 0.16:")
    x, y, _, _ = screen.middle(screen.by("scree-stairs"))
    screen.page.mouse.click(x, y)
    screen.by("number-scree_s2").fill("0.03")
    screen.by("number-scree_s2").press("Enter")
    expect(reading).to_contain_text("\u03b2\u03c3\u00b2 = 0.24:")  # 8 times 0.03: beta is where it was
