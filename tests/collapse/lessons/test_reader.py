"""Lessons as files: what a lecturer writes is what the page is given, and a slip is named with its line."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

import vaeviz
from vaeviz.collapse.lessons.lines import LessonError
from vaeviz.collapse.lessons.reader import HERE, LARGEST, parse, read, read_all
from vaeviz.collapse.schema import collapse_settings

HEAD = "---\ntitle: A title\nminutes: 5\nafter: One knows.\n---\n"
STATE = Path(vaeviz.__file__).parent / "web/collapse/page/state.js"
SHIPPED = sorted(HERE.glob("*.md"))


@cache
def page_keys() -> set[str]:
    """Return the keys that the page has in its address, as its own module lists them."""
    keys = f"declareKeys({json.dumps(collapse_settings())}), console.log(JSON.stringify(Object.keys(KEYS)))"
    code = f"import({json.dumps(STATE.as_uri())}).then(({{ KEYS, declareKeys }}) => ({keys}))"
    done = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def step(text: str):
    return parse("own", f"{HEAD}\n## One\n{text}\n").steps[0]


def test_a_lesson_is_its_head_and_its_steps():
    lesson = parse("own", HEAD + "## One\nFirst line\nsecond line.\n\nAnother paragraph.\n\n## Two\nMore.\n")
    assert (lesson.name, lesson.title, lesson.minutes, lesson.after) == ("own", "A title", 5, "One knows.")
    assert [step["title"] for step in lesson.steps] == ["One", "Two"]
    assert lesson.steps[0]["text"] == ["First line second line.", "Another paragraph."]


def test_what_a_step_sets_asks_and_does():
    found = step(
        "show: tab=why, why=scree, scree_beta=4\nlook: scree\n"
        "veil: scree-stairs, scree-error\nText.\npredict: How many live?\n"
        "answer: number 0 to 30 step 1 units\ntruth: scree.active\nnear: 1\nset: scree_beta=16\n"
        "press: lab-play\npress: lab-fresh\nmove: sweep_epoch 1 to 10\nwait: lab.step at least 800\n\nBecause.\n"
    )
    assert found["show"] == {"tab": "why", "why": "scree", "scree_beta": "4"}
    assert found["answer"] == {"kind": "number", "min": 0, "max": 30, "step": 1, "unit": "units"}
    assert (found["truth"], found["near"], found["look"]) == ([["scree.active"]], 1, "scree")
    assert found["veil"] == ["scree-stairs", "scree-error"]
    assert found["set"] == {"scree_beta": "16"}
    assert found["press"] == ["lab-play", "lab-fresh"]
    assert found["move"] == {"key": "sweep_epoch", "from": 1, "to": 10}
    assert found["wait"] == {"key": "lab.step", "least": 800, "more": False}
    assert step("Text.\nwait: lab.step at least 80 more")["wait"] == {"key": "lab.step", "least": 80, "more": True}
    assert (found["text"], found["explain"]) == (["Text."], ["Because."])


def test_a_choice_names_the_value_that_makes_it_correct():
    found = step(
        "Text.\npredict: What comes back?\nanswer: choice\n- Nothing: 0\n- Some: less: 1 to 3\n- *All*: at least 4\n"
        "- Fewer: at most -1\n- A word: warm-up\ntruth: lab.fresh - lab.active\n"
    )
    assert found["answer"]["options"] == [
        {"text": "Nothing", "html": "Nothing", "min": 0, "max": 0},
        {"text": "Some: less", "html": "Some: less", "min": 1, "max": 3},
        {"text": "*All*", "html": "<em>All</em>", "min": 4, "max": None},
        {"text": "Fewer", "html": "Fewer", "min": None, "max": -1},
        {"text": "A word", "html": "A word", "is": "warm-up"},
    ]
    assert found["truth"] == [["lab.fresh", "lab.active"]]


def test_every_text_comes_with_its_html():
    lesson = parse(
        "own",
        HEAD.replace("knows.", "knows $\\beta$.") + "## One\nFirst **line**\n{lab.active}.\n\n<b>More</b>.\n"
        "predict: Is $x < 1$?\nanswer: number 0 to 1\ntruth: lab.active\n\nBecause.\n",
    )
    assert lesson.html.startswith('One knows <math xmlns="http://www.w3.org/1998/Math/MathML"')
    html = lesson.steps[0]["html"]
    assert html["text"] == (
        '<p>First <strong>line</strong> <strong data-value="lab.active"></strong>.</p>\n<p>&lt;b&gt;More&lt;/b&gt;.</p>'
    )
    assert html["explain"] == "<p>Because.</p>"
    assert "<mo>&#x0003C;</mo>" in html["predict"]


def test_a_formula_that_cannot_be_read_is_named():
    with pytest.raises(LessonError, match=r"own.md, line 7: The formula \$\\sigmma\$ contains \\sigmma"):
        step("Text $\\sigmma$.")
    with pytest.raises(LessonError, match=r"own.md: The formula"):
        parse("own", HEAD.replace("knows.", "knows $x^$.") + "## One\nText.")


def test_a_mark_has_two_axes_and_two_true_values():
    found = step(
        "Text.\npredict: Where?\nanswer: mark rate 0 to 60 nats, distortion 50 to 220.5 nats\n"
        "truth: sweep.rate, sweep.distortion\n"
    )
    assert found["answer"]["y"] == {"label": "distortion", "min": 50, "max": 220.5, "unit": "nats"}
    assert found["truth"] == [["sweep.rate"], ["sweep.distortion"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("show: tab", "line 8: 'tab' cannot be read"),
        ("Text.\nanswer: choice", "predict, answer and truth go together"),
        ("Text.\n- Some: 1", "After 'answer: choice'"),
        ("Text.\npredict: A?\ntruth: a.b\nanswer: choice\n- Some: 1", "two or more lines"),
        ("Text.\npredict: A?\ntruth: a.b, a.c\nanswer: number 0 to 1", "and one for any other answer"),
        (
            "Text.\npredict: A?\ntruth: a.b\nanswer: mark x 0 to 1, y 0 to 1",
            "truth takes two values, separated by a comma, for a mark",
        ),
        ("Text.\npredict: A?\ntruth: a.b\nanswer: mark x 0 to 1", "a mark has two"),
        ("Text.\npredict: A?\ntruth: a b\nanswer: number 0 to 1", "'a b' cannot be read"),
        ("Text.\nanswer: slider", "Write it as: number 0 to 8"),
        ("Text.\nwait: lab.step 800", "Write it as: lab.step at least 800"),
        ("Text.\nmove: sweep_epoch to 10", "Write it as: sweep_epoch 1 to 10"),
        ("show: tab=why", "the step has no text"),
    ],
)
def test_a_mistake_in_a_lesson_is_named(text, words):
    with pytest.raises(LessonError, match=re.escape(words)):
        step(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## One\nText.", "has no head"),
        ("---\ntitle: T\n---\n## One\nText.", "allowed: title, minutes, after"),
        (HEAD.replace("5", "five") + "## One\nText.", "minutes a number"),
        (HEAD + "Text without a step.", "has no step"),
    ],
)
def test_a_file_that_is_not_a_lesson_is_refused(text, words):
    with pytest.raises(LessonError, match=re.escape(words)):
        parse("own", text)


def test_a_name_that_no_url_can_contain_is_refused():
    with pytest.raises(LessonError, match="Rename the file"):
        parse("My Lesson", HEAD + "## One\nText.")


def test_files_too_large_or_not_text_are_refused(tmp_path):
    (tmp_path / "large.md").write_bytes(b"a" * (LARGEST + 1))
    (tmp_path / "other.md").write_bytes(b"\xff\xfe")
    with pytest.raises(LessonError, match="at most 65,536"):
        read(tmp_path / "large.md")
    with pytest.raises(LessonError, match="Save it as UTF-8"):
        read(tmp_path / "other.md")
    assert len(read_all(tmp_path)[1]) == 2


def test_there_are_at_least_five_lessons_and_all_can_be_read():
    lessons, problems = read_all()
    assert problems == []
    assert len(lessons) >= 5
    assert all(lesson.minutes == 5 for lesson in lessons)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_lesson_sets_what_the_page_has_and_asks_more_than_once(path):
    keys = page_keys()
    lesson = read(path)
    for one in lesson.steps:
        used = {**one.get("show", {}), **one.get("set", {}), **({one["move"]["key"]: ""} if "move" in one else {})}
        assert set(used) <= keys, f"{lesson.name}: {one['title']}"
        assert "predict" not in one or one["explain"], f"{lesson.name}: {one['title']} explains nothing"
    assert sum("predict" in one for one in lesson.steps) >= 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_values_that_a_shipped_lesson_compares_a_guess_with_are_published(path):
    """Every truth, and every number in a text, is a key that some part of the page publishes."""
    modules = (STATE.parents[1] / part for part in ("lab", "sweep", "theory", "toy", "race", "criteria"))
    code = "".join(file.read_text() for folder in modules for file in folder.glob("*.js"))
    for one in read(path).steps:
        assert "data-value" not in one["html"].get("predict", ""), "the summary repeats it beside other values"
        used = {key for pair in one.get("truth", []) for key in pair} | (
            {one["wait"]["key"]} if "wait" in one else set()
        )
        used |= {key for text in one["html"].values() for key in re.findall(r'data-value="([^"]+)"', text)}
        for key in used:
            group, _, name = key.partition(".")
            assert f'"{key}"' in code or (f"`{group}.${{" in code and re.search(rf"\b{name}\b", code)), key
