from datetime import timedelta

import pytest

from scoring_kit.registry.run_html import took
from scoring_kit.registry.run_records import RunList, ScoredRun
from tests.reading import Reading
from tests.registry.registries import NOON
from tests.registry.runs import run
from tests.scored import scores

DONE = run(status="done", rows=4000, result=f"fp1:{'0' * 32}", finished=NOON + timedelta(seconds=2))
HOSTILE = "<script>alert('x')</script> & \u202e\0"


def test_a_run_shows_what_it_was_and_came_to():
    text = Reading(DONE._repr_html_()).text
    for shown in ("version 3 in production", "01234567", "4,000", "2.0 s", "ann", "fp1:00000000"):
        assert shown in text


def test_a_run_that_goes_on_says_when_it_was_last_heard_of():
    assert "running last heard of 2026-11-26 12:00 UTC" in Reading(run()._repr_html_()).text


def test_a_run_that_failed_says_why():
    failed = run(status="failed", finished=NOON, error="DataError: column_missing at age")
    assert "column_missing at age" in Reading(failed._repr_html_()).text


def test_a_run_with_its_scores_shows_them():
    text = Reading(ScoredRun.of(DONE, scores())._repr_html_()).text
    assert "version 3 in production" in text
    assert "4 rows scored by duckdb" in text


def test_many_runs_are_a_table():
    text = Reading(RunList("small", (DONE, run()), is_last=False)._repr_html_()).text
    for shown in ("the newest 2", "01234567", "done", "running", "4,000"):
        assert shown in text
    assert "No runs yet." in Reading(RunList("small")._repr_html_()).text


def test_hostile_texts_arrive_as_text():
    hostile = run(scorecard=HOSTILE, environment=HOSTILE, actor=HOSTILE, error=HOSTILE)
    for html in (hostile._repr_html_(), RunList(HOSTILE, (hostile,))._repr_html_()):
        read = Reading(html)
        assert read.foreign == []
        assert "<script>alert('x')" in read.text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0.0 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"), (3599, "59 min 59 s"),
     (7265, "2 h 1 min")],
)  # fmt: skip
def test_how_long_it_took_is_said_as_people_say_it(seconds, text):
    assert took(timedelta(seconds=seconds)) == text
