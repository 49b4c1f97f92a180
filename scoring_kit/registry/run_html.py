"""Runs for people to read: one with its facts, or many in a table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scoring_kit.display.markup import Child, Markup, join, said
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import facts, header, note, output
from scoring_kit.display.tables import marked, table
from scoring_kit.registry.records import minute

if TYPE_CHECKING:
    from scoring_kit.registry.run_records import Run, RunList

_NONE = marked("quiet", "–")


def run_html(run: Run) -> str:
    """Return what a run was, and what it came to."""
    where = f"version {run.version} in "
    heading = header(
        said(run.scorecard, 80), join([where, said(run.environment, 40)]), aside=_status(run)
    )
    shown = facts(
        ("Run", marked("code", run.id[:8])),
        ("Rows", _rows(run)),
        ("Started", minute(run.started)),
        ("Took", took(run.duration)),
        ("By", join([said(run.actor, 40), " ", marked("quiet", said(run.identity, 40))])),
        ("Document", marked("code", run.document_hash[:8])),
        ("Scores", _NONE if run.result is None else marked("code", run.result[:12])),
    )
    remark = note(said(run.error, 400)) if run.error else None
    return output(heading, shown, remark, label=f"Run of {run.scorecard}")


def runs_html(runs: RunList) -> str:
    """Return a table of runs."""
    heads = ["run", "version", "environment", "status", "rows", "took", "by", "started"]
    rows: list[list[Child]] = [
        [
            marked("code", run.id[:8]),
            count(run.version),
            said(run.environment, 40),
            _status(run),
            _rows(run),
            took(run.duration),
            said(run.actor, 40),
            minute(run.started),
        ]
        for run in runs
    ]
    number = plural(len(runs), "run") if runs.is_last else f"the newest {count(len(runs))}"
    heading = header(said(runs.scorecard, 80), "runs", aside=number)
    drawn = table(heads, rows, numbers=[1, 4, 5], caption="runs") if rows else note("No runs yet.")
    return output(heading, drawn, label=f"Runs of {runs.scorecard}")


def took(duration: timedelta | None) -> str:
    """Return how long something took, in the units that people say it in.

    Examples
    --------
    >>> took(timedelta(seconds=0.21)), took(timedelta(minutes=61, seconds=5)), took(None)
    ('0.2 s', '1 h 1 min', '–')
    """
    if duration is None:
        return "–"
    seconds = round(duration.total_seconds(), 1)
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, left = divmod(minutes, 60)
    return f"{hours} h {left} min" if hours else f"{minutes} min {rest} s"


def _rows(run: Run) -> Child:
    return _NONE if run.rows is None else count(run.rows)


def _status(run: Run) -> Markup:
    if run.status == "running":
        heard = marked("quiet", f"last heard of {minute(run.heartbeat)}")
        return join([marked("strong", "running"), " ", heard])
    return marked("strong", run.status)
