import json
import random
from pathlib import Path

import numpy as np
import pytest

from vaeviz.app.grid import C_STEPS, Z_STEPS, pack_c, pack_steps, pack_z, unpack_c, unpack_steps, unpack_z

snap_z = lambda values: unpack_z(pack_z(values))  # noqa: E731
snap_c = lambda values: unpack_c(pack_c(values))  # noqa: E731
SHARED = Path(__file__).parents[1] / "web/workspace/grid.json"  # the page's own test reads it too
CASES = json.loads(SHARED.read_text())


@pytest.mark.parametrize(("kind", "pack", "unpack"), [("z", pack_z, unpack_z), ("c", pack_c, unpack_c)])
def test_page_and_python_write_the_same_text_and_read_the_same_floats(kind, pack, unpack):
    for case in CASES[kind]:
        values = unpack(case["text"])
        assert np.float32(values).view(np.uint32).tolist() == case["bits"]
        assert pack(values) == case["text"]
        assert pack(np.float32(values).tolist()) == case["text"]  # as the page holds them


def test_every_step_comes_back():
    steps = range(-32768, 32768)
    assert unpack_steps(pack_steps(steps)) == tuple(steps)


def test_every_z_on_the_grid_comes_back_as_the_same_float():
    z = np.float32([step / Z_STEPS for step in range(-32000, 32001)])
    assert (np.float32(unpack_z(pack_z(z.tolist()))) == z).all()
    assert snap_z(snap_z(z.tolist())) == snap_z(z.tolist())


def test_every_c_on_the_grid_comes_back_as_the_same_float():
    c = np.float32([step / C_STEPS for step in range(-C_STEPS, C_STEPS + 1)])
    assert (np.float32(unpack_c(pack_c(c.tolist()))) == c).all()


def test_the_grid_holds_hundredths_and_even_mixtures():
    assert snap_z([0.01, -3.27, 9.99]) == (0.01, -3.27, 9.99)
    assert snap_c([1 / k for k in range(1, 13)]) == tuple(1 / k for k in range(1, 13))


def test_what_lies_outside_is_clipped():
    assert snap_z([99, -99]) == (10, -10)
    assert unpack_z(pack_steps([32767, -32768])) == (10, -10)
    assert unpack_c(pack_steps([32767, -32768])) == (1, -1)


def test_text_that_is_no_code_is_none_and_never_an_error():
    rng = random.Random(0)
    for _ in range(3000):
        text = "".join(chr(rng.choice([rng.randrange(128), rng.randrange(0x110000)])) for _ in range(rng.randrange(12)))
        assert unpack_z(text) is None or len(unpack_z(text)) <= len(text)
