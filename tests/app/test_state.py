from vaeviz.app.state import Memory
from vaeviz.app.view import View


def test_a_view_at_rest_changes_the_address_but_is_not_given_back_to_the_page():
    memory = Memory()
    memory.give("m", View())
    memory.rest(View(z=(1.0,), c=(), map=None))
    assert (memory.serial, memory.given) == (1, View())
    assert memory.query["model"] == "m"
    assert "z" in memory.query


def test_an_older_report_of_the_view_does_not_take_the_second_model_away():
    memory = Memory()
    memory.give("m", View(second="n"))
    memory.rest(View(z=(1.0,)))
    assert memory.view == View(z=(1.0,), second="n")
    assert memory.query["second"] == "n"


def test_every_request_is_answered_once():
    memory = Memory()
    assert not memory.newly_asked("second", None)
    assert memory.newly_asked("second", {"name": "n", "at": 1})
    assert not memory.newly_asked("second", {"name": "n", "at": 1})
    assert memory.newly_asked("second", {"name": "n", "at": 2})
