import json

from vaeviz.bench.report import Figure, Report, machine

REPORT = Report(
    "drag",
    (
        Figure("pictures", 57.36, "1/s", 0.0, "stock"),
        Figure("latency", 18.6, "ms", 148.0, "stock, release"),
        Figure("images", 123456.7, "1/s"),
    ),
    ("A note.",),
)


def test_a_ratio_needs_a_baseline_that_is_not_zero():
    assert [figure.ratio for figure in REPORT.figures] == [None, 18.6 / 148, None]


def test_the_table_lines_numbers_up_to_the_right_and_names_the_baseline():
    heading, _, *lines = REPORT.to_text().splitlines()
    assert heading.startswith("drag: processor ")
    assert "cores" in heading
    assert lines == [
        "                measured  baseline  ratio",
        "pictures [1/s]      57.4         0         stock",
        "latency [ms]        18.6       148  0.126  stock, release",
        "images [1/s]      123457",
        "",
        "A note.",
    ]


def test_the_json_has_the_figures_and_the_machine_and_can_be_read_back():
    data = json.loads(json.dumps(REPORT.to_json(), allow_nan=False))
    assert set(data) == {"bench", "machine", "figures", "notes"}
    assert data["bench"] == "drag"
    assert data["notes"] == ["A note."]
    for figure in data["figures"]:
        assert set(figure) == {"name", "value", "unit", "baseline", "baseline_name", "ratio"}
    assert data["figures"][1]["value"] == 18.6


def test_the_machine_is_described():
    described = machine()
    assert isinstance(described["cores"], int)
    assert described["cores"] >= 1
    assert described["threads"] == 1
    assert {"processor", "load", "system", "python", "torch", "streamlit"} <= set(described)
    assert described["processor"]
