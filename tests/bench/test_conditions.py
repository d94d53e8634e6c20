from pathlib import Path

import pytest

from vaeviz.bench import BENCHES
from vaeviz.bench.conditions import chosen_conditional, longest_sweep
from vaeviz.bench.options import Options
from vaeviz.bench.synthetic import write_checkpoint
from vaeviz.errors import ConfigError
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped


def test_only_a_conditional_model_has_a_strip_of_conditions(tmp_path: Path):
    write_checkpoint(tmp_path / "points", 200)
    with pytest.raises(ConfigError, match="found points"):
        chosen_conditional(Options(checkpoint=tmp_path / "points"))
    assert "mnist-cvae-z8" in chosen_conditional(Options())


def test_the_strip_varies_an_attribute_of_faces_and_shows_every_class():
    condition = read_header(shipped()["avatars-cvae"]).model.condition
    assert condition is not None
    assert condition.attributes[longest_sweep(condition)].name == "hair shade"
    assert longest_sweep(read_header(shipped()["mnist-cvae-z8"]).model.condition) is None


@pytest.mark.browser
@pytest.mark.slow
def test_the_strip_follows_a_drag():
    report = BENCHES["conditions"](Options(checkpoint=shipped()["digits-cvae-z4"], repeats=1, seconds=0.3))
    found = {figure.name.removeprefix("digits-cvae-z4, strip of 10, "): figure.value for figure in report.figures}
    assert found["strips per second"] > 0
    assert 0 < found["input -> drawn, p50"] <= found["input -> drawn, p95"]
