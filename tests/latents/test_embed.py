"""Maps: the same for the same seed, honest about their neighbourhoods, stoppable."""

import subprocess
import sys

import numpy as np
import pytest

from vaeviz.codes import LatentCodes
from vaeviz.errors import ConfigError, DataError
from vaeviz.latents.embed import EMBEDDERS, TRUST_POINTS, embed, trustworthiness

QUICK = [name for name in EMBEDDERS if name != "umap"]
EVERY = [pytest.param(name, marks=[pytest.mark.slow] if name == "umap" else []) for name in EMBEDDERS]


def codes_at(mu) -> LatentCodes:
    mu = np.asarray(mu, np.float32)
    return LatentCodes(mu, np.full_like(mu, -2.0), np.zeros(len(mu), np.int64), None, "0" * 32)


def clusters(n: int = 120, latent: int = 5, seed: int = 0) -> LatentCodes:
    """Three tight clusters far apart, of n / 3 points each."""
    rng = np.random.default_rng(seed)
    centres = 8 * np.eye(3, latent)
    return codes_at(centres[np.arange(n) % 3] + 0.3 * rng.normal(size=(n, latent)))


@pytest.mark.parametrize("method", EVERY)
def test_same_seed_same_points_and_clusters_stay_apart(method):
    codes = clusters()
    first, second = (embed(codes, method, seed=4) for _ in range(2))
    np.testing.assert_array_equal(first.points, second.points)
    assert first.points.shape == (120, 2)
    assert first.points.dtype == np.float32
    assert (first.method, first.seed) == (method, 4)
    assert first.trustworthiness is not None
    assert first.trustworthiness > 0.75
    own, other = distances(first.points)
    assert own < other


def distances(points: np.ndarray) -> tuple[float, float]:
    """Return the mean distance to the own cluster's centre, and between centres at the closest."""
    groups = [points[i::3] for i in range(3)]
    centres = [group.mean(0) for group in groups]
    own = float(np.mean([np.linalg.norm(g - c, axis=1).mean() for g, c in zip(groups, centres, strict=True)]))
    return own, min(float(np.linalg.norm(centres[i] - centres[i - 1])) for i in range(3))


@pytest.mark.slow
def test_umap_reports_its_stages_and_epochs_and_stops_when_asked():
    seen = []
    embed(clusters(), "umap", progress=lambda *call: seen.append(call))
    assert [call[0] for call in seen[:2]] == ["Loading UMAP", "UMAP: finding neighbours"]
    epochs = [call for call in seen if "epochs" in call[0]]
    assert epochs[-1][1:] == (500, 500)
    assert [done for _, done, _ in epochs] == sorted(done for _, done, _ in epochs)

    def stop(stage: str, done: int, total: int) -> None:
        if total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed(clusters(), "umap", progress=stop)


def test_pca_is_the_scikit_learn_one_and_its_map_is_linear():
    from sklearn.decomposition import PCA

    mu = np.random.default_rng(1).normal(size=(300, 4)) @ np.random.default_rng(2).normal(size=(4, 4))
    codes = codes_at(mu)
    made = embed(codes, "pca")
    assert made.basis is not None
    assert made.centre is not None
    theirs = PCA(2).fit_transform(codes.mu)
    np.testing.assert_allclose(np.abs(made.points), np.abs(theirs), atol=1e-4)
    np.testing.assert_allclose((codes.mu - made.centre) @ made.basis.T, made.points, atol=1e-5)
    np.testing.assert_allclose(made.basis @ made.basis.T, np.eye(2), atol=1e-6)
    largest = made.basis[np.arange(2), np.abs(made.basis).argmax(1)]
    assert (largest > 0).all()


def test_pca_of_one_dimension_lies_on_a_line():
    made = embed(codes_at(np.arange(40.0)[:, None]), "pca")
    assert made.basis is not None
    np.testing.assert_array_equal(made.points[:, 1], 0)
    np.testing.assert_allclose(made.points[:, 0], np.arange(40) - 19.5, atol=1e-5)


def test_axes_are_the_coordinates_themselves():
    codes = clusters()
    made = embed(codes, "axes", x=3, y=1)
    np.testing.assert_array_equal(made.points, codes.mu[:, [3, 1]])
    assert dict(made.params) == {"x": 3, "y": 1}
    assert made.basis is None


def test_axes_are_by_default_those_of_the_highest_rate():
    mu = np.random.default_rng(0).normal(size=(50, 4)) * [0.1, 2.0, 0.5, 3.0]
    assert dict(embed(codes_at(mu), "axes").params) == {"x": 3, "y": 1}
    assert dict(embed(codes_at(mu), "axes", y=3).params) == {"x": 1, "y": 3}
    assert dict(embed(codes_at(mu[:, :1]), "axes").params) == {"x": 0, "y": 0}


def test_tsne_works_with_one_dimension_and_few_points():
    made = embed(codes_at(np.linspace(0, 1, 20)[:, None]), "t-sne")
    assert np.isfinite(made.points).all()
    assert made.trustworthiness is None


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("umpa", {}, "Unknown embedding 'umpa'.*Did you mean 'umap'"),
        ("umap", {"neighbors": 5}, "Unknown setting of UMAP 'neighbors'.*Did you mean 'neighbours'"),
        ("umap", {"neighbours": 1}, "neighbours is 1; allowed: whole numbers from 2 to 200"),
        ("umap", {"neighbours": 2.5}, "neighbours is 2.5; allowed: whole numbers"),
        ("umap", {"metric": "cosinus"}, "Unknown metric 'cosinus'.*Did you mean 'cosine'"),
        ("t-sne", {"perplexity": float("nan")}, "perplexity is nan; allowed: numbers from 2 to 200"),
        ("t-sne", {"perplexity": "30"}, "perplexity is '30'"),
        ("axes", {"x": 5}, "x is dimension 5; these codes have 0 to 4"),
    ],
)
def test_unknown_names_and_values_out_of_range_are_refused(method, params, message):
    with pytest.raises(ConfigError, match=message):
        embed(clusters(), method, **params)


@pytest.mark.parametrize("method", EMBEDDERS)
def test_too_few_codes_are_refused(method):
    fewest = EMBEDDERS[method].fewest
    with pytest.raises(DataError, match=f"at least {fewest} codes, found {fewest - 1}"):
        embed(codes_at(np.zeros((fewest - 1, 3))), method)


@pytest.mark.parametrize("method", QUICK)
def test_the_fewest_codes_are_enough(method):
    fewest = EMBEDDERS[method].fewest
    made = embed(codes_at(np.random.default_rng(0).normal(size=(fewest, 3))), method)
    assert made.points.shape == (fewest, 2)
    assert np.isfinite(made.points).all()


@pytest.mark.parametrize("method", EMBEDDERS)
def test_every_method_cites_its_paper_and_its_defaults_are_allowed(method):
    embedder = EMBEDDERS[method]
    assert any(year in embedder.citation for year in ("1901", "2008", "2014", "2018"))
    assert embedder.settings()


def test_a_whole_number_becomes_a_float_where_the_setting_is_one():
    assert isinstance(embed(clusters(), "t-sne", perplexity=5).params["perplexity"], float)
    with pytest.raises(ConfigError, match="x is True"):
        embed(clusters(), "axes", x=True)


def test_trustworthiness_is_one_for_a_faithful_map_and_about_half_for_noise():
    mu = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    noise = np.random.default_rng(1).normal(size=(500, 2)).astype(np.float32)
    assert trustworthiness(mu, 3 * mu) == pytest.approx(1.0)
    assert trustworthiness(mu, noise) == pytest.approx(0.5, abs=0.05)


def test_trustworthiness_of_many_points_is_that_of_a_seeded_sample():
    rng = np.random.default_rng(0)
    mu = rng.normal(size=(TRUST_POINTS + 500, 4)).astype(np.float32)
    points = np.ascontiguousarray(mu[:, :2])
    assert trustworthiness(mu, points, seed=1) == trustworthiness(mu, points, seed=1)
    rows = np.random.default_rng(1).choice(len(mu), TRUST_POINTS, replace=False)
    assert trustworthiness(mu, points, seed=1) == trustworthiness(mu[rows], points[rows], seed=5)


def test_umap_is_not_imported_before_it_is_used():
    code = "import sys, vaeviz.latents.embed; print([m for m in ('umap', 'numba', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
