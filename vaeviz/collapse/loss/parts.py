"""Find the reconstruction and the KL in a symbolic value by algebra."""

from vaeviz.collapse.loss.algebra import OPEN, Axes, Value
from vaeviz.collapse.loss.found import Found, Terms
from vaeviz.collapse.loss.kls import densities, gaussian_kls, sampled_kls
from vaeviz.collapse.loss.reconstructions import crosses, pieces, softplus
from vaeviz.collapse.loss.wrong import explain


def find(value: Value) -> Found:
    """Split a value into reconstruction, KL and the rest."""
    found = Found()
    groups: dict[Axes, Terms] = {}
    for (product, axes), c in value.terms.items():
        groups.setdefault(axes or OPEN, {})[product] = c
    for axes, terms in groups.items():
        sampled_kls(terms, axes, found)
        gaussian_kls(terms, axes, found)
        crosses(terms, axes, found)
        softplus(terms, axes, found)
        pieces(terms, axes, found)
        densities(terms, axes, found)
        if (words := explain(terms)) is not None:
            found.wrong.append(words)
            continue
        for product in terms:
            atoms = sorted((atom for atom, _ in product.powers | product.exponent), key=lambda atom: atom.label)
            found.rest += [atom for atom in atoms if atom.kind == "unread"] or atoms
    return found
