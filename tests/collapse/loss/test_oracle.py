"""The reader against arithmetic: our own snippets are run on random tensors, and their beta is fitted.

A loss is a D + b R + c in the distortion D (nats) and the rate R, whatever it is written like: a fit over several draws
of the tensors gives beta = b / a, and its residual says whether that is all. Only texts of `pasted` are ever run.
"""

import textwrap
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from collapse.loss.pasted import ALL, SIZES
from torch import nn
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.loss.reader import read

ROWS = {"sigma-and-a-variance", "cross-entropy-by-hand", "mean-over-images-first"}
FLAT = {"sums", "size-average", "mean-bce-and-kl-per-pixel"}  # recon_x has rows of pixels, x has images
RUN = [
    *("mean-bce-and-kl-per-pixel", "annotated-and-returned-in-a-dict", "log-prob-of-a-normal", "sums", "mean-bce"),
    *(
        "mean-mse",
        "module",
        "mean-and-total",
        "over-x-size",
        "over-x-shape",
        "over-len-x",
        "means",
        "kl-of-distributions",
    ),
    *("weight-in-a-name", "beta-given", "squares", "logits-unreduced", "sigma-and-a-variance", "a-dict-of-parts"),
    *("functions-that-return-parts", "std-from-logvar", "log-sigma", "independent-posterior", "normal-of-small-sigma"),
    *("mean-over-images-first", "axis-by-axis", "batch-by-unpacking", "pixels-by-numel", "cross-entropy-by-hand"),
    *("sum-of-vector-and-scalar",),
]


def draw(pasted, sizes, generator):
    """Return the names that the snippets use, one draw of them."""
    pixels, latents, batch = (sizes[name] for name in ("pixels", "latents", "batch"))
    channels = 3 if pixels % 3 == 0 else 1
    side = round((pixels / channels) ** 0.5)
    shape = (batch, pixels) if pasted.name in ROWS else (batch, channels, side, side)
    x = torch.rand(shape, generator=generator, dtype=torch.float64)
    spread = 0.05 + 0.9 * torch.rand((), generator=generator, dtype=torch.float64)
    x_hat = (0.5 + spread * (torch.rand(shape, generator=generator, dtype=torch.float64) - 0.5)).requires_grad_()
    wide = 2 * torch.rand((), generator=generator, dtype=torch.float64)
    mu, logvar = (wide * torch.randn(batch, latents, generator=generator, dtype=torch.float64) for _ in range(2))
    std = (0.5 * logvar).exp()
    beta = next(iter(pasted.given.values()), 1)
    one = {"x": x, "x_hat": x_hat, "recon_x": x_hat, "recons": x_hat, "input": x, "a": x_hat, "b": x, "mu": mu}
    if pasted.name in FLAT:
        one["recon_x"] = x_hat.flatten(1)
    one |= {
        "logits": x_hat.logit(),
        "logvar": logvar,
        "log_var": logvar,
        "std": std,
        "sigma": std,
        "log_sigma": logvar / 2,
    }
    one |= {"q": Normal(mu, std), "p": Normal(torch.zeros_like(mu), torch.ones_like(mu)), "beta": beta}
    one |= {"args": SimpleNamespace(batch_size=batch), "batch_size": batch, "self": SimpleNamespace(beta=beta)}
    one |= {"out": SimpleNamespace(x_hat=x_hat, mu=mu, logvar=logvar), "model": lambda x: x_hat}
    return (
        one
        | {"torch": torch, "nn": nn, "F": F, "Normal": Normal, "Bernoulli": Bernoulli, "Independent": Independent}
        | {"kl_divergence": kl_divergence}
    )


def value_of(pasted, names):
    """Run one of our own snippets; it returns its loss, or calls it loss."""
    exec(f"def snippet():\n{textwrap.indent(pasted.text, '    ')}\n    return loss", names)
    found = names["snippet"]()
    return float((found["loss"] if isinstance(found, dict) else found).detach())


def terms_of(names, kind):
    """Return distortion and rate in nats, the mean over images."""
    x, x_hat, mu, logvar = (names[name].detach() for name in ("x", "x_hat", "mu", "logvar"))
    rate = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
    each = F.binary_cross_entropy(x_hat, x, reduction="none") if kind == "bernoulli" else 0.5 * (x_hat - x).square()
    return float(each.flatten(1).sum(1).mean()), float(rate)


@pytest.mark.filterwarnings("ignore::UserWarning")  # of PyTorch's old names for a reduction
@pytest.mark.parametrize("pasted", [one for one in ALL if one.name in RUN], ids=lambda pasted: pasted.name)
def test_beta_is_that_of_the_snippet_when_it_is_run(pasted):
    sizes = {**SIZES, "batch": 6} | pasted.sizes
    loss = read(pasted.text, sizes, pasted.given).loss
    assert loss is not None
    generator = torch.Generator().manual_seed(0)
    rows, values = [], []
    for _ in range(6):
        names = draw(pasted, sizes, generator)
        values.append(value_of(pasted, names))
        rows.append([*terms_of(names, loss.kind), 1.0])
    (a, b, _), residual, rank, _ = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)
    assert rank == 3
    assert residual.size == 0 or residual[0] < 1e-12 * np.square(values).sum()
    assert b / a == pytest.approx(loss.beta, rel=1e-5)


def test_every_snippet_that_is_run_is_known():
    assert set(RUN) <= {one.name for one in ALL}
