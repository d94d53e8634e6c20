"""The beta that a loss really has: what means in place of sums, or sums in place of means, do to the KL's weight."""

from dataclasses import dataclass
from typing import Literal

from vaeviz.config import Record
from vaeviz.errors import ConfigError

KindName = Literal["bernoulli", "squared"]
ReductionName = Literal["sum", "mean", "total"]  # over pixels or dimensions: sum, mean; over images: mean, mean, sum


@dataclass(frozen=True, kw_only=True)
class Loss(Record):
    """A loss as it is written: a reconstruction and a KL, each reduced somehow and weighted."""

    kind: KindName  # cross entropy, or squared error without the 1/2
    reduction: ReductionName = "sum"  # of the reconstruction
    weight: float = 1.0
    kl_reduction: ReductionName = "sum"
    kl_weight: float = 1.0
    pixels: int = 784  # numbers in one picture: channels x height x width
    latents: int = 32
    batch: int = 128  # counts only where one part is a total over images and the other is not

    def __post_init__(self) -> None:
        for name in ("pixels", "latents", "batch"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; allowed: 1 or more.")
        if self.weight <= 0:
            raise ConfigError(f"weight is {self.weight:g}; allowed: above 0.")
        if self.kl_weight < 0:
            raise ConfigError(f"kl_weight is {self.kl_weight:g}; allowed: 0 or more.")

    @property
    def beta(self) -> float:
        """The weight on the KL, nats against nats: 1 is the ELBO.

        Squared error counts as the negative log density of a Gaussian of variance 1, which is half of it.
        """
        nats = 1.0 if self.kind == "bernoulli" else 2.0
        return self.kl_weight * self._of(self.kl_reduction, self.latents) / (nats * self.scale)

    @property
    def scale(self) -> float:
        """What the loss has in place of one reconstruction, summed over pixels, of a mean image."""
        return self.weight * self._of(self.reduction, self.pixels)

    @property
    def s2(self) -> float | None:
        """The variance of Gaussian pixels under which the loss is an ELBO, beta 1; None for Bernoulli pixels."""
        return self.beta if self.kind == "squared" else None

    def _of(self, reduction: ReductionName, parts: int) -> float:
        return {"sum": 1.0, "mean": 1.0 / parts, "total": float(self.batch)}[reduction]


@dataclass(frozen=True, kw_only=True)
class Famous(Record):
    """A loss that many have used, and where it stands."""

    name: str
    title: str
    loss: Loss
    source: str
    code: str  # as it is written there, shortened


FAMOUS = (
    Famous(
        name="sum",
        title="PyTorch's own example",
        loss=Loss(kind="bernoulli", reduction="total", kl_reduction="total", latents=20),
        source="pytorch/examples, vae/main.py: MNIST, 20 dimensions",
        code='BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction="sum")\n'
        "KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())\n"
        "loss = BCE + KLD",
    ),
    Famous(
        name="mean-bce",
        title="Mean cross entropy + KL",
        loss=Loss(kind="bernoulli", reduction="mean"),
        source="The most common slip, here on MNIST: the default reduction of PyTorch is the mean",
        code="rec = F.binary_cross_entropy(x_hat, x)\n"
        "kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()\n"
        "loss = rec + kl",
    ),
    Famous(
        name="mean-mse",
        title="Mean squared error + KL",
        loss=Loss(kind="squared", reduction="mean"),
        source="The same slip with squared error on MNIST",
        code="rec = F.mse_loss(x_hat, x)\n"
        "kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()\n"
        "loss = rec + kl",
    ),
    Famous(
        name="antixk",
        title="PyTorch-VAE (AntixK)",
        loss=Loss(kind="squared", reduction="mean", kl_weight=0.00025, pixels=12288, latents=128),
        source="AntixK/PyTorch-VAE, vanilla_vae.py and vae.yaml: CelebA at 64 x 64, kld_weight 0.00025",
        code="recons_loss = F.mse_loss(recons, input)\n"
        "kld_weight = 0.00025\n"
        "kld_loss = torch.mean(-0.5 * torch.sum(1 + log_var - mu ** 2 - log_var.exp(), dim=1), dim=0)\n"
        "loss = recons_loss + kld_weight * kld_loss",
    ),
    Famous(
        name="bolts",
        title="lightning-bolts VAE",
        loss=Loss(
            kind="squared", reduction="mean", kl_reduction="mean", kl_weight=0.1, pixels=3072, latents=256, batch=256
        ),
        source="lightning-bolts, basic_vae_module.py: CIFAR-10, kl_coeff 0.1, both parts as means",
        code='recon_loss = F.mse_loss(x_hat, x, reduction="mean")\n'
        "kl = torch.distributions.kl_divergence(q, p)\n"
        "kl = kl.mean()\n"
        "kl *= 0.1\n"
        "loss = kl + recon_loss",
    ),
)
