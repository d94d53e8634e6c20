"""Losses as people write them, each with the beta worked out by hand: 784 pixels, 20 latents, 100 images per batch."""

from typing import NamedTuple

KL = "-0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())"
KL_ROWS = "-0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)"
KL_MEAN = "torch.mean(-0.5 * torch.sum(1 + log_var - mu ** 2 - log_var.exp(), dim = 1), dim = 0)"
SIZES = {"pixels": 784, "latents": 20, "batch": 100}


class Pasted(NamedTuple):
    name: str
    text: str
    beta: float
    given: dict[str, float] = {}  # noqa: RUF012
    sizes: dict[str, int] = {}  # noqa: RUF012


# the losses that the audit tried, with its right answers
AUDIT = [
    Pasted(
        "mean-bce-and-kl-per-pixel",
        f"BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784))\nKLD = {KL}\n"
        "KLD /= args.batch_size * 784\nreturn BCE + KLD",
        1,
    ),
    Pasted(
        "keras-backend-of-the-lecture",
        "def vae_loss(y, x):\n"
        "    recon = K.sum(K.binary_crossentropy(y, x), axis=1)\n"
        "    kl = 0.5 * K.sum(K.exp(z_log_sigma) + K.square(z_mean) - 1. - z_log_sigma, axis=1)\n"
        "    return recon + kl",
        1,
    ),
    Pasted(
        "keras-3-train-step",
        "class VAE(keras.Model):\n"
        "    def train_step(self, data):\n"
        "        with tf.GradientTape() as log:\n"
        "            z_mean, z_log_var, z = self.encoder(data)\n"
        "            rec = self.decoder(z)\n"
        "            rec_loss = ops.mean(ops.sum(keras.losses.binary_crossentropy(data, rec), axis=(1, 2)))\n"
        "            kl = -0.5 * (1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var))\n"
        "            kl = ops.mean(ops.sum(kl, axis=1))\n"
        "            total_loss = rec_loss + kl\n"
        "        grads = log.gradient(total_loss, self.trainable_weights)\n"
        '        return {"loss": total_loss}',
        1,
    ),
    Pasted(
        "annotated-and-returned-in-a-dict",
        'recon: torch.Tensor = F.mse_loss(out.x_hat, x, reduction="sum") / x.size(0)\n'
        "kl: torch.Tensor = -0.5 * torch.sum(1 + out.logvar - out.mu ** 2 - out.logvar.exp()) / x.size(0)\n"
        "total = recon + self.beta * kl\n"
        'return {"loss": total, "recon": recon, "kl": kl}',
        1.5,
        {"self.beta": 3},
    ),
    Pasted(
        "log-prob-of-a-normal",
        "q = Normal(mu, std)\np = Normal(torch.zeros_like(mu), torch.ones_like(std))\n"
        "recon = -Normal(x_hat, 1.0).log_prob(x).sum(dim=(1,2,3)).mean()\n"
        "kl = torch.distributions.kl_divergence(q, p).sum(dim=1).mean()\nloss = recon + beta * kl",
        4,
        {"beta": 4},
    ),
    Pasted(
        "times-a-name-that-is-asked-for",
        "rec = keras.losses.binary_crossentropy(inputs, outputs)\nrec *= original_dim\n"
        "kl = -0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)\nvae_loss = K.mean(rec + kl)",
        1,
        {"original_dim": 784},
    ),
]

# what the page's former reader was tested with
FORMER = [
    Pasted(
        "sums",
        f"BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction='sum')\nKLD = {KL}\nreturn BCE + KLD",
        1,
    ),
    Pasted(
        "size-average",
        f"BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), size_average=False)\nreturn BCE + {KL}",
        1,
    ),
    Pasted("mean-bce", f"loss = F.binary_cross_entropy(x_hat, x) + {KL_MEAN}", 784),
    Pasted("mean-mse", f"loss = F.mse_loss(x_hat, x) + {KL_MEAN}", 392),
    Pasted("module", f"criterion = nn.MSELoss()\nloss = nn.MSELoss()(x_hat, x) + {KL_MEAN}", 392),
    Pasted("mean-and-total", f"loss = F.mse_loss(x_hat, x) + {KL}", 39200),
    Pasted("over-x-size", f"loss = F.mse_loss(x_hat, x) + {KL} / x.size(0)", 392),
    Pasted("over-x-shape", f"loss = F.mse_loss(x_hat, x) + ({KL}) / x.shape[0]", 392),
    Pasted("over-len-x", f"loss = F.mse_loss(x_hat, x) + {KL} / len(x)", 392),
    Pasted("means", "loss = F.mse_loss(x_hat, x) + 0.5 * torch.mean(mu**2 + torch.exp(logvar) - 1 - logvar)", 392 / 20),
    Pasted(
        "kl-of-distributions",
        "kl = torch.distributions.kl_divergence(q, p)\nkl = kl.mean()\nkl *= 0.1\n"
        "loss = kl + F.mse_loss(x_hat, x, reduction='mean')",
        0.6,
        {},
        {"pixels": 3072, "latents": 256},
    ),
    Pasted(
        "weight-in-a-name",
        f"recons_loss = F.mse_loss(recons, input)\nkld_weight = 0.00025\nkld_loss = {KL_MEAN}\n"
        "loss = recons_loss + kld_weight * kld_loss",
        1.536,
        {},
        {"pixels": 12288},
    ),
    Pasted(
        "beta-given",
        f'loss = F.mse_loss(a, b, reduction="sum") / x.size(0) + self.beta * {KL_MEAN}',
        0.5,
        {"self.beta": 1},
    ),
    Pasted(
        "squares",
        "rec = ((x_hat - x) ** 2).flatten(1).sum(1)\nkl = 0.5 * (mu.pow(2) + logvar.exp() - 1 - logvar).sum(1)\n"
        "loss = (rec + kl).mean()",
        0.5,
    ),
    Pasted(
        "logits-unreduced",
        'rec = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=[1, 2, 3])\n'
        f"kl = {KL_MEAN}\nloss = rec.mean() + 4 * kl",
        4,
    ),
    Pasted(
        "sigma-and-a-variance",
        "kl = 0.5 * torch.sum(mu**2 + sigma**2 - torch.log(sigma**2) - 1, dim=1)\n"
        "loss = torch.mean(torch.sum((x - x_hat)**2, dim=1) / (2 * 0.1) + kl)",
        0.1,
    ),
    Pasted(
        "keras-metrics",
        "xent_loss = 784 * metrics.binary_crossentropy(x, x_decoded_mean)\n"
        "kl_loss = - 0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)\n"
        "vae_loss = K.mean(xent_loss + kl_loss)",
        1,
    ),
    Pasted(
        "keras-metrics-mean-kl",
        "xent_loss = 784 * metrics.binary_crossentropy(x, x_decoded_mean)\n"
        "kl_loss = - 0.5 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)\n"
        "vae_loss = K.mean(xent_loss + kl_loss)",
        0.5,
        {},
        {"latents": 2},
    ),
]

# more of the kind, by library
TORCH = [
    Pasted(
        "functions-that-return-parts",
        "def terms(x_hat, x, mu, logvar):\n"
        '    rec = F.mse_loss(x_hat, x, reduction="none").flatten(1).sum(1)\n'
        "    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)\n"
        "    return rec, kl\n"
        "rec, kl = terms(model(x), x, mu, logvar)\n"
        "loss = rec.mean() + 2 * kl.mean()\nloss.backward()",
        1,
    ),
    Pasted(
        "a-dataclass-of-parts",
        "@dataclass\nclass Parts:\n    rec: torch.Tensor\n    kl: torch.Tensor\n\n"
        "def parts(x_hat, x, mu, logvar):\n"
        '    return Parts(rec=F.binary_cross_entropy(x_hat, x, reduction="sum"), '
        "kl=-0.5 * (1 + logvar - mu**2 - logvar.exp()).sum())\n"
        "out = parts(x_hat, x, mu, logvar)\nloss = (out.rec + 3 * out.kl) / len(x)",
        3,
    ),
    Pasted(
        "a-dict-of-parts",
        'losses = {}\nlosses["rec"] = F.mse_loss(x_hat, x)\n'
        f'losses["kl"] = {KL} / (batch_size * 784)\nloss = sum(losses.values())',
        0.5,
    ),
    Pasted(
        "a-module-in-init",
        "class VAE(nn.Module):\n"
        "    def __init__(self, beta=4.0):\n"
        '        self.criterion = nn.BCEWithLogitsLoss(reduction="sum")\n'
        "        self.beta = beta\n"
        "    def kl(self, mu, logvar):\n"
        "        return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())\n"
        "    def training_step(self, batch, i):\n"
        "        x, _ = batch\n        logits, mu, logvar = self(x)\n"
        "        loss = self.criterion(logits, x) + self.beta * self.kl(mu, logvar)\n"
        "        return loss / x.size(0)",
        4,
    ),
    Pasted(
        "std-from-logvar",
        "std = torch.exp(0.5 * logvar)\nrec = F.mse_loss(x_hat, x, reduction='sum')\n"
        "kl = torch.sum(0.5 * (mu**2 + std**2) - torch.log(std) - 0.5)\nloss = rec + kl",
        0.5,
    ),
    Pasted(
        "log-sigma",
        "rec = F.binary_cross_entropy(x_hat, x, reduction='sum') / x.shape[0]\n"
        "kl = 0.5 * (torch.exp(2 * log_sigma) + mu**2 - 1 - 2 * log_sigma).sum(dim=-1).mean()\nloss = rec + 0.5 * kl",
        0.5,
    ),
    Pasted(
        "elbo-of-distributions",
        "q_z = torch.distributions.Normal(mu, logvar.mul(0.5).exp())\nz = q_z.rsample()\n"
        "p_z = torch.distributions.Normal(0.0, 1.0)\n"
        "log_px = Independent(Bernoulli(logits=decoder(z)), 3).log_prob(x)\n"
        "kl = (q_z.log_prob(z) - p_z.log_prob(z)).sum(-1)\nelbo = log_px - kl\nloss = -elbo.mean()",
        1,
    ),
    Pasted(
        "independent-posterior",
        "q = Independent(Normal(mu, std), 1)\np = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)\n"
        "rec = F.mse_loss(x_hat, x)\nkl = kl_divergence(q, p).mean()\nloss = rec + kl",
        392,
    ),
    Pasted(
        "normal-of-small-sigma",
        "rec = -Normal(x_hat, 0.1).log_prob(x).flatten(1).sum(1)\n"
        "kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)\n"
        "loss = (rec + kl).mean()",
        0.01,
    ),
    Pasted(
        "mean-over-images-first",
        'rec = F.binary_cross_entropy(x_hat, x, reduction="none").mean(0).sum()\n'
        "kl = (-0.5 * (1 + logvar - mu**2 - logvar.exp())).mean(dim=0).sum()\nloss = rec + kl",
        1,
    ),
    Pasted(
        "axis-by-axis",
        'rec = F.mse_loss(x_hat, x, reduction="none").sum(-1).sum(-1).sum(-1)\n'
        f"kl = {KL_ROWS}\nloss = (rec + kl).mean()",
        0.5,
    ),
    Pasted(
        "batch-by-unpacking",
        "B, C, H, W = x.shape\nrec = F.mse_loss(x_hat, x, reduction='sum') / B\n"
        f"kl = {KL} / B\nloss = rec / (C * H * W) + kl",
        392,
    ),
    Pasted(
        "pixels-by-numel",
        f"rec = F.mse_loss(x_hat, x) * x[0].numel()\nkl = {KL_ROWS}.mean()\nloss = rec + kl",
        0.5,
    ),
    Pasted(
        "cross-entropy-by-hand",
        "rec = -torch.sum(x * torch.log(x_hat + 1e-8) + (1 - x) * torch.log(1 - x_hat + 1e-8), dim=1)\n"
        f"kl = {KL_ROWS}\nloss = torch.mean(rec + kl)",
        1,
    ),
    Pasted(
        "learned-prior",
        "kl = 0.5 * (lv_p - lv_q + (lv_q.exp() + (mu_q - mu_p)**2) / lv_p.exp() - 1).sum(1).mean()\n"
        'rec = F.mse_loss(x_hat, x, reduction="sum") / x.size(0)\nloss = rec + kl',
        0.5,
    ),
    Pasted(
        "sum-of-vector-and-scalar",
        f"rec = F.binary_cross_entropy(x_hat, x, reduction='sum') / x.size(0)\nkl = {KL_ROWS}\nloss = (rec + kl).sum()",
        1,
    ),
    Pasted(
        "elbo-to-maximise",
        f"elbo = -F.binary_cross_entropy(x_hat, x, reduction='sum') - ({KL})\n(-elbo).backward()",
        1,
    ),
]
KERAS = [
    Pasted(
        "flattened-keras-2",
        "reconstruction_loss = mse(K.flatten(inputs), K.flatten(outputs))\nreconstruction_loss *= 28 * 28\n"
        "kl_loss = 1 + z_log_var - K.square(z_mean) - K.exp(z_log_var)\nkl_loss = K.sum(kl_loss, axis=-1)\n"
        "kl_loss *= -0.5\nvae_loss = K.mean(reconstruction_loss + kl_loss)\nvae.add_loss(vae_loss)",
        0.5,
    ),
    Pasted(
        "imported-loss",
        "from keras.losses import binary_crossentropy\noriginal_dim = 784\n"
        "rec = binary_crossentropy(inputs, outputs) * original_dim\n"
        "kl = -0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)\n"
        "vae.add_loss(K.mean(rec + kl))",
        1,
    ),
    Pasted(
        "add-loss-twice",
        "vae.add_loss(K.mean(K.sum(K.binary_crossentropy(inputs, outputs), axis=-1)))\n"
        "vae.add_loss(K.mean(-0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)))",
        1,
    ),
    Pasted(
        "keras-loss-object",
        "bce = keras.losses.BinaryCrossentropy()\nrec = bce(x, x_hat)\n"
        "kl = -0.5 * ops.sum(1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var), axis=1)\n"
        "loss = rec + ops.mean(kl)",
        784,
    ),
    Pasted(
        "colour-images-of-keras-3",
        "rec = ops.mean(ops.sum(keras.losses.binary_crossentropy(data, rec), axis=(1, 2)))\n"
        "kl = -0.5 * (1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var))\n"
        "loss = rec + ops.mean(ops.sum(kl, axis=1))",
        3,
        {},
        {"pixels": 3072, "channels": 3},
    ),
]
TENSORFLOW = [
    Pasted(
        "cvae-tutorial",
        "cross_ent = tf.nn.sigmoid_cross_entropy_with_logits(logits=x_logit, labels=x)\n"
        "logpx_z = -tf.reduce_sum(cross_ent, axis=[1, 2, 3])\n"
        "kl = tf.reduce_sum(0.5 * (tf.square(mean) + tf.exp(logvar) - 1.0 - logvar), axis=1)\n"
        "loss = -tf.reduce_mean(logpx_z - kl)",
        1,
    ),
    Pasted(
        "sampled-kl-of-the-tutorial",
        "def log_normal_pdf(sample, mean, logvar, raxis=1):\n"
        "    log2pi = tf.math.log(2. * np.pi)\n"
        "    return tf.reduce_sum(-.5 * ((sample - mean) ** 2. * tf.exp(-logvar) + logvar + log2pi), axis=raxis)\n"
        "def compute_loss(model, x):\n"
        "    mean, logvar = model.encode(x)\n    z = model.reparameterize(mean, logvar)\n"
        "    x_logit = model.decode(z)\n"
        "    cross_ent = tf.nn.sigmoid_cross_entropy_with_logits(logits=x_logit, labels=x)\n"
        "    logpx_z = -tf.reduce_sum(cross_ent, axis=[1, 2, 3])\n"
        "    logpz = log_normal_pdf(z, 0., 0.)\n    logqz_x = log_normal_pdf(z, mean, logvar)\n"
        "    return -tf.reduce_mean(logpx_z + logpz - logqz_x)",
        1,
    ),
    Pasted(
        "guarded-logarithm",
        "rec = tf.reduce_sum(tf.math.squared_difference(y, x), 1)\n"
        "kl = 0.5 * tf.reduce_sum(tf.square(mu) + tf.square(sigma) - tf.math.log(1e-8 + tf.square(sigma)) - 1, 1)\n"
        "loss = tf.reduce_mean(rec) + tf.reduce_mean(kl)",
        0.5,
    ),
    Pasted(
        "tfp",
        "q = tfd.MultivariateNormalDiag(loc=mu, scale_diag=sigma)\n"
        "p = tfd.MultivariateNormalDiag(loc=tf.zeros_like(mu), scale_diag=tf.ones_like(sigma))\n"
        "rec = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits))\n"
        "loss = rec + tf.reduce_mean(tfd.kl_divergence(q, p))",
        784,
    ),
]
JAX = [
    Pasted(
        "flax",
        "@jax.vmap\ndef kl_divergence(mean, logvar):\n"
        "    return -0.5 * jnp.sum(1 + logvar - jnp.square(mean) - jnp.exp(logvar))\n\n"
        "@jax.vmap\ndef binary_cross_entropy_with_logits(logits, labels):\n"
        "    logits = nn.log_sigmoid(logits)\n"
        "    return -jnp.sum(labels * logits + (1. - labels) * jnp.log(-jnp.expm1(logits)))\n\n"
        "def loss_fn(params):\n"
        "    recon_x, mean, logvar = model(params, batch, z_rng)\n"
        "    bce_loss = binary_cross_entropy_with_logits(recon_x, batch).mean()\n"
        "    kld_loss = kl_divergence(mean, logvar).mean()\n    return bce_loss + kld_loss",
        1,
    ),
    Pasted(
        "jax-mnist-vae",
        "def gaussian_kl(mu, sigmasq):\n"
        "    return -0.5 * jnp.sum(1. + jnp.log(sigmasq) - mu**2. - sigmasq)\n"
        "def bernoulli_logpdf(logits, x):\n"
        "    return -jnp.sum(jnp.logaddexp(0., jnp.where(x, -1., 1.) * logits))\n"
        "def elbo(rng, params, images):\n"
        "    mu_z, sigmasq_z = encode(enc_params, images)\n"
        "    return bernoulli_logpdf(decode(dec_params, z), images) - gaussian_kl(mu_z, sigmasq_z)",
        1,
    ),
    Pasted(
        "optax-mean-and-sum",
        "def loss(model, x):\n    x_hat, mu, logvar = jax.vmap(model)(x)\n"
        "    rec = optax.l2_loss(x_hat, x).sum(axis=-1).mean()\n"
        "    kl = -0.5 * jnp.sum(1 + logvar - mu**2 - jnp.exp(logvar), axis=-1).mean()\n    return rec + 0.1 * kl",
        0.1,
    ),
    Pasted(
        "optax-logits",
        "rec = optax.sigmoid_binary_cross_entropy(logits, x).mean()\n"
        "kl = 0.5 * jnp.mean(jnp.exp(logvar) + jnp.square(mu) - 1 - logvar)\nloss = rec + kl",
        784 / 20,
    ),
    Pasted(
        "log-sigmoid-by-hand",
        "rec = -(x * jax.nn.log_sigmoid(logits) + (1 - x) * jax.nn.log_sigmoid(-logits)).sum(-1)\n"
        "kl = 0.5 * (jnp.exp(logvar) + mu**2 - 1 - logvar).sum(-1)\nloss = jnp.mean(rec + kl)",
        1,
    ),
    Pasted(
        "softplus-by-hand",
        "rec = jnp.sum(jax.nn.softplus(logits) - x * logits, axis=-1)\n"
        "kl = 0.5 * jnp.sum(jnp.exp(logvar) + mu**2 - 1 - logvar, axis=-1)\nloss = jnp.mean(rec + 2 * kl)",
        2,
    ),
    Pasted(
        "value-and-grad",
        "def loss_fn(params, x):\n    rec = jnp.mean((x_hat - x) ** 2)\n"
        "    kl = -0.5 * jnp.mean(jnp.sum(1 + logvar - mu**2 - jnp.exp(logvar), axis=1))\n"
        "    return rec + kl, (rec, kl)\n"
        "(loss, aux), grads = jax.value_and_grad(loss_fn, has_aux=True)(params, x)",
        392,
    ),
]
ALL = [*AUDIT, *FORMER, *TORCH, *KERAS, *TENSORFLOW, *JAX]
