import json

import pytest

from vaeviz.errors import ConfigError
from vaeviz.server.lab.wire import DEEPEST, line_of, parse_op


def nested(depth: int) -> str:
    """Return an operation that is ``depth`` objects deep."""
    return '{"op": "move", "settings": ' + '{"a": ' * (depth - 1) + "1" + "}" * depth


def test_an_operation_arrives_as_it_was_sent() -> None:
    text = nested(DEEPEST)
    assert json.loads(line_of(parse_op(text))) == json.loads(text)


@pytest.mark.parametrize(
    "text", [nested(DEEPEST + 1), nested(900), nested(900).replace('{"a": ', "[").replace("}", "]")]
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    """What the server could still read, the worker could not, in another thread and deeper in its stack."""
    with pytest.raises(ConfigError):
        parse_op(text)
