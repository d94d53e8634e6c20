"""Distributions in a pasted loss: log densities of pixels and codes, and the KL of two distributions."""

import ast
import re

from vaeviz.collapse.loss import algebra, functions
from vaeviz.collapse.loss.algebra import OPEN, Atom, Axes, UnreadError, Value
from vaeviz.collapse.loss.axes import reduce
from vaeviz.collapse.loss.spellings import LATENT_TENSOR
from vaeviz.collapse.loss.state import Distribution, Result, Run, source


def normal(loc: Result | None, scale: Result | None, node: ast.AST, *, rows: bool) -> Distribution:
    """Return a Gaussian; the default scale is 1."""
    if not isinstance(loc, Value):
        raise UnreadError("A Gaussian has no mean; give it one.")
    spread = scale if isinstance(scale, Value) else algebra.number(1)
    if _filled(loc) is not None:
        loc = algebra.number(_filled(loc) or 0.0)
    if _filled(spread) is not None:
        spread = algebra.number(_filled(spread) or 0.0)
    return Distribution("normal", loc, spread, rows, source(node))


def _filled(value: Value) -> float | None:
    """Return 0 or 1 for zeros_like(mu), torch.ones(...): a constant tensor."""
    label = value.atom.label if value.atom else ""
    found = re.match(r"(?:\w+\.)*(zeros|ones)(_like)?\(", label)
    return None if found is None else float(found.group(1) == "ones")


def independent(base: Result | None, node: ast.AST) -> Distribution:
    """Return the distribution with its log density summed over features."""
    if not isinstance(base, Distribution):
        raise UnreadError("The argument of Independent is not a supported distribution.")
    return Distribution(base.family, base.loc, base.scale, True, source(node))


def divergence(run: Run, q: Result | None, p: Result | None, node: ast.AST) -> Value:
    """Return the KL of two distributions, one number per dimension unless it is summed over features."""
    known = [one for one in (q, p) if isinstance(one, Distribution)]
    if len(known) == 2 and any(one.family != "normal" for one in known):
        raise UnreadError("The KL of distributions other than Gaussians is not supported.")
    order = (
        "reversed"
        if isinstance(q, Distribution) and q.standard and not (isinstance(p, Distribution) and p.standard)
        else None
    )
    kl = algebra.of_atom(Atom("kl", source(node), order), OPEN)
    rows = any(one.rows for one in known) or run.mapped
    return reduce(kl, "sum", ()) if rows else kl


def log_prob(run: Run, made: Result | None, at: Result | None, node: ast.AST) -> Value:
    """Return the log density of pixels or codes."""
    if not isinstance(made, Distribution) or not isinstance(at, Value):
        return run.unknown(node, parts=True, reason="log_prob of this distribution is not supported")
    if made.family == "bernoulli":
        value = algebra.scale(algebra.of_atom(Atom("bce", ""), _axes(at)), -1)
    elif made.standard or _is_code(at):
        value = algebra.of_atom(Atom("density", made.label, "p" if made.standard else "q"), _axes(at))
    else:
        value = _pixels(made, at)
    return reduce(value, "sum", ()) if made.rows else value


def _pixels(made: Distribution, at: Value) -> Value:
    """Return the log density of Gaussian pixels, up to a constant."""
    sigma = made.scale.number
    if sigma is not None:
        if sigma <= 0:
            raise UnreadError(f"A Gaussian's standard deviation is {sigma:g}; it must be above 0.")
        return algebra.scale(algebra.of_atom(Atom("gaussian", "", sigma), _axes(at)), -1)
    if len(made.scale.terms) != 1 or any(product.exponent for product, _ in made.scale.terms):
        raise UnreadError(
            "The standard deviation of the pixels is learned: beta is the weight on the KL, with no single sigma."
        )
    error = algebra.of_atom(Atom("sqdiff", "pixels"), _axes(at))
    scale = Value({(product, None): c for (product, _), c in made.scale.terms.items()})
    return algebra.scale(functions.divide(error, functions.power(scale, 2)), -0.5)


def _is_code(value: Value) -> bool:
    labels = [atom.label for atom in value.atoms()]
    sampled = any(product.exponent for product, _ in value.terms) or any("sample" in label for label in labels)
    return sampled or any(re.search(LATENT_TENSOR, label.split(".")[-1]) for label in labels)


def _axes(value: Value) -> Axes:
    found = next((axes for _, axes in value.terms if axes is not None), OPEN)
    return found if not found.reductions else OPEN
