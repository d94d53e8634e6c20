"""Lessons over the real screens: a guess, what the screen then measures, and both kept."""

import re

import pytest
from e2e.screen import Screen
from playwright.sync_api import expect

from vaeviz.collapse.lessons.reader import read_all

pytestmark = pytest.mark.browser

LINE = "1-the-line"
TRAINING = 300.0  # seconds for 600 steps: the worker has the lowest priority, and a machine may be busy


def begin(screen: Screen, name: str) -> None:
    """Open a lesson from the list."""
    screen.goto({"tab": "lessons"}, "collapse")
    screen.by(f"lesson-{name}").click()
    expect(screen.by("lesson")).to_contain_text("Step 1 of")


def guess(screen: Screen) -> None:
    """Make a guess, whichever way the step asks."""
    asked = screen.by("guess").or_(screen.by("guess-0")).or_(screen.by("guess-x"))
    asked.wait_for()
    if asked.get_attribute("type") == "radio":
        asked.check()
    else:
        asked.press("ArrowLeft")


def reveal(screen: Screen) -> str:
    """Let the screen do it; return what was measured, in words."""
    expect(screen.by("lesson-next")).to_be_disabled()
    screen.by("lesson-reveal").click()
    return screen.by("measured").inner_text()


def test_every_lesson_is_in_the_list_with_its_time_and_what_the_reader_knows_after(screen: Screen):
    screen.goto({"tab": "lessons"}, "collapse")
    items = screen.by("lesson-list").get_by_role("listitem")
    lessons, _ = read_all()
    expect(items).to_have_count(len(lessons))
    for i, lesson in enumerate(lessons):
        expect(items.nth(i)).to_contain_text(lesson.title)
        expect(items.nth(i)).to_contain_text(lesson.after.split("$")[0].strip())  # up to its first formula
        expect(items.nth(i)).to_contain_text(f"{lesson.minutes} minutes")


def test_the_truths_of_a_whole_lesson_are_those_of_the_screen(screen: Screen):
    begin(screen, LINE)
    screen.by("lesson-next").click()
    expect(screen.by("lesson-reveal")).to_be_disabled()  # first a guess
    screen.by("guess").fill("5")
    expect(screen.by("explanation")).to_be_empty()
    assert reveal(screen) == "4 dimensions"  # 14, 8, 4, 2, 0 active at beta 4, 8, 16, 30, 40
    expect(screen.by("scree-reading")).to_contain_text("4 of 16 dimensions live")
    expect(screen.by("verdict")).to_contain_text("Close enough.")  # one off
    screen.await_query("guesses", lambda text: text == f"{LINE}.2.5")

    screen.page.reload()
    expect(screen.by("measured")).to_have_text("4 dimensions")
    expect(screen.by("guess")).to_be_disabled()
    screen.by("lesson-back").click()
    screen.by("lesson-next").click()
    expect(screen.by("measured")).to_have_text("4 dimensions")
    expect(screen.by("number-scree_beta")).to_have_value("16")  # where revealing had brought it

    truths = ["4 dimensions", "Less than half (1.12)", "No, all have collapsed (0)"]
    for truth in truths:
        screen.by("lesson-next").click()
        guess(screen)
        measured = reveal(screen)
        assert re.sub(r"\(1\.1\d\)", "(1.12)", measured) == truth
    screen.by("lesson-next").click()
    rows = screen.by("summary").get_by_role("listitem")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("5 dimensions")
    for i, truth in enumerate(["4 dimensions", *truths]):
        expect(rows.nth(i)).to_contain_text(truth.split(" (")[0])


def test_a_lesson_is_left_and_continued_by_keyboard(screen: Screen):
    begin(screen, LINE)
    expect(screen.page.get_by_role("heading", name="Images vary along axes")).to_be_focused()
    for _ in range(2):
        screen.page.keyboard.press("Tab")  # from the heading over Back, which is disabled, to Next
        if screen.by("lesson-next").evaluate("(node) => node.matches(':focus')"):
            break
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("heading", name="Raise the line")).to_be_focused()
    screen.by("lesson-leave").click()
    expect(screen.by("guide")).to_be_hidden()
    again = screen.by(f"lesson-{LINE}")
    expect(again).to_have_text("Continue")
    again.click()
    expect(screen.by("lesson")).to_contain_text("Step 2 of")


def test_the_panel_is_beside_the_screen_it_is_about(screen: Screen):
    begin(screen, LINE)
    chart, lesson = screen.by("scree-plot").bounding_box(), screen.by("guide").bounding_box()
    assert chart
    assert lesson
    assert chart["x"] + chart["width"] <= lesson["x"]


def test_a_link_to_a_lesson_keeps_its_other_settings(screen: Screen):
    screen.goto({"lesson": LINE, "step": "2", "scree_beta": "12"}, "collapse")
    expect(screen.by("number-scree_beta")).to_have_value("12")
    screen.goto({"lesson": LINE, "step": "2"}, "collapse")
    expect(screen.by("number-scree_beta")).to_have_value("8")


def test_an_unknown_lesson_is_named(screen: Screen):
    screen.goto({"lesson": "nothing"}, "collapse")
    expect(screen.by("lesson")).to_contain_text("There is no lesson called nothing.")
    screen.by("lesson-leave").click()
    expect(screen.by("lesson-list")).to_be_visible()


def test_units_of_a_model_that_trains_are_counted_for_the_lesson(screen: Screen):
    begin(screen, "2-watch-a-unit-die")
    screen.by("guess").fill("3")
    screen.by("lesson-reveal").click()
    screen.by("measured").wait_for(timeout=1000 * TRAINING)
    measured = screen.by("measured").inner_text()
    assert re.fullmatch(r"[0-8] dimensions?", measured)
    assert int(measured[0]) >= 1  # at beta 1 some become active


def test_what_a_server_renders_is_admitted_and_all_else_is_left_out(screen: Screen):
    screen.goto({"tab": "lessons"}, "collapse")
    screen.by("lesson-list").wait_for()
    names = screen.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    url = next(name for name in names if "/core/dom.js" in name)
    html = (
        '<p onclick="x">a <strong data-value="k" id="x">b</strong><script>bad()</script><img src="x" onerror="bad()">'
        '<a href="javascript:bad()">c</a><a href="https://example.org/">d</a><a href="codes">e</a></p>'
        '<math display="inline" href="javascript:bad()"><mrow style="x"><mi mathvariant="normal">z</mi>'
        "<mtext><script>bad()</script></mtext>"
        '<annotation-xml encoding="text/html"><p>f</p></annotation-xml></mrow></math>'
        '<svg><a href="javascript:bad()"><text>g</text></a></svg><iframe src="x"></iframe><style>*{}</style>'
    )
    made = screen.page.evaluate(
        "async ([url, html]) => { const node = document.createElement('div');"
        "node.append((await import(url)).rich(html, { k: 3 })); return [node.innerHTML,"
        "[...node.querySelectorAll('math, mi')].map((one) => one.namespaceURI.split('/').at(-1))] }",
        [url, html],
    )
    assert made == [
        '<p>a <strong data-value="k">3</strong><a>c</a><a href="https://example.org/">d</a><a href="codes">e</a></p>'
        '<math display="inline"><mrow><mi mathvariant="normal">z</mi><mtext></mtext></mrow></math>',
        ["MathML", "MathML"],
    ]


def test_formulas_of_a_lesson_are_typeset_and_no_source_is_left(screen: Screen):
    for lesson in read_all()[0]:
        screen.goto({"lesson": lesson.name}, "collapse")
        panel = screen.by("lesson")
        expect(panel).to_contain_text(lesson.title)
        expect(panel).not_to_contain_text(re.compile(r"[$\\]"))
    screen.goto({"lesson": LINE}, "collapse")
    expect(screen.by("lesson").locator("math").first).to_be_visible()
    assert screen.by("lesson").locator("msup").first.text_content() == "\N{GREEK SMALL LETTER SIGMA}2"
    expect(screen.by("scree").locator("header math").first).to_be_visible()
