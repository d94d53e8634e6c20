"""A data set through the encoder."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from toys import DIGEST, checkpoint

from vaeviz import data as datasets
from vaeviz.config import Attribute, Condition
from vaeviz.data.dataset import choose_rows
from vaeviz.errors import ConfigError, DataError
from vaeviz.latents import encode
from vaeviz.latents.encode import encode_dataset, measure_distortion

DIGITS = datasets.load("digits", "test")


def test_every_image_is_encoded_in_order_whatever_the_batch_size():
    model = checkpoint().model
    codes = encode_dataset(checkpoint(), DIGITS, batch=100)
    posterior = model.encode(torch.from_numpy(DIGITS.images[:]).float() / 255)
    np.testing.assert_allclose(codes.mu, posterior.mu.numpy(), atol=1e-6)
    np.testing.assert_allclose(codes.logvar, posterior.logvar.numpy(), atol=1e-6)
    np.testing.assert_array_equal(codes.labels, DIGITS.labels)
    assert codes.condition is None
    assert codes.checkpoint == DIGEST


def test_a_limit_takes_the_rows_that_choose_rows_names():
    codes = encode_dataset(checkpoint(), DIGITS, limit=50, seed=7)
    rows = choose_rows(len(DIGITS), 50, 7)
    assert len(set(rows.tolist())) == 50
    assert (np.diff(rows) > 0).all()
    np.testing.assert_array_equal(codes.labels, DIGITS.labels[rows])
    np.testing.assert_allclose(codes.mu, encode_dataset(checkpoint(), DIGITS).mu[rows], atol=1e-6)


@pytest.mark.parametrize("condition", [None, Condition(kind="class", names=DIGITS.class_names)])
def test_the_distortion_of_the_data_is_that_at_the_posterior_means(condition):
    model = checkpoint(condition).model
    codes = encode_dataset(checkpoint(condition), DIGITS, limit=50, seed=7)
    found = measure_distortion(model, DIGITS, codes)
    x = torch.from_numpy(DIGITS.images[choose_rows(len(DIGITS), 50, 7)]).float() / 255
    c = None if codes.condition is None else torch.from_numpy(codes.condition)
    each = -model.likelihood(torch.from_numpy(codes.mu), c).log_prob(x).detach().numpy()
    assert found.typical == pytest.approx(np.median(each), rel=1e-5)
    assert found.limit == pytest.approx(np.quantile(each, 0.99), rel=1e-5)


def test_of_many_images_an_even_sample_is_measured(monkeypatch):
    monkeypatch.setattr(encode, "MEASURED", 3)
    codes = encode_dataset(checkpoint(), DIGITS)
    found = measure_distortion(checkpoint().model, DIGITS, codes)
    chosen = [0, 179, 359]
    x = torch.from_numpy(DIGITS.images[np.array(chosen)]).float() / 255
    each = -checkpoint().model.likelihood(torch.from_numpy(codes.mu[chosen])).log_prob(x)
    assert found.typical == pytest.approx(each.median().item(), rel=1e-5)


def test_a_limit_of_zero_is_refused():
    with pytest.raises(DataError, match="digits has 360, and the limit is 0"):
        encode_dataset(checkpoint(), DIGITS, limit=0)


def test_a_class_conditional_model_gets_the_label():
    condition = Condition(kind="class", names=DIGITS.class_names)
    codes = encode_dataset(checkpoint(condition), DIGITS)
    assert codes.condition is not None
    np.testing.assert_array_equal(codes.condition.argmax(1), DIGITS.labels)
    unconditional = checkpoint(condition).model.encode(torch.from_numpy(DIGITS.images[:]).float() / 255)
    assert np.abs(codes.mu - unconditional.mu.numpy()).max() > 1e-3


def test_a_model_of_attributes_gets_each_images_own():
    attributes = (Attribute(name="slant", ends=("left", "right")),)
    c = np.linspace(-1, 1, len(DIGITS), dtype=np.float32)[:, None]
    slanted = replace(DIGITS, attributes=attributes, attribute_values=c)
    model = checkpoint(Condition.of_attributes(attributes))
    codes = encode_dataset(model, slanted, limit=50, seed=1)
    assert codes.rows is not None
    np.testing.assert_array_equal(codes.condition, c[codes.rows])
    x = torch.from_numpy(DIGITS.images[codes.rows]).float() / 255
    own = model.model.encode(x, torch.from_numpy(c[codes.rows]))
    np.testing.assert_allclose(codes.mu, own.mu.numpy(), atol=1e-6)
    with pytest.raises(ConfigError, match="conditioned on the attributes slant; digits has none"):
        encode_dataset(model, DIGITS)


def test_progress_counts_images_and_may_stop_the_work():
    seen = []
    encode_dataset(checkpoint(), DIGITS, batch=200, progress=lambda *call: seen.append(call))
    assert seen == [("Encoding", 200, 360), ("Encoding", 360, 360)]

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_dataset(checkpoint(), DIGITS, progress=stop)


def test_another_image_size_or_other_classes_are_refused():
    with pytest.raises(DataError, match=r"toy takes \(1, 4, 4\) images, digits has \(1, 8, 8\)"):
        encode_dataset(checkpoint(shape=(1, 4, 4)), DIGITS)
    with pytest.raises(ConfigError, match="one of 2 classes, digits has 10"):
        encode_dataset(checkpoint(Condition(kind="class", names=("a", "b"))), DIGITS)
