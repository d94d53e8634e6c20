from vaeviz.collapse.race.race import Race
from vaeviz.server.figures.race import figures
from vaeviz.server.http.packing import join


def test_the_shipped_table_can_be_sent_to_a_page():
    assert len(figures()) > 10_000


def test_a_frame_can_be_sent_to_a_page():
    quick = {"latent": 2, "batch_size": 128}
    race = Race({"a": quick, "b": quick, "seeds": 1, "steps": 1})
    race.advance(60)
    assert join(*race.frame())
