"""Widely used losses, with their sources."""

from dataclasses import dataclass

from vaeviz.collapse.loss.formula import Loss
from vaeviz.config import Record


@dataclass(frozen=True, kw_only=True)
class Famous(Record):
    """A widely used loss, with its source."""

    name: str
    title: str
    loss: Loss
    source: str
    code: str  # as in the source, shortened


FAMOUS = (
    Famous(
        name="sum",
        title="PyTorch's example",
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
        source="The most common mistake, here on MNIST: PyTorch's default reduction is the mean",
        code="rec = F.binary_cross_entropy(x_hat, x)\n"
        "kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()\n"
        "loss = rec + kl",
    ),
    Famous(
        name="mean-mse",
        title="Mean squared error + KL",
        loss=Loss(kind="squared", reduction="mean"),
        source="The same mistake with squared error on MNIST",
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
