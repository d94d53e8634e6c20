import pytest

from vaeviz.app.markup import note, typeset


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("p(z|c)", "<i>p</i>(<i>z</i>|<i>c</i>)"),
        ("N(0, I)", "<i>N</i>(0, <i>I</i>)"),
        ("\u03b2 = 4, warm-up", "<i>\u03b2</i> = 4, warm-up"),
        ("a quick log of z0 < 1", "a quick log of <i>z</i>0 &lt; 1"),
        ("the model's x", "the model&#x27;s <i>x</i>"),
    ],
)
def test_variables_that_stand_alone_are_in_italics_and_the_rest_is_escaped(text, html):
    assert typeset(text) == html
    assert note(typeset(text)) == f'<p class="vv-note">{html}</p>'


def test_other_text_is_escaped():
    assert note("<i>p</i>") == '<p class="vv-note">&lt;i&gt;p&lt;/i&gt;</p>'
