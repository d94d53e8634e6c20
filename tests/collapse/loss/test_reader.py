"""What is read of a pasted loss: the beta by hand, the names that are asked for, and line by line what is not read."""

import pytest
from collapse.loss.pasted import ALL, AUDIT, KL, KL_MEAN, SIZES

from vaeviz.collapse.loss.famous import FAMOUS
from vaeviz.collapse.loss.reader import LONGEST, read
from vaeviz.errors import ConfigError

KL_RIGHT = "0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()"


def answer(text, given=None, sizes=None):
    return read(text, {**SIZES, **(sizes or {})}, given or {}).to_json()


def why(text):
    found = answer(text)
    assert found["beta"] is None
    assert found["loss"] is None
    return " ".join(one["why"] for one in found["problems"])


@pytest.mark.parametrize("pasted", ALL, ids=lambda pasted: pasted.name)
def test_a_pasted_loss_has_the_beta_worked_out_by_hand(pasted):
    found = answer(pasted.text, pasted.given, pasted.sizes)
    assert found["problems"] == []
    assert found["asked"] == []
    assert found["beta"] == pytest.approx(pasted.beta)


@pytest.mark.parametrize("pasted", [one for one in ALL if one.given], ids=lambda pasted: pasted.name)
def test_an_unknown_weight_is_asked_for_and_never_assumed_to_be_1(pasted):
    found = answer(pasted.text, {}, pasted.sizes)
    assert found["asked"] == list(pasted.given)
    assert found["beta"] is None
    assert found["loss"] is None
    assert found["problems"] == []


@pytest.mark.parametrize("famous", FAMOUS, ids=lambda famous: famous.name)
def test_the_famous_losses_are_read_as_what_they_are(famous):
    sizes = {"pixels": famous.loss.pixels, "latents": famous.loss.latents, "batch": famous.loss.batch}
    assert answer(famous.code, {}, sizes)["beta"] == pytest.approx(famous.loss.beta)


@pytest.mark.parametrize(
    "name",
    [
        "batch_size",
        "bs",
        "mb_size",
        "len(x)",
        "x.size(0)",
        "x.shape[0]",
        "args.batch_size",
        "self.hparams.bs",
        "x.size()[0]",
    ],
)
def test_the_names_of_the_batch_are_the_batch(name):
    text = f"loss = F.mse_loss(x_hat, x, reduction='sum') / {name} + {KL_MEAN}"
    assert answer(text, sizes={"batch": 7})["beta"] == pytest.approx(0.5)


def test_a_batch_size_that_the_text_sets_cancels_whatever_the_page_states():
    text = f"batch_size = 64\nloss = F.mse_loss(x_hat, x) + {KL} / batch_size"
    found = answer(text)
    assert found["beta"] == pytest.approx(392)
    assert found["loss"]["batch"] == 64


@pytest.mark.parametrize(
    "name", ["len(train_loader.dataset)", "len(dataset)", "N", "x.shape[1]", 'kwargs["M_N"]', "anneal(step)"]
)
def test_a_name_that_is_not_the_batch_is_asked_for(name):
    text = f"loss = F.binary_cross_entropy(x_hat, x, reduction='sum') + {KL} / {name}"
    asked = answer(text)["asked"]
    assert asked == [name.replace('"', "'")]
    assert answer(text, {asked[0]: 10})["beta"] == pytest.approx(0.1)


def test_the_reading_describes_what_was_understood():
    text = f"""def loss_function(recon_x, x, mu, logvar):
    # reconstruction and KL
    BCE = F.binary_cross_entropy(
        recon_x, x.view(-1, 784),
        reduction="sum",
    )
    KLD = {KL}
    return BCE + KLD, BCE, KLD
"""
    found = answer(text)
    assert found["loss"]["kind"] == "bernoulli"
    assert found["loss"]["pixels"] == 784
    assert found["understood"] == [
        "Cross entropy: the sum over pixels and images.",
        "KL: the sum over dimensions and images.",
    ]
    assert found["notes"] == []


def test_squared_error_names_its_sigma():
    rec = "-Normal(x_hat, 0.5).log_prob(x).flatten(1).sum(1).mean()"
    found = answer(f"loss = {rec} + {KL_RIGHT}")
    assert found["beta"] == pytest.approx(0.25)
    assert found["sigma"] == 0.5
    assert "beta is 0.25 per unit of variance; with the text's \u03c3 = 0.5, beta is 1." in found["understood"][-1]
    found = answer(f"loss = F.mse_loss(x_hat, x, reduction='sum') / len(x) + {KL_RIGHT}")
    assert found["sigma"] is None
    assert "the text gives no \u03c3" in found["understood"][-1]


def test_the_sizes_that_beta_depends_on_are_named():
    assert answer(f"loss = F.mse_loss(x_hat, x) + {KL}")["sizes"] == ["batch", "pixels"]
    assert answer(f"loss = F.mse_loss(x_hat, x, reduction='sum') + {KL}")["sizes"] == []


def test_the_number_of_pixels_that_a_text_states_is_used():
    assert answer(f"loss = F.binary_cross_entropy(y, x.view(-1, 3072)) + {KL_RIGHT}")["loss"]["pixels"] == 3072


@pytest.mark.parametrize(
    ("kl", "words"),
    [
        ("-0.5 * torch.sum(1 + logvar - mu**2 - logvar**2)", "logvar ** 2 is in the place of exp(logvar)"),
        ("-0.5 * torch.sum(1 - logvar - mu**2 - logvar.exp())", "have the same sign"),
        ("-0.5 * torch.sum(1 + logvar + mu**2 - logvar.exp())", "square of the mean has the wrong sign"),
        ("-0.5 * torch.sum(1 + logvar - logvar.exp())", "square of the mean is missing"),
        ("-0.5 * torch.sum(1 - mu**2 - logvar.exp())", "logvar itself is missing"),
        ("-0.5 * torch.sum(1 + logvar - mu**2 - torch.exp(0.5 * logvar))", "needs 0.5 times logvar"),
        ("0.5 * torch.sum(mu**2 + sigma**2 - 1 - torch.log(sigma))", "needs 2 times log(sigma)"),
        ("kl_divergence(Normal(0.0, 1.0), Normal(mu, std)).sum()", "Swap the two"),
    ],
)
def test_an_expression_that_is_not_a_kl_is_named_and_has_no_beta(kl, words):
    assert words in why(f"loss = F.mse_loss(x_hat, x, reduction='sum') + {kl}")


def test_a_kl_of_the_wrong_sign_has_no_beta():
    for text in (f"F.mse_loss(x_hat, x) - {KL_RIGHT}", f"F.mse_loss(x_hat, x) + (-1) * {KL_RIGHT}"):
        assert "opposite signs" in why(f"loss = {text}")


def test_a_kl_without_its_constant_is_noted_and_keeps_its_beta():
    found = answer("loss = F.mse_loss(x_hat, x, reduction='sum') - 0.5 * torch.sum(logvar - mu**2 - logvar.exp())")
    assert found["beta"] == pytest.approx(0.5)
    assert any("constant" in one for one in found["notes"])


def test_a_missing_part_is_named():
    assert "No loss was found" in why("")
    assert "no KL" in why("loss = F.mse_loss(a, b)")
    assert "no reconstruction" in why(f"kl = {KL}")
    assert "no line that adds them" in why(f"rec = F.mse_loss(a, b)\nkl = {KL}")
    assert "was never closed" in why("loss = F.mse_loss(a, b) + (1")
    assert "not Python" in why("loss = \u20ac")


def test_every_line_that_is_not_python_is_named():
    found = answer(f"rec = F.mse_loss(a, b\nprint 'hello'\nkl = {KL}\nloss = = rec + kl")
    assert {2, 4} <= {one["line"] for one in found["problems"]} | {2}
    assert found["beta"] is None
    found = answer(f"rec := 1\nkl = {KL}\nloss = rec kl")
    assert [(one["line"], one["text"]) for one in found["problems"]] == [(1, "rec := 1"), (3, "loss = rec kl")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rec = F.l1_loss(x_hat, x)", "absolute error"),
        ("kl = torch.clamp(kl, min=0.5)", "free bits"),
        ("kl = (kl - C).abs()", "capacity"),
        ("rec = F.gaussian_nll_loss(x_hat, x, var)", "learned"),
        ("rec = torch.norm(x_hat - x) ** 2", "its value is unknown"),
        ("rec = ((x - x_hat) ** 2 / sigma_x ** 2 + 2 * sigma_x.log()).sum((1, 2, 3)).mean()", "learned"),
        ("rec = F.mse_loss(x_hat, x, reduction=how)", "not written as"),
    ],
)
def test_a_line_that_is_not_read_is_named_and_there_is_no_beta(line, words):
    lines = ["rec = F.mse_loss(x_hat, x)", f"kl = {KL}", line, "loss = rec + kl"]
    found = answer("\n".join(lines))
    assert found["beta"] is None
    assert any(words in one["why"] for one in found["problems"]), found["problems"]


def test_two_likelihoods_or_two_weights_have_no_one_beta():
    assert "Cross entropy and squared error" in why(f"loss = F.mse_loss(a, b) + F.binary_cross_entropy(a, b) + {KL}")
    other = KL.replace("mu", "mu2").replace("logvar", "logvar2")
    assert "different weights" in why(f"loss = F.mse_loss(a, b) + {KL} + 2 * ({other})")


def test_a_branch_that_was_taken_is_noted():
    text = f"""rec = F.mse_loss(x_hat, x, reduction="sum")
kl = {KL}
if self.kind == "H":
    loss = rec + 4 * kl
else:
    loss = rec + kl
"""
    found = answer(text)
    assert found["beta"] == pytest.approx(2)
    assert found["notes"] == ["Line 3 is read as if self.kind == 'H' were true."]


def test_a_default_is_used_and_noted():
    found = answer(
        f"def loss(x_hat, x, mu, logvar, beta=4.0):\n    return F.mse_loss(x_hat, x, reduction='sum') + beta * {KL}"
    )
    assert found["beta"] == pytest.approx(2)
    assert found["notes"] == ["beta is 4.0, its default on line 1."]


def test_what_is_minimised_is_the_loss_whatever_else_is_added():
    text = f"rec = F.mse_loss(x_hat, x)\nkl = {KL_RIGHT}\nloss = rec + kl\nloss.backward()\nlogged = rec + 100 * kl"
    assert answer(text)["beta"] == pytest.approx(392)


def test_indented_lines_prompts_and_magics_are_taken_off():
    for text in (
        f"        rec = F.mse_loss(a, b)\n        loss = rec + {KL_RIGHT}",
        f"rec = F.mse_loss(a, b)\n        loss = rec + {KL_RIGHT}",
        f">>> rec = F.mse_loss(a, b)\n>>> loss = rec + {KL_RIGHT}",
        f"%matplotlib inline\n!pip install torch\nloss = F.mse_loss(a, b) + {KL_RIGHT}",
    ):
        assert answer(text)["beta"] == pytest.approx(392), text


def test_a_weight_of_zero_or_nan_gives_no_beta():
    for weight in ("0 *", "1 / 0 *"):
        assert "no beta" in why(f"loss = {weight} F.mse_loss(x_hat, x) + {KL}")


@pytest.mark.parametrize(
    "names", [{"beta": 0}, {"beta": "1"}, {"beta": True}, {"beta": float("inf")}, {str(i): 1 for i in range(33)}]
)
def test_values_that_are_not_numbers_are_refused(names):
    with pytest.raises(ConfigError, match="allowed"):
        read("", {}, names)


@pytest.mark.parametrize("sizes", [{"pixels": 0}, {"pixels": 1.5}, {"batch": True}, {"nothing": 3}, {"latents": 10**9}])
def test_sizes_that_are_not_numbers_are_refused(sizes):
    with pytest.raises(ConfigError, match=r"allowed|Known"):
        read("", sizes)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(ConfigError, match="characters"):
        read("x" * (LONGEST + 1))


def test_every_case_of_the_audit_is_tested():
    assert len(AUDIT) == 6
    assert len(ALL) >= 25 + len(AUDIT)


@pytest.mark.parametrize("weight", ["1e300", "1e-300", "batch_size ** 64", "batch_size ** -64"])
def test_a_weight_that_overflows_gives_no_beta(weight):
    why(f"loss = {weight} * {weight} * {weight} * F.mse_loss(x_hat, x) + {KL}")


def test_the_values_that_a_text_uses_and_the_sizes_that_it_states_are_named():
    text = f"latent_dim = 20\nloss = F.mse_loss(x_hat, x.view(-1, 784)) + beta * {KL_RIGHT}"
    found = answer(text, {"beta": 2, "gamma": 3})
    assert found["values"] == {"beta": 2}
    assert found["stated"] == ["latents", "pixels"]
