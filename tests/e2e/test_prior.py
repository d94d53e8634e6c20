"""A model that has learned p(z|c): all that is drawn from the prior follows the class, and rates are against it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from e2e.pictures import seven
from e2e.screen import PATIENCE, Screen
from e2e.shown import packed
from playwright.sync_api import expect

from vaeviz.bench.browser import Server, serve
from vaeviz.codes import Embedding, LatentCodes
from vaeviz.config import Condition, ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import Checkpoint, load, save
from vaeviz.files.codes import StoredCodes, read_codes, write_codes
from vaeviz.files.header import Header
from vaeviz.latent import Prior

pytestmark = pytest.mark.browser

CLASSES = ("a", "b", "c")
MU = torch.tensor([[1.5, -1.0, 0.0], [0.0, 0.5, -2.0]])  # what each class adds to the prior's means: 0 and 0.25
LOGVAR = torch.tensor([[0.0, -1.0, 0.5], [-0.5, 0.0, 1.0]])
N = 60
PRIOR_DENSITY = "(row) => row.querySelector('.track .prior').getAttribute('transform')"


@dataclass(frozen=True)
class Learned:
    """A model with a prior of its own, its codes, and a server that has it alone."""

    checkpoint: Checkpoint
    stored: StoredCodes
    server: Server

    def prior(self, label: int) -> Prior:
        return self.checkpoint.model.prior(one_hot(label))

    def query(self, label: int, map_name: str = "axes") -> dict[str, str]:
        return {"model": "learned", "z": packed([0.5, 0.5]), "c": str(label), "map": map_name}


def one_hot(label: int) -> torch.Tensor:
    return torch.eye(len(CLASSES))[[label]]


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learned]:
    folder = tmp_path_factory.mktemp("models") / "learned"
    checkpoint = write(folder)
    with serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}, patience=PATIENCE) as server:
        yield Learned(checkpoint, read_codes(folder, checkpoint.digest), server)


def write(folder: Path) -> Checkpoint:
    """Write an untrained model whose prior is set by hand, and codes of noise."""
    torch.manual_seed(0)
    condition = Condition(kind="class", names=CLASSES)
    config = ModelConfig(
        family="mlp", image_shape=(1, 28, 28), latent_dim=2, hidden=32, condition=condition, prior="conditional"
    )
    model = build(config)
    assert model.conditional_prior
    with torch.no_grad():
        model.conditional_prior.affine.weight.copy_(torch.cat([MU, LOGVAR]))
        model.conditional_prior.affine.bias.copy_(torch.tensor([0, 0.25, 0, 0]))
    digest = save(folder, model, Header(name="learned", model=config, class_names=CLASSES))
    checkpoint = load(folder)
    labels = np.arange(N) % len(CLASSES)
    told = np.eye(len(CLASSES), dtype=np.float32)[labels]
    prior = checkpoint.model.prior(torch.from_numpy(told))
    mu = prior.sample(N, torch.Generator().manual_seed(1)).numpy()
    codes = LatentCodes(mu, np.full_like(mu, -2), labels, told, digest, prior=checkpoint.model.affine_prior())
    write_codes(folder, codes, {"axes": Embedding(mu, "axes", {"x": 0, "y": 1}, 0, 1.0)})
    return checkpoint


def drawn_prior(screen: Screen, dim: int) -> list[float]:
    """Mean and standard deviation of the prior as it is drawn, in z."""
    at, wide = (float(part) for part in re.findall(r"\(([-\d.e]+)", screen.by(f"row-{dim}").evaluate(PRIOR_DENSITY)))
    ends = [float(screen.by(f"latent-slider-{dim}").get_attribute(end) or "nan") for end in ("min", "max")]
    box = screen.by(f"row-{dim}").locator(".track").get_attribute("viewBox") or ""
    unit = (ends[1] - ends[0]) / float(box.split()[2])
    return [sum(ends) / 2 + at * unit, wide * unit]


def expect_priors(screen: Screen, prior: Prior) -> None:
    for dim in range(2):
        want = [prior.mu[0, dim].item(), (prior.logvar[0, dim] / 2).exp().item()]
        np.testing.assert_allclose(drawn_prior(screen, dim), want, atol=1e-4)


def draw_by(screen: Screen, seed: str) -> list[float]:
    screen.by("seed").fill(seed)
    screen.by("seed").press("Enter")
    expect(screen.page.locator(".said")).to_contain_text(f"seed {seed}")
    return screen.z()


def own_rates(screen: Screen) -> list[float]:
    """What the rows say of the image, by dimension."""
    return [float(screen.by(f"row-{dim}").locator(".num.own").inner_text().replace("\u2212", "-")) for dim in range(2)]


def test_another_class_moves_the_prior_the_reset_and_what_a_seed_draws(visit, learned: Learned):
    screen = visit(learned.server).open(learned.query(0))
    expect_priors(screen, learned.prior(0))
    first = draw_by(screen, "7")
    expect(screen.page.locator(".totals")).to_contain_text("Prior: p(z|c), c = a.")
    expect(screen.page.locator(".caption")).to_contain_text("from a draw from the prior under c = a, seed 7")
    screen.by("condition-c").click()
    expect(screen.page.locator(".totals")).to_contain_text("Prior: p(z|c), c = c.")
    expect_priors(screen, learned.prior(2))
    assert screen.z() == first  # the same z under another class, until it is drawn anew
    screen.by("randomise").click()
    screen.by("condition-c").click()
    other = draw_by(screen, "7")
    a, c = learned.prior(0), learned.prior(2)
    steps = (torch.tensor(first) - a.mu[0]) / (a.logvar[0] / 2).exp()
    np.testing.assert_allclose(other, (c.mu[0] + (c.logvar[0] / 2).exp() * steps).numpy(), atol=0.03)
    screen.by("reset").click()
    np.testing.assert_allclose(screen.z(), c.mu[0].numpy(), atol=0.006)
    expect(screen.by("reset")).to_be_disabled()
    screen.by("condition-a").click()
    expect(screen.by("reset")).to_be_enabled()


def test_rates_are_against_the_prior_of_the_label_that_was_told(visit, learned: Learned):
    screen = visit(learned.server).open({"model": "learned"})  # at the first stored code
    expect(screen.page.locator(".totals")).to_contain_text("this image")
    rates = learned.stored.codes.rate()
    np.testing.assert_allclose(own_rates(screen), rates[0], atol=0.0051)
    expect(screen.page.locator(".totals")).to_contain_text(f"Total KL: {rates.sum(1).mean():.1f} nats")
    screen.by("condition-c").click()
    expect(screen.page.locator(".totals")).to_contain_text("c = c")
    np.testing.assert_allclose(own_rates(screen), rates[0], atol=0.0051)  # it was encoded as it was
    screen.by("upload-file").set_input_files({"name": "seven.png", "mimeType": "image/png", "buffer": seven()})
    expect(screen.page.locator(".caption")).to_contain_text("your image encoded as c")
    x = torch.tensor(screen.pixels("thumb-input").reshape(28, 28, 4)[None, None, :, :, 0] / 255, dtype=torch.float32)
    with torch.inference_mode():
        want = learned.checkpoint.model.encode(x, one_hot(2)).kl_to_prior(learned.prior(2))[0]
    np.testing.assert_allclose(own_rates(screen), want.numpy(), atol=0.011)


def test_the_gauge_and_the_strip_say_which_prior_it_is(visit, learned: Learned):
    screen = visit(learned.server).open(learned.query(1))
    prior = learned.prior(1)
    normal = torch.distributions.Normal(prior.mu[0], (prior.logvar[0] / 2).exp())
    want = normal.log_prob(torch.tensor([0.5, 0.5])).sum().item()
    said = screen.by("gauge-density")
    expect(said).to_have_text(re.compile(r"^log p\(z\|c\) "))
    assert float(said.inner_text().replace("\u2212", "-").split()[2]) == pytest.approx(want, abs=0.051)
    before = said.inner_text()
    screen.by("condition-c").click()
    expect(said).not_to_have_text(before)
    expect(screen.by("convention").locator("option").first).to_have_text("Prior p(z|c), middle 99%")
    strip, dim = screen.by("traversal"), int(screen.by("strip-name").inner_text()[1:])
    mean = learned.prior(2).mu[0, dim].item()
    expect(strip).to_have_attribute("title", re.compile(r"p\(z\|c\), c = c, .* centred on its mean"))
    expect(screen.by("strip-frame-4")).to_have_text(f"{mean:.2f}".replace("-", "\u2212"))


def test_on_the_prior_s_plane_z_stands_where_its_class_s_prior_has_it(visit, learned: Learned):
    screen = visit(learned.server).open(learned.query(0))
    screen.by("map-manifold").click()
    expect(screen.by("map-facts")).to_contain_text("the prior's plane")
    marker, middle = screen.by("map-marker"), screen.middle(screen.by("map"))[:2]
    x, y, _, _ = screen.middle(marker)
    assert x < middle[0] - 20  # 0.5 is below a's mean of z0
    assert y < middle[1] - 20  # and above that of z1
    screen.by("reset").click()  # the middle of the plane
    screen.until(lambda: screen.middle(marker)[:2] == pytest.approx(middle, abs=1.5))
    screen.by("condition-b").click()
    screen.until(lambda: screen.middle(marker)[0] > middle[0] + 20)  # b's mean lies to the left of a's
