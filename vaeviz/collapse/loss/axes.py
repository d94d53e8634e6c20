"""The effect of sums and means on a tensor's axes, images and features."""

from dataclasses import dataclass
from itertools import pairwise

from vaeviz.collapse.loss.algebra import (
    BATCH,
    CHANNELS,
    LATENTS,
    ONE,
    PIXELS,
    Axes,
    How,
    Product,
    Reduction,
    UnreadError,
    Value,
    collect,
    is_latent,
    single,
    times,
)


@dataclass(frozen=True)
class Settled:
    """The state of the axes after the reductions; None: not reduced."""

    features: tuple[How, ...]  # several if the axes of an image were reduced one after another
    closed: bool  # whether the features are fully reduced
    batch: How | None
    ambiguous: bool = False  # one axis was reduced, but an image may have three

    def factor(self, latent: bool) -> Product:
        """Return the ratio to a sum over features and mean over images, as a product of sizes."""
        product = single(BATCH) if self.batch == "sum" else ONE
        features = LATENTS if latent else PIXELS
        if set(self.features) == {"mean"}:
            return times(product, single(features, -1.0))
        if self.features == ("mean", "sum"):
            return times(product, single(CHANNELS, -1.0))
        if self.features == ("sum", "mean"):
            return times(product, times(single(CHANNELS), single(features, -1.0)))
        if "mean" in self.features:
            raise UnreadError("Sums and means over the axes of an image are mixed; reduce all features in one step.")
        return product


def settle(axes: Axes, latent: bool) -> Settled:
    """Apply the reductions in order; latent codes are rows, images may have three axes."""
    rows = axes.form == "rows" or latent
    parts: list[How] = []
    closed, ambiguous = False, False
    batch: How | None = None
    for at, (how, dims) in enumerate(axes.reductions):
        if dims is None or (axes.form == "flat" and dims):
            if not closed:
                parts.append(how)
            closed, batch = True, batch or how
        elif dims == ():
            if not closed:
                parts.append(how)
            closed = True
        elif closed:
            batch = batch or how  # only the axis of images remains
        elif batch is not None:
            parts.append(how)
            closed = True
        else:
            features = [dim for dim in dims if dim]
            if features:
                one = not rows and len(features) == 1 and _more(axes.reductions[at + 1 :], how)
                ambiguous |= not rows and len(features) == 1 and not one
                parts.append(how)
                closed = not one
            if 0 in dims:
                batch = how
    return Settled(_merged(parts), closed, batch, ambiguous)


def _more(later: tuple[Reduction, ...], how: How) -> bool:
    """Whether another feature axis is reduced later."""
    return any(dims == () or any(d > 0 or (d < 0 and one == how) for d in dims or ()) for one, dims in later)


def _merged(parts: list[How]) -> tuple[How, ...]:
    return tuple(parts[:1] + [b for a, b in pairwise(parts) if a != b])


def reduce(value: Value, how: How, dims: tuple[int, ...] | None) -> Value:
    """Sum or average over the axes; a part that has already lost an axis is broadcast along it."""
    if all(axes is None for _, axes in value.terms):
        return value
    states = {(p, axes): settle(axes, is_latent(p)) for p, axes in value.terms if axes is not None}
    batch_open = any(state.batch is None for state in states.values())
    wide = {is_latent(p) for (p, _), state in states.items() if not state.closed}
    pairs = []
    for (product, axes), c in value.terms.items():
        state = states.get((product, axes)) if axes is not None else None
        if state is None or axes is None:
            pairs.append(((product, axes), c))
            continue
        repeated = ONE
        covers_batch = dims is None or 0 in dims or (dims and not wide)
        if how == "sum" and state.batch is not None and batch_open and covers_batch:
            repeated = times(repeated, single(BATCH))
        if how == "sum" and state.closed and wide and (dims is None or dims == () or any(dims)):
            repeated = times(repeated, single(LATENTS if True in wide else PIXELS))
        done = state.closed and state.batch is not None
        covered = state.closed and wide and dims is not None and 0 not in dims
        longer = axes if done or covered else Axes(axes.form, (*axes.reductions, Reduction(how, dims)))
        pairs.append(((times(product, repeated), longer), c))
    return collect(pairs)
