import re
from html.parser import HTMLParser

import pytest

from vaeviz.markdown import MATHML, TextError, line_to_html, mathml, to_html

ALLOWED = {"p", "em", "strong", "code", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", *MATHML}


class Found(HTMLParser):
    """The elements and attributes of a text of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= dict(attrs)


def test_marks_lists_links_and_values():
    assert to_html("a **b** *c* `d`\n\nnext") == ("<p>a <strong>b</strong> <em>c</em> <code>d</code></p>\n<p>next</p>")
    assert to_html("1. one\n2. two") == "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"
    assert line_to_html("[a](https://example.org) [b](codes.md)") == (
        '<a href="https://example.org">a</a> <a href="codes.md">b</a>'
    )
    assert line_to_html("{lab.active} left of {8}") == '<strong data-value="lab.active"></strong> left of {8}'


def test_a_formula_is_mathml():
    made = line_to_html(r"at $\beta\sigma^2$, it costs 5$ or 6$")
    assert "<msup><mi>&#x003C3;</mi><mn>2</mn></msup>" in made
    assert "</math>\N{WORD JOINER}, it" in made
    assert made.endswith("costs 5$ or 6$")
    assert line_to_html("$x$: $x$ is").count("</math>\N{WORD JOINER}") == 1  # no line begins with the colon
    assert "<mi>KL</mi>" in mathml(r"\operatorname{KL}(q(z \mid x) \,\|\, p(z))")
    assert '<mi>log</mi><mspace width="0.167em" />' in mathml(r"\log p(x)")
    assert "mspace" not in mathml(r"\log(x)")
    assert to_html("$$\na = b\n$$").endswith(
        'display="block"><mrow><mi>a</mi><mo>&#x0003D;</mo><mi>b</mi></mrow></math>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick='alert(1)'>b</b>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&#58;alert(1))",
        "[a](&#x6a;avascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](//example.org)",
        "<javascript:alert(1)>",
        "![a](x.png)",
        '[a](x "title\\" onclick=\\"alert(1)")',
        "`<script>`",
        '{lab.active" onclick="x}',
        "$a<b$ $x > \\text{y}$",
        "<!-- x --> <math><mi onclick=x>",
        "    <script>",
        "```html\n<script>\n```",
    ],
)
def test_whatever_a_text_contains_its_html_is_inert(text):
    for made in (to_html(text), line_to_html(text)):
        found = Found(made)
        assert found.tags <= ALLOWED
        assert set(found.attributes) <= {"href", "title", "data-value", "xmlns", *set().union(*MATHML.values())}, made
        assert re.match(r"https?://|x(.png)?$|$", found.attributes.get("href", "")), made


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\text{<script>alert(1)</script>}", "contains script"),
        (r"\href{javascript:alert(1)}{x}", "contains href"),
        (r"\style{color:red}{x}", "contains style"),
        (r"\class{a}{x}", "contains class"),
        (r"\sigmma^2", r"contains \\sigmma"),
        (r"\text{<b}", "cannot be read: ParseError"),
        ("x^", "cannot be read: MissingSuperScriptOrSubscriptError"),
        ("", "cannot be read: NoAvailableTokensError"),
    ],
)
def test_text_that_is_not_only_a_formula_is_refused(latex, words):
    with pytest.raises(TextError, match=words):
        mathml(latex)
