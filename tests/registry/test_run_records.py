from datetime import timedelta

import pytest

from scoring_kit.registry.run_records import RunList
from tests.registry.registries import NOON
from tests.registry.runs import run


def test_a_run_is_told_in_one_line():
    done = run(status="done", rows=4000, finished=NOON)
    assert repr(done) == (
        "run 01234567  small version 3 in production  done, 4,000 rows  "
        "ann (claimed), 2026-11-26 12:00 UTC"
    )
    failed = run(status="failed", finished=NOON, error="MemoryError")
    assert repr(failed).endswith("failed  ann (claimed), 2026-11-26 12:00 UTC: MemoryError")
    forged = repr(run(status="failed", finished=NOON, error="no\nrun 8  small version 9  done"))
    assert forged.endswith("no\\nrun 8  small version 9  done")
    assert "\n" not in forged


@pytest.mark.parametrize(
    ("finished", "seconds"),
    [(None, None), (NOON + timedelta(seconds=90), 90), (NOON - timedelta(hours=1), 0)],
)
def test_a_run_takes_no_less_than_no_time(finished, seconds):
    found = run(finished=finished).duration
    assert (found and found.total_seconds()) == (seconds or found)


def test_a_run_is_plain_data():
    found = run(finished=NOON + timedelta(seconds=1)).to_dict()
    assert found["started"] == "2026-11-26T12:00:00.000000+00:00"
    assert found["finished"] == "2026-11-26T12:00:01.000000+00:00"
    assert (found["host"], found["process"], found["process_started"]) == (
        "far/boot/space",
        17,
        "1",
    )
    assert (found["request"], found["lineage"], found["version"]) == ({"key": ["id"]}, None, 3)


def test_a_list_of_runs_says_how_to_see_more():
    one, other = run(), run(id="f" * 32)
    found = RunList("small", (one, other), is_last=False)
    assert (len(found), found[1], found[:1]) == (2, other, (one,))
    assert repr(found).splitlines()[-1] == "older ones: runs(..., before=the last of these)"
    assert repr(RunList("small")) == "no runs"
