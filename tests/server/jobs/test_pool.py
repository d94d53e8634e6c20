import os
import sys

import pytest
from server.jobs.children import DEADLINE, FOREVER, child, ended, process_of

from vaeviz.errors import ConfigError
from vaeviz.server.jobs import Pool


@pytest.fixture
def pool():
    pool = Pool(1)
    yield pool
    pool.close()


def test_at_most_so_many_run_and_the_next_follows(pool):
    first = pool.start("a", child(FOREVER), "me")
    second = pool.start("b", child(FOREVER), "me")
    process_of(first)
    assert second.snapshot().state == "waiting"
    first.cancel()
    process_of(second)
    assert second.snapshot().state == "running"
    second.cancel()
    assert second.join(DEADLINE)


def test_one_cancelled_in_line_is_passed_over(pool):
    first, second, third = (
        pool.start(key, child(code), "me") for key, code in zip("abc", (FOREVER, FOREVER, ""), strict=True)
    )
    second.cancel()
    assert second.snapshot().state == "cancelled"
    first.cancel()
    assert ended(third).state == "done"


def test_of_one_key_only_one_is_live(pool):
    first = pool.start("a", child(FOREVER), "me")
    assert pool.start("a", child(FOREVER), "you") is first
    first.cancel()
    assert first.join(DEADLINE)
    again = pool.start("a", child(""), "me")
    assert again is not first
    assert ended(again).state == "done"


def test_a_job_without_owners_is_killed(pool):
    job = pool.start("a", child(FOREVER), "me")
    process = process_of(job)
    assert pool.find("a", "you") is job
    pool.release("me")
    assert job.snapshot().live
    pool.release("you")
    assert job.snapshot().state == "cancelled"
    assert job.join(DEADLINE)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_ended_one_stays_until_it_is_forgotten(pool):
    job = pool.start("a", child(FOREVER), "me")
    pool.forget("a")
    assert pool.find("a", "me") is job
    job.cancel()
    assert ended(job).state == "cancelled"
    assert pool.find("a", "me") is job
    pool.forget("a")
    assert pool.find("a", "me") is None
    assert pool.find("b", "me") is None


def test_a_job_that_cannot_start_takes_no_place(pool, tmp_path):
    pool.start("a", [str(tmp_path / "nothing")], "me")
    assert ended(pool.start("b", [sys.executable, "-c", ""], "me")).state == "done"


def test_a_pool_has_room_for_one_at_least():
    with pytest.raises(ConfigError, match="1 or more"):
        Pool(0)
