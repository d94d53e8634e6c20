"""The state of a reading, and the values that are not tensors."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vaeviz.collapse.loss.algebra import Atom, ExhaustedError, Value, number, of_atom
from vaeviz.collapse.loss.found import Found
from vaeviz.collapse.loss.parts import find

MAX_STEPS = 20_000
MAX_DEPTH = 60  # of nested expressions and calls


@dataclass(frozen=True)
class Text:
    """A string, True, False or None."""

    value: str | bool | None


@dataclass
class Items:
    """A tuple or list."""

    items: list["Result"]


@dataclass
class Fields:
    """A dict, or an object whose attributes are known."""

    fields: dict[str, "Result"]


@dataclass
class Function:
    """A function of the text."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    frame: "Frame"
    method: bool = False
    mapped: bool = False  # over images: jax.vmap
    with_gradient: bool = False  # value_and_grad
    called: bool = False


@dataclass(frozen=True)
class Class:
    """A class of the text with annotated fields: a dataclass or NamedTuple."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class LossObject:
    """A loss object that is called later: nn.BCELoss(reduction="sum")."""

    role: str
    how: str


@dataclass(frozen=True)
class Distribution:
    """A distribution over pixels or latent codes."""

    family: str  # normal, bernoulli, other
    loc: Value
    scale: Value
    rows: bool  # whether log_prob is summed over the features
    label: str

    @property
    def standard(self) -> bool:
        """Whether this is N(0, 1)."""
        return self.family == "normal" and self.loc.number == 0 and self.scale.number == 1


Result = Value | Text | Items | Fields | Function | Class | LossObject | Distribution


@dataclass
class Frame:
    """The names of one function and of the enclosing ones."""

    names: dict[str, Result] = field(default_factory=dict)
    around: "Frame | None" = None

    def find(self, name: str) -> Result | None:
        """Return the value of a name, or None if the text does not set it."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.around
        return None


@dataclass(frozen=True)
class Candidate:
    """A value with a reconstruction and a KL, which may be the loss."""

    found: Found
    minimised: bool
    line: int


@dataclass
class Run:
    """One reading of a text: its limits and its findings."""

    given: Mapping[str, float]  # name -> value, from the page's fields
    top: Frame = field(default_factory=Frame)
    modules: dict[str, str] = field(default_factory=dict)  # as imported -> full path
    functions: dict[str, Function] = field(default_factory=dict)  # by name, whatever class they are in
    used: dict[str, float] = field(default_factory=dict)  # the given names that the text uses
    hints: dict[str, int] = field(default_factory=dict)  # pixels, latents, batch, as the text states them
    notes: dict[str, None] = field(default_factory=dict)  # in order
    problems: dict[int, str] = field(default_factory=dict)  # line -> reason
    origins: dict[str, tuple[int, str]] = field(default_factory=dict)  # unknown expressions: line, reason
    candidates: list[Candidate] = field(default_factory=list)
    seen: Found = field(default_factory=Found)
    unread_addends: set[str] = field(default_factory=set)  # names that are added to a part but not read
    added: list[Value] = field(default_factory=list)  # by add_loss
    readers: Mapping[type[ast.AST], Callable[..., Result]] = field(default_factory=dict)  # by kind of node
    invoke: Callable[..., Result] | None = None  # reads a function of the text
    mapped: int = 0  # number of enclosing vmaps
    steps: int = 0
    depth: int = 0
    active: list[ast.AST] = field(default_factory=list)  # functions that are being read

    def step(self, many: int = 1) -> None:
        """Count nodes of the tree, and terms that are multiplied or searched.

        Raises
        ------
        ExhaustedError
            If the text takes more than `MAX_STEPS` steps.
        """
        self.steps += many
        if self.steps > MAX_STEPS:
            raise ExhaustedError(
                f"The text takes more than {MAX_STEPS} steps to read. Paste only the lines of the loss."
            )

    def take(self, name: str) -> Value:
        """Return the value that was given for a name, and mark it as used."""
        self.used[name] = self.given[name]
        return number(self.given[name])

    def note(self, words: str) -> None:
        """Keep a note, once."""
        self.notes.setdefault(words)

    def unknown(self, node: ast.AST, parts: bool = False, reason: str = "") -> Value:
        """Return the value of an unknown expression."""
        label = source(node)
        if label in self.given and not parts:
            return self.take(label)
        if reason:
            self.problems.setdefault(getattr(node, "lineno", 0), f"{label} is not read: {reason}.")
        self.origins.setdefault(label, (getattr(node, "lineno", 0), reason))
        return of_atom(Atom("unread" if parts else "name", label))

    def offer(self, value: Any, line: int, minimised: bool = False) -> None:
        """Keep a value if it may be the loss."""
        if isinstance(value, Items):
            for one in value.items[:20]:
                self.offer(one, line, minimised)
        elif isinstance(value, Fields):
            for one in list(value.fields.values())[:20]:
                self.offer(one, line, minimised)
        elif isinstance(value, Value):
            self.step(len(value.terms) ** 2)
            found = find(value)
            self.seen.parts += found.parts[:4]
            self.seen.wrong += [words for words in found.wrong if words not in self.seen.wrong]
            if found.parts and not found.whole:
                self.unread_addends |= {atom.label for atom in found.rest if atom.kind in ("name", "unread")}
            if found.whole:
                self.candidates.append(Candidate(found, minimised, line))


def source(node: ast.AST) -> str:
    """Return the text of a node, shortened."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def has_parts(value: Any) -> bool:
    """Whether a reconstruction or KL, or a piece of one, is in a value."""
    if isinstance(value, Items):
        return any(has_parts(one) for one in value.items)
    if isinstance(value, Fields):
        return any(has_parts(one) for one in value.fields.values())
    if not isinstance(value, Value):
        return False
    whole = ("bce", "sqdiff", "gaussian", "kl", "density", "softplus")
    return any(atom.kind in whole for atom in value.atoms()) or any(
        product.exponent and len(value.terms) > 2 for product, _ in value.terms
    )
