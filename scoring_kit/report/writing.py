"""The report in one call: `write_report`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Any

from scoring_kit.engines.writing import output_path
from scoring_kit.report.report import Report, make_report, run_path
from scoring_kit.report.subject import asked_for
from scoring_kit.scorecard.models import Scorecard


def write_report(
    card: Scorecard,
    data: object,
    path: str | PathLike[str],
    *,
    live: Scorecard | None = None,
    outcome: str | None = None,
    event: str | float | bool | date | None = None,
    weights: str | None = None,
    period: str | None = None,
    segments: str | Sequence[str] = (),
    key: str | Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    table: str | None = None,
    types: Mapping[str, str] | None = None,
    top: int = 10,
    overwrite: bool = False,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    time_limit: float | None = None,
    progress: bool | None = None,
) -> Report:
    """Write what a card makes of a table as one HTML file, the same bytes for the same inputs.

    The file fetches nothing. It holds its figures and documents as JSON, so that
    `verify_report` can make it again. How it was made (versions, time, threads, files) stands
    beside it, in a file that ends in ``.run.json``.

    Parameters
    ----------
    card
        The scorecard.
    data
        Any table that `score` takes, but for a stream, which can be read only once.
    path
        Of the new file, such as ``report.html``.
    live
        The version that is live; then the report has the impact of the change.
    outcome
        A column that says what came true of each row: booleans, or 0 and 1, NULL where nobody
        knows. Then the report has an evaluation.
    event, weights, period
        The value of the outcome that high scores should find, where it is another column; a
        column of weights; a column of dates. As in `evaluate`.
    segments
        Columns by which rows are told apart.
    key
        Columns that identify a row; the scorecard's `key` unless given. They order the rows
        into blocks, so that a later change can be located.
    parameters
        Values of the parameters of both cards.
    table, types
        As in `score`.
    top
        Rows that the report names by their key; 0 names none.
    overwrite
        Whether files that are there may be replaced.
    threads, memory_limit, temp_directory, temp_limit, time_limit
        As in `score`.
    progress
        As in `Scores.to_pandas`.

    Returns
    -------
    Report
        With `figures` (everything that the file says, by section), `html`, `run`, `summary`.

    Raises
    ------
    ValueError
        When `top` is below 0.
    DataError
        When the table lacks a column or cannot be read; all problems at once.
    CompileError
        When a parameter is not given, or a normalisation is not fitted.
    OSError
        When a file is there that may not be overwritten, or it cannot be written.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from tempfile import mkdtemp
    >>> card, data = sk.example("book_club")
    >>> report = sk.write_report(card, data, f"{mkdtemp()}/report.html", segments="gender")
    >>> report.figures["scores"]["with_a_score"]
    3938
    """
    place = output_path(path, overwrite=overwrite)  # before anything is calculated
    output_path(run_path(place), overwrite=overwrite)
    rest: dict[str, Any] = {"event": event, "weights": weights, "period": period, "top": top}
    rest |= {"parameters": parameters, "table": table, "types": types}
    asked = asked_for(card, live, key, outcome, segments, **rest)
    limits = {"memory_limit": memory_limit, "temp_directory": temp_directory}
    limits |= {"temp_limit": temp_limit, "threads": threads}
    report = make_report(asked, data, limits, time_limit=time_limit, progress=progress)
    report.save(place, overwrite=overwrite)
    return report
