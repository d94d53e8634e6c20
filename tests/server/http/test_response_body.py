import numpy as np

from vaeviz.server.http.response_body import pays


def test_noise_is_sent_as_it_is_and_repetition_packed() -> None:
    noise = np.random.default_rng(0).integers(0, 256, 1_000_000, np.uint8).tobytes()
    assert not pays(noise)
    assert pays(b"ab" * 500_000)
    assert not pays(b"")
