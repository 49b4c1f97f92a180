"""How well scores find an outcome: `evaluate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from scoring_kit.evaluation.counting import Asked, Every, count_all
from scoring_kit.evaluation.evaluation import Evaluation
from scoring_kit.evaluation.reading import (
    Names,
    Opened,
    is_file,
    known_types,
    open_scores,
    open_table_of_scores,
    title_of,
)
from scoring_kit.evaluation.resampling import Bootstrap
from scoring_kit.expression.words import Type
from scoring_kit.scores import Scores
from scoring_kit.tables.names import column_names


def evaluate(
    scores: object,
    outcome: object,
    *,
    event: object = None,
    weights: object = None,
    segments: str | Sequence[str] | Mapping[str, object] = (),
    against: object = None,
    period: object = None,
    every: Every = "month",
    score: str = "score",
    tier: str | None = None,
    probability: object = None,
    confidence: float = 0.95,
    bootstrap: int | None = None,
    seed: int = 0,
    types: Mapping[str, str] | None = None,
    table: str | None = None,
) -> Evaluation:
    """Return how well scores find an event that came true, or did not.

    Higher scores should mean the event; where they mean the opposite, as those of a credit card
    do of a default, say ``event=0`` or name the other value, and the summary says so.

    Parameters
    ----------
    scores
        What `score` returned, whose table has the outcome; or a table with a score, in any
        form that `score` takes; or an array of scores, with arrays for all else.
    outcome
        The column that says what came true: booleans, or 0 and 1, missing where it is not
        known; or with `event` any column.
    event
        The value of the outcome that high scores should find; true, or 1, unless given.
    weights
        A column of weights of at least 0. Rows where it is missing are left out.
    segments
        Columns whose values part the rows: text, booleans, numbers with few values, dates;
        beside arrays a dict of arrays by name.
    against
        Another version: a `Scorecard` or `Scores` beside `Scores`, whose card scores the same
        table; else a column, or an array, of other scores.
    period, every
        A column of dates, taken together by day, week, month, quarter or year; or any other.
    score, tier, probability
        Columns of a table without a card. Those named tier and probability are found.
    confidence
        Of all intervals, between 0 and 1.
    bootstrap, seed
        How often rows are drawn again for intervals (500 unless that takes too long, 0 for
        none), and which draws.
    types, table
        As in `score`.

    Raises
    ------
    DataError
        When the table lacks a column, or one holds what it must not; all names at once.
    ValueError
        When `confidence`, `bootstrap` or `every` is none that there is.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, data = sk.example("book_club")
    >>> sk.evaluate(sk.score(card, data), outcome="bought").counts["events"]
    334
    """
    how = _how(confidence, bootstrap, seed)
    if not isinstance(outcome, str):
        given = {"outcome": outcome, "weights": weights, "against": against}
        given |= {PROB: probability, "period": period}
        scores, outcome = _arrays(scores, given, segments), "outcome"
        weights, against, probability, period = (
            name if name in scores else None for name in ("weights", "against", PROB, "period")
        )
        score, segments = "score", tuple(segments)
    names = column_names(tuple(segments) if isinstance(segments, Mapping) else segments)
    weighed, dated = _name(weights, "weights"), _name(period, "period")
    asked = Asked(outcome, event, weighed, names, dated, every)
    if isinstance(scores, Scores):
        opened = open_scores(scores, asked.columns, against)
    else:
        own = Names(score, tier, _name(probability, "probability"), _name(against, "against"))
        opened = _open(scores, asked, own, types or {}, table)
    cells, parts, periods = count_all(opened, asked)
    return Evaluation(
        opened.name, asked, how, cells, parts, periods, opened.tiers, opened.against, opened
    )


PROB = "probability"


def _open(
    data: object, asked: Asked, names: Names, types: Mapping[str, str], table: str | None
) -> Opened:
    known = known_types(asked.outcome, names, asked.weights, asked.event) if is_file(data) else {}
    known |= {name: Type(kind) for name, kind in types.items()}
    return open_table_of_scores(
        data, asked.columns, names, types=known, table=table, title=title_of(data)
    )


def _arrays(scores: Any, more: Mapping[str, Any], segments: Any) -> dict[str, Any]:  # noqa: ANN401 (arrays of any library)
    """Return arrays as the columns of a table; refuse those of another length."""
    if isinstance(scores, Scores) or hasattr(scores, "columns"):
        raise TypeError(
            "beside a table `outcome` is the name of one of its columns; add the outcomes to the "
            "table and name that column"
        )
    given = {"score": scores, **more}
    if segments and not isinstance(segments, Mapping):
        raise TypeError("beside arrays `segments` is a dict of arrays by name, {'city': cities}")
    parts: dict[str, Any] = dict(cast("Any", segments))
    taken = [name for name in parts if name in (*given, "tier")]
    if taken:
        raise ValueError(f"no segment can be called {taken[0]!r} beside arrays; rename it")
    given |= parts
    arrays = {name: values for name, values in given.items() if values is not None}
    lengths = {name: len(values) for name, values in arrays.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"arrays are of one length, found {said}; give one value for each row")
    return arrays


def _name(given: object, what: str) -> str | None:
    if given is None or isinstance(given, str):
        return given
    kind = type(given).__name__
    raise TypeError(f"{what} is the name of a column beside a table, found {kind}")


def _how(confidence: float, rounds: int | None, seed: int) -> Bootstrap:
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is above 0 and below 1, found {confidence!r}; 0.95 is usual")
    if rounds is not None and rounds < 0:
        raise ValueError(f"bootstrap is a number of draws, found {rounds!r}; 500 is usual")
    return Bootstrap(rounds, seed, confidence)
