"""Mean or sum, tight and useless, what sigma does: through the screen, on the shipped runs."""

import re

import pytest
from e2e.screen import Screen
from playwright.sync_api import expect

from vaeviz.collapse.sigma.file import read_sigma

pytestmark = pytest.mark.browser

KL = "-0.5 * torch.mean(torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1))"


def visit(screen: Screen, picture: str, **query: str) -> Screen:
    screen.goto({"tab": "why", "why": picture, **query}, "collapse")
    expect(screen.by(picture)).to_be_visible()
    return screen


def test_a_pasted_loss_is_read_and_its_beta_said(screen: Screen):
    visit(screen, "trap")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 784")  # the slip itself stands there first
    screen.by("trap-text").fill(f"loss = F.mse_loss(x_hat, x) + 2 * {KL}")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 784")
    expect(screen.by("trap-variance")).to_have_text("Gaussian pixels of variance \u03c3\u00b2 = 784")
    expect(screen.by("trap-understood")).to_contain_text("Squared error: the mean over pixels and images.")
    screen.by("trap-text").fill(f"loss = F.mse_loss(x_hat, x, reduction='sum') / x.size(0) + {KL}")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 0.5")


def test_what_cannot_be_read_leaves_no_beta_on_the_screen(screen: Screen):
    visit(screen, "trap")
    beta, lines, understood = screen.by("trap-beta"), screen.by("trap-text"), screen.by("trap-understood")
    expect(beta).to_have_text("\u03b2 = 784")
    for text, words in (
        ("loss = F.mse_loss(x_hat, x)", "no KL"),
        (f"rec = F.mse_loss(x_hat, x\nkl = {KL}", "Line 1"),
        (f"loss = F.mse_loss(x_hat, x) + {KL.replace('logvar.exp()', 'logvar ** 2')}", "This is not a KL"),
    ):
        lines.fill(f"loss = F.mse_loss(x_hat, x) + {KL}")
        expect(beta).to_have_text("\u03b2 = 392")
        lines.fill(text)
        expect(beta).to_have_text("")
        expect(understood).to_contain_text(words)
        for name in ("trap-variance", "trap-verdict", "trap-lines"):
            expect(screen.by(name)).to_have_text("")
        expect(screen.by("trap-run")).to_be_hidden()
    screen.by("choice-trap_kl-mean").click()  # the controls are a loss of their own
    expect(beta).not_to_have_text("")


def test_a_name_that_matters_is_asked_for(screen: Screen):
    visit(screen, "trap")
    screen.by("trap-text").fill(f"loss = F.mse_loss(x_hat, x, reduction='sum') / len(x) + self.beta * {KL}")
    expect(screen.by("trap-understood")).to_contain_text("\u03b2 depends on self.beta")
    expect(screen.by("trap-understood")).to_contain_text("not set by these lines")
    expect(screen.by("trap-famous")).to_have_value("own")
    expect(screen.by("trap-beta")).to_have_text("")
    field = screen.by("trap-value-self.beta")
    field.fill("4")
    field.press("Enter")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 2")
    expect(screen.by("trap-value-self.beta")).to_have_value("4")


def test_the_pixels_of_a_famous_loss_do_not_stay_with_the_text_that_replaces_it(screen: Screen):
    visit(screen, "trap")
    screen.by("trap-famous").select_option("antixk")
    expect(screen.by("number-trap_pixels")).to_have_value("12,288")
    screen.by("trap-text").fill(f"loss = F.mse_loss(x_hat, x) + {KL}")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 392")
    expect(screen.by("number-trap_pixels")).to_have_value("784")
    screen.by("number-trap_pixels").fill("100")
    screen.by("number-trap_pixels").press("Enter")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 50")


def test_squared_error_runs_in_the_laboratory_with_the_sigma_that_it_stands_for(screen: Screen):
    visit(screen, "trap")
    screen.by("trap-text").fill(f"loss = F.mse_loss(x_hat, x, reduction='sum') / len(x) + 0.5 * {KL}")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 0.25")
    screen.by("trap-lab").click()
    expect(screen.by("panel-lab")).to_be_visible()
    screen.await_query("lab_sigma", lambda text: text == "0.5")
    assert "lab_beta" not in screen.page.url  # 1, as it is by default


def test_lines_and_controls_never_contradict_each_other_unsaid(screen: Screen):
    visit(screen, "trap")
    lines = screen.by("trap-text")
    expect(lines).to_have_value(re.compile("binary_cross_entropy"))
    screen.by("choice-trap_kind-squared").click()  # that is another famous loss: its lines stand there
    expect(lines).to_have_value(re.compile("mse_loss"))
    expect(screen.by("trap-famous")).to_have_value("mean-mse")
    screen.by("choice-trap_kl-mean").click()  # that is nobody's
    expect(lines).to_have_value("")
    expect(screen.by("trap-famous")).to_have_value("own")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 12.3")
    lines.fill(f"loss = F.mse_loss(x_hat, x) + 3 * {KL}")
    expect(screen.by("trap-beta")).to_have_text("\u03b2 = 1,180")
    screen.by("choice-trap_rec-sum").click()
    expect(screen.by("trap-understood")).to_contain_text("they differ from these lines")
    expect(lines).to_have_value(re.compile("mse_loss"))


@pytest.mark.parametrize(("name", "beta"), [("mean-mse", "392"), ("antixk", "1.54"), ("bolts", "0.6"), ("sum", "1")])
def test_famous_losses_have_their_beta(screen: Screen, name: str, beta: str):
    visit(screen, "trap")
    screen.by("trap-famous").select_option(name)
    expect(screen.by("trap-beta")).to_have_text(f"\u03b2 = {beta}")
    expect(screen.by("trap-famous")).to_have_value(name)


def test_the_collapse_is_shown_on_a_real_run_and_runs_in_the_laboratory(screen: Screen):
    visit(screen, "trap")
    expect(screen.by("trap-run")).to_contain_text("0 of 32 dimensions have a KL above 0.1 nats")
    pictures = screen.page.locator("[data-testid=trap-decoded] canvas")
    expect(pictures).to_have_count(10)
    drawn = pictures.evaluate_all(
        "(all) => all.map((one) => String(one.getContext('2d').getImageData(0, 0, one.width, one.height).data))"
    )
    assert len(set(drawn)) == 1  # every image is decoded as the same one
    screen.by("trap-lab").click()
    expect(screen.by("panel-lab")).to_be_visible()
    screen.await_query("lab_beta", lambda text: text == "784")


def test_at_beta_784_both_distances_are_all_but_zero(screen: Screen):
    visit(screen, "tight")
    expect(screen.by("tight-rate")).to_have_text("0.00 nats")
    expect(screen.by("tight-reading")).to_contain_text("Tight and useless")
    screen.by("tight-beta-1").click()
    expect(screen.by("tight-reading")).to_contain_text("Useful")
    assert nats(screen, "tight-rate") > 10 > nats(screen, "tight-gap") > 0
    before = nats(screen, "tight-rate")
    screen.by("tight-originals-3").click()
    screen.await_query("tight_image", lambda text: text == "3")
    expect(screen.by("tight-rate")).not_to_have_text(f"{before:.2f} nats")


def nats(screen: Screen, name: str) -> float:
    found = re.match(r"[\d.]+", screen.by(name).inner_text())
    assert found
    return float(found.group())


def test_every_variance_shows_the_figures_of_its_run(screen: Screen):
    visit(screen, "sigma", sigma_s2="1")
    for run in read_sigma().header.runs:
        name = "sigma-optimal" if run.optimal else f"sigma-{run.s2:.3g}"
        screen.by(name).click()
        expect(screen.by("sigma-reading")).to_contain_text(
            f"squared error {run.squared_error:.1f}, rate {run.rate:.1f}"
        )
        expect(screen.by(name)).to_have_attribute("aria-pressed", "true")
