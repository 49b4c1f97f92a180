from datetime import UTC

from scoring_kit.report.runs import run_of, started
from tests.report.reports import subject


def test_a_run_says_when_and_by_what_it_was_made():
    start = started()
    run = run_of(subject(), start)
    assert start.moment.tzinfo is UTC
    assert run["started"].endswith("+00:00")
    assert (run["engine"], run["seconds"] >= 0, run["threads"] >= 1) == ("duckdb", True, True)
    assert run["data"] == {"form": "pandas.DataFrame"}
