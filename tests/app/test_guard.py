from streamlit.testing.v1 import AppTest


def failing():
    from vaeviz.app.guard import guard
    from vaeviz.errors import DataError

    with guard("No picture"):
        raise DataError("![x](http://evil.example/x.png) <b>bold</b>")


def broken():
    from vaeviz.app.guard import guard

    with guard():
        raise RuntimeError("a bug")


def test_our_errors_stand_in_place_as_plain_text():
    page = AppTest.from_function(failing).run()
    assert not page.exception
    assert page.markdown[0].value == "**No picture**"
    assert page.text[0].value == "![x](http://evil.example/x.png) <b>bold</b>"


def test_a_bug_shows_its_type_and_nothing_of_this_machine():
    page = AppTest.from_function(broken).run()
    assert "RuntimeError" in page.exception[0].proto.type
    assert "a bug" not in page.exception[0].message
    assert not page.exception[0].stack_trace
