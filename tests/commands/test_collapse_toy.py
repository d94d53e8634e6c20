"""`collapse toy`, with runs of a few steps."""

from dataclasses import replace
from functools import partial

from vaeviz.__main__ import main
from vaeviz.collapse.toy import runs as toy_runs
from vaeviz.collapse.toy.file import read_toy
from vaeviz.collapse.toy.recipes import recipes
from vaeviz.collapse.toy.training import learn_language
from vaeviz.commands import toy


def test_toy_keeps_every_run_and_the_states_they_begin_with(tmp_path, capsys, monkeypatch):
    short = {name: replace(recipes()[name], steps=2) for name in ("factorised", "pretrained", "free-bits")}
    for module in (toy, toy_runs):
        monkeypatch.setattr(module, "recipes", lambda: short)
    monkeypatch.setattr(toy_runs, "learn_language", partial(learn_language, steps=2))
    monkeypatch.setattr(toy_runs, "MEASURED", 2)
    assert main(["collapse", "toy", "--seeds", "4", "6", "--out", str(tmp_path)]) == 0
    stored = read_toy(tmp_path)
    assert stored.header.seeds == (4, 6)
    assert [(row.run, row.seed) for row in stored.header.rows][:3] == [
        ("factorised", 4),
        ("factorised", 6),
        ("pretrained", 4),
    ]
    assert stored.header.command.startswith("python -m vaeviz collapse toy --seeds 4 6")
    for name in ("pretrained", "collapsed"):
        one, other = stored.arrays[f"weights.{name}"]
        assert (one != other).any()
    assert stored.arrays["trail"].shape[:3] == (3, 2, 3)
    assert "entropy of the data 9.3794 nats" in capsys.readouterr().out
