r"""Convert Markdown with formulas to HTML and MathML with a fixed set of elements.

A text may contain ``**bold**``, ``*italic*``, ```code```, lists, headings and links to http(s) or relative addresses.
``$\beta\sigma^2$`` is a LaTeX formula; ``{lab.active}`` is a placeholder for a value measured on the page. HTML in a
text is escaped.
"""

import re
from functools import cache
from html import escape
from typing import Any, Literal
from xml.etree import ElementTree

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin

from vaeviz.errors import VaevizError

MATHML = {  # elements and attributes allowed in a formula; shell/dom.js allows the same
    "math": {"display"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"fence", "stretchy", "form", "separator", "lspace", "rspace", "minsize", "maxsize"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "munder": {"accentunder"},
    **{name: set() for name in ("mn", "mroot", "mrow", "msqrt", "msub", "msubsup", "msup", "mtext", "munderover")},
}
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_LATEX_ERRORS = tuple(one for one in vars(exceptions).values() if isinstance(one, type) and issubclass(one, Exception))
_VALUE = re.compile(r"\{([a-z][a-z0-9_]*\.[a-z0-9_.]+)\}")
_LINK = re.compile(r"https?://|(?!//|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_WORD = re.compile(r"<mo>(\w{2,})</mo>")  # a named operator: as <mo> it would get wide spaces around it
_FUNCTION = re.compile(r"(<mi>(?:log|ln|exp)</mi>)(?!<mo stretchy)")  # applied to an argument without parentheses
# A browser may break the line between a formula and one of these marks; a word joiner prevents it.
_BEFORE_MARK = re.compile("</math>(?=[.,:;?!)\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}])")
_UNUSED = ["image", "fence", "code", "blockquote", "hr", "reference"]


class TextError(VaevizError, ValueError):
    """A text contains a formula that cannot be read."""


def to_html(text: str) -> str:
    """Return the HTML of a text of paragraphs, lists and headings.

    Raises
    ------
    TextError
        If a formula cannot be read.
    """
    return _joined(_markdown().render(text).strip())


def line_to_html(text: str) -> str:
    """Return the HTML of one line, without a paragraph around it; raises TextError as `to_html` does."""
    return _joined(_markdown().renderInline(text))


def _joined(html: str) -> str:
    return _BEFORE_MARK.sub("</math>\N{WORD JOINER}", html)


def mathml(latex: str, display: Literal["inline", "block"] = "inline") -> str:
    r"""Return the MathML of a formula such as ``\operatorname{KL}(q \| p)``.

    Raises
    ------
    TextError
        If it is not LaTeX, or has an unknown command or one that produces more than a formula (a link, a style).
    """
    try:
        made = convert(latex, display=display)
        root = ElementTree.fromstring(made)
    except (*_LATEX_ERRORS, IndexError, ElementTree.ParseError) as error:
        raise TextError(f"The formula ${latex}$ cannot be read: {type(error).__name__}. Write it in LaTeX.") from error
    unknown = [str(node.text) for node in root.iter() if "\\" in (node.text or "")]
    for node in root.iter():
        name = node.tag.removeprefix(_NAMESPACE)
        unknown += [name] if name not in MATHML else sorted(set(node.attrib) - MATHML[name])
    if unknown:
        raise TextError(f"The formula ${latex}$ contains {', '.join(unknown)}. Use plain LaTeX commands only.")
    return _FUNCTION.sub(r'\1<mspace width="0.167em" />', _WORD.sub(r"<mi>\1</mi>", made))


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).disable(_UNUSED)
    made.validateLink = lambda url: bool(_LINK.match(url))
    dollarmath_plugin(made, allow_labels=False, allow_space=False, allow_digits=False)
    made.inline.ruler.before("escape", "value", _value)
    made.add_render_rule("math_inline", lambda _, tokens, at, *rest: mathml(tokens[at].content))
    made.add_render_rule("math_block", lambda _, tokens, at, *rest: mathml(tokens[at].content, "block"))
    made.add_render_rule("value", _render_value)
    return made


def _value(state: StateInline, silent: bool) -> bool:
    """Parse ``{key.name}`` as a placeholder for a measured value."""
    found = _VALUE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("value", "strong", 0).content = found[1]
    state.pos = found.end()
    return True


def _render_value(renderer: object, tokens: Any, at: int, options: object, env: object) -> str:
    return f'<strong data-value="{escape(tokens[at].content)}"></strong>'
