/** What is read of a pasted loss: names and brackets only, nothing is run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { part } from "../modules.mjs";

const { readLoss } = await part("why/loss-read");
const { betaOf } = await part("why/loss");

const REST = { weight: 1, kl_weight: 1, pixels: 784, latents: 20, batch: 100 };
const betaIn = (text, rest = {}) => {
  const found = readLoss(text, 100);
  assert.ok(found.loss, `${found.problem} in ${text}`);
  return betaOf({ ...REST, ...found.loss, ...rest });
};
const close = (a, b) => assert.ok(Math.abs(a / b - 1) < 1e-9, `${a} is not ${b}`);

const KL = "-0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())";
const KL_MEAN = "torch.mean(-0.5 * torch.sum(1 + log_var - mu ** 2 - log_var.exp(), dim = 1), dim = 0)";

test("sums over everything are the ELBO", () => {
  close(betaIn(`BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction='sum')\nKLD = ${KL}\nreturn BCE + KLD`), 1);
  close(betaIn(`BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), size_average=False)\nreturn BCE + ${KL}`), 1);
});

test("a mean where the sum belongs is beta 784, or 392 for squared error", () => {
  close(betaIn(`loss = F.binary_cross_entropy(x_hat, x) + ${KL_MEAN}`), 784);
  close(betaIn(`loss = F.mse_loss(x_hat, x) + ${KL_MEAN}`), 392);
  close(betaIn(`criterion = nn.MSELoss()\nloss = nn.MSELoss()(x_hat, x) + ${KL_MEAN}`), 392);
});

test("a mean beside a total over the batch is worse by the batch", () => {
  close(betaIn(`loss = F.mse_loss(x_hat, x) + ${KL}`), 39200);
  close(betaIn(`loss = F.mse_loss(x_hat, x) + ${KL} / x.size(0)`), 392);
  close(betaIn(`loss = F.mse_loss(x_hat, x) + (${KL}) / x.shape[0]`), 392);
  close(betaIn(`loss = F.mse_loss(x_hat, x) + ${KL} / len(x)`), 392);
});

test("means over both leave pixels over dimensions", () => {
  close(betaIn("loss = F.mse_loss(x_hat, x) + 0.5 * torch.mean(mu**2 + torch.exp(logvar) - 1 - logvar)"), 392 / 20);
  close(betaIn("kl = torch.distributions.kl_divergence(q, p)\nkl = kl.mean()\nkl *= 0.1\nloss = kl + F.mse_loss(x_hat, x, reduction='mean')", { pixels: 3072, latents: 256 }), 0.6);
});

test("weights are read from numbers, and from names that were given one", () => {
  close(betaIn(`recons_loss = F.mse_loss(recons, input)\nkld_weight = 0.00025\nkld_loss = ${KL_MEAN}\nloss = recons_loss + kld_weight * kld_loss`, { pixels: 12288 }), 1.536);
  const found = readLoss(`loss = F.mse_loss(a, b, reduction="sum") / x.size(0) + self.beta * ${KL_MEAN}`);
  assert.deepEqual(found.notes, ["self.beta is not given in the text: 1 is taken."]);
  close(betaOf({ ...REST, ...found.loss }), 0.5);
});

test("squares of differences and elementwise losses are followed through their reductions", () => {
  close(betaIn(`rec = ((x_hat - x) ** 2).flatten(1).sum(1)\nkl = 0.5 * (mu.pow(2) + logvar.exp() - 1 - logvar).sum(1)\nloss = (rec + kl).mean()`), 0.5);
  close(betaIn(`rec = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=[1, 2, 3])\nkl = ${KL_MEAN}\nloss = rec.mean() + 4 * kl`), 4);
  close(betaIn(`kl = 0.5 * torch.sum(mu**2 + sigma**2 - torch.log(sigma**2) - 1, dim=1)\nloss = torch.mean(torch.sum((x - x_hat)**2, dim=1) / (2 * 0.1) + kl)`), 0.1);
});

test("Keras has the mean over pixels in its losses and axis for dim", () => {
  const text = "xent_loss = 784 * metrics.binary_crossentropy(x, x_decoded_mean)\nkl_loss = - 0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)\nvae_loss = K.mean(xent_loss + kl_loss)";
  close(betaIn(text), 1);
  close(betaIn(text.replace("K.sum", "K.mean"), { latents: 2 }), 0.5);
});

test("a function with its head, comments and returned tuples is read", () => {
  const text = `def loss_function(recon_x, x, mu, logvar):
    # reconstruction and KL
    BCE = F.binary_cross_entropy(
        recon_x, x.view(-1, 784),
        reduction="sum",
    )
    KLD = ${KL}
    return BCE + KLD, BCE, KLD
`;
  const found = readLoss(text);
  assert.equal(found.loss.kind, "bernoulli");
  assert.equal(found.loss.pixels, 784);
  assert.deepEqual(found.said, ["Cross entropy: the sum over pixels and images.", "KL: the sum over dimensions and images."]);
  assert.deepEqual(found.notes, []);
});

test("what is missing is said", () => {
  assert.match(readLoss("").problem, /No loss was found/);
  assert.match(readLoss("loss = F.mse_loss(a, b)").problem, /no KL/);
  assert.match(readLoss(`kl = ${KL}`).problem, /no reconstruction/);
  assert.match(readLoss(`rec = F.mse_loss(a, b)\nkl = ${KL}`).problem, /no line that adds them/);
  assert.match(readLoss("loss = F.mse_loss(a, b) + (1").problem, /missing/);
  assert.match(readLoss("loss = \u20ac").problem, /no Python/);
});

test("what a text may do is bounded, and no name of it is run", () => {
  assert.match(readLoss("(".repeat(100)).problem, /too many brackets/);
  assert.equal(readLoss("globalThis.ran = 1\nloss = (() => { globalThis.ran = 2 })()").loss, null);
  assert.equal(globalThis.ran, undefined);
  assert.equal(readLoss("loss = constructor(a) + toString(b) + nn.valueOf()(c)").loss, null);
  assert.equal(readLoss("constructor.constructor('x')()\n__proto__ = 3").loss, null);
  readLoss("x".repeat(1e6));
});

test("a weight of nothing, or of no number, makes no beta", () => {
  for (const weight of ["0 *", "1 / 0 *"]) {
    const found = readLoss(`loss = ${weight} F.mse_loss(x_hat, x) + ${KL}`);
    assert.equal(found.loss, null);
    assert.match(found.problem, /no beta/);
  }
});
