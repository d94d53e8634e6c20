import pytest

from vaeviz import server as live
from vaeviz.installation import WEB
from vaeviz.server.routes import CODES, ENCODER, LIVE


def test_everything_of_ours_is_under_one_prefix() -> None:
    paths = [getattr(route, "path", "") for route in live.routes(WEB)]
    assert {LIVE, ENCODER + "/{digest}", CODES + "/{digest}"} < set(paths)
    assert all(path.startswith("/vaeviz/") for path in paths)


def test_below_a_base_path_nothing_is_outside_it() -> None:
    paths = [getattr(route, "path", "") for route in live.routes(WEB, "/explorer")]
    assert paths == [f"/explorer{getattr(route, 'path', '')}" for route in live.routes(WEB)]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        live.nothing  # noqa: B018
