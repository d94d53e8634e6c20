import pytest

from vaeviz.bench.measures import first_at_least, median, percentile
from vaeviz.errors import ConfigError


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (10, 1), (10.1, 2), (50, 5), (90, 9), (95, 10), (99, 10), (100, 10)]
)
def test_a_percentile_is_a_measured_value_that_enough_are_not_above(percent, expected):
    values = [7, 1, 10, 3, 2, 9, 4, 8, 6, 5]
    assert percentile(values, percent) == expected


def test_one_slow_frame_of_twenty_does_not_reach_p95_but_two_do():
    assert percentile([16.7] * 19 + [400], 95) == 16.7
    assert percentile([16.7] * 18 + [400] * 2, 95) == 400


def test_the_median_of_an_even_count_is_a_measured_value():
    assert median([4, 1, 3, 2]) == 2


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], -1), ([1.0], 101), ([1.0], float("nan"))])
def test_what_has_no_percentile_is_refused(values, percent):
    with pytest.raises(ConfigError, match="needs values and 0 to 100"):
        percentile(values, percent)


@pytest.mark.parametrize(("moment", "expected"), [(-1, 0), (0, 0), (0.5, 1), (2, 2), (3, 3), (3.1, None)])
def test_the_first_that_is_not_before_a_moment(moment, expected):
    assert first_at_least([0, 1, 2, 3], moment) == expected


def test_the_first_after_a_moment_in_an_empty_list_is_none():
    assert first_at_least([], 0) is None
