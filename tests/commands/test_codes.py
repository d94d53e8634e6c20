import json

from vaeviz.__main__ import main
from vaeviz.commands.progress import progress_lines
from vaeviz.files.checkpoint import load
from vaeviz.files.codes import CODES_FILE, read_codes
from vaeviz.latents.embed import embed


def test_it_encodes_and_prints_a_summary(trained, capsys):
    assert main(["codes", str(trained), "--maps", "pca", "--limit", "100"]) == 0
    assert "100 codes; maps: pca" in capsys.readouterr().out
    assert (trained / CODES_FILE).exists()
    measured = read_codes(trained, load(trained).digest).distortion
    assert measured is not None
    assert measured.typical < measured.limit < measured.far


def test_added_maps_keep_the_codes_so_the_images_cannot_be_chosen(trained, capsys):
    assert main(["codes", str(trained), "--maps", "pca", "--limit", "60"]) == 0
    measured = read_codes(trained, load(trained).digest).distortion
    assert main(["codes", str(trained), "--maps", "axes", "--add"]) == 0
    assert read_codes(trained, load(trained).digest).distortion == measured
    assert "60 codes; maps: pca, axes" in capsys.readouterr().out
    assert main(["codes", str(trained), "--maps", "axes", "--add", "--split", "train"]) == 2
    assert "leave out --add" in capsys.readouterr().err


def test_a_model_of_two_dimensions_has_them_as_a_map(trained, monkeypatch):
    made = []
    monkeypatch.setattr(
        "vaeviz.commands.codes.embed", lambda codes, name, **settings: made.append(name) or embed(codes, "axes")
    )
    assert main(["codes", str(trained)]) == 0
    assert made == ["axes", "umap", "pca"]


def test_progress_is_printed_as_lines_of_json(trained, capsys):
    assert main(["codes", str(trained), "--maps", "pca", "--progress-json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"stage": "Encoding", "done": 360, "total": 360}
    assert lines[-1]["result"].endswith("maps: pca")


def test_a_stage_prints_its_first_and_last_line_and_few_between(capsys):
    with progress_lines() as progress:
        for done in range(1001):
            progress("counting", done, 1000)
        progress("resting", 0, 0)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (lines[0]["done"], lines[-2]["done"], lines[-1]["stage"]) == (0, 1000, "resting")
    assert len(lines) < 100
