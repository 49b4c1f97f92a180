"""What a draft means row by row and in sum, as tidy tables for Python: `impact`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Texts
from scoring_kit.engines.frames import plan_frame
from scoring_kit.playground.board import Board
from scoring_kit.playground.exact import ExactScores
from scoring_kit.playground.headline import compared
from scoring_kit.playground.impact_words import impact_html, sentences
from scoring_kit.playground.segments import Segments, segment_rows
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scores import check_columns, check_key_names, column_names

if TYPE_CHECKING:
    import pandas
    from pandas.api.extensions import ExtensionArray

RESULTS = (
    "live_score", "score", "change", "live_rank", "rank", "move", "live_tier", "tier",
    "live_status", "status",
)  # fmt: skip
"""The columns of `Impact.deltas` after the key."""
ROW = "row"
"""The key where there is none: the number of the row, from 0."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes from one scorecard to another on the same rows.

    Attributes
    ----------
    deltas
        A row for each row of the table, in its order: the key, then ``live_score``, ``score``,
        ``change``, ``live_rank``, ``rank``, ``move`` (ranks gained, negative for lost),
        ``live_tier``, ``tier``, ``live_status``, ``status``. Missing where there is no score.
    ranks
        ``moved`` (``up``, ``down``, ``none``; ``entered`` and ``left`` for a score under one
        only), ``rows``, ``median_move`` and ``largest_move`` without sign.
    tiers
        ``live_tier``, ``tier``, ``rows``, for each pair; missing for rows without a tier.
    statuses
        ``live_status``, ``status``, ``rows``, for each pair that there is.
    segments
        ``column``, then what `Segments.facts` says of each segment.
    summary
        The main things in sentences.
    figures
        The numbers that they are made of; see `headline`. ``rows`` and ``changed`` (rows with
        another score, rank, tier or status) beside it.
    """

    deltas: pandas.DataFrame
    ranks: pandas.DataFrame
    tiers: pandas.DataFrame
    statuses: pandas.DataFrame
    segments: pandas.DataFrame
    summary: tuple[str, ...]
    figures: dict[str, Any] = field(default_factory=dict[str, Any])

    def __repr__(self) -> str:
        return "\n".join(["Impact", *(f"  {sentence}" for sentence in self.summary)])

    def _repr_html_(self) -> str:
        cells: list[tuple[str | None, str | None, int]] = [
            (_text(row[0]), _text(row[1]), int(row[2]))
            for row in self.tiers.itertuples(index=False, name=None)
        ]
        return impact_html(self.summary, cells)


def impact(
    board: Board,
    live: Scorecard,
    draft: Scorecard,
    keys: str | Sequence[str] | None = None,
    segments: Segments | None = None,
    by: str | Sequence[str] = (),
) -> Impact:
    """Return what changes from one scorecard to another, with the scores of `score()`.

    Parameters
    ----------
    board
        The rows.
    live, draft
        The scorecards to compare.
    keys
        Columns of the board's table that identify a row; None for the key of the draft as far
        as the table has it, else the number of the row.
    segments
        Where the segments of the columns `by` are taken from; None to find them anew.
    by
        Columns whose segments are wanted.

    Raises
    ------
    DataError
        When the board's table lacks a column, or a key has the name of a result.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> board = Board(card, "data/book_club.parquet")
    >>> impact(board, card, card)
    Impact
      Nothing changes: all 4,000 rows keep their score, rank, tier and status.
    """
    import pandas

    was, now = board.scores(live), board.scores(draft)
    frame = deltas(board, live, draft, keys)
    figures = {"rows": len(frame), "changed": _changed(frame), **compared(was, now)}
    segments = segments or Segments(board)
    found = [
        {"column": column, **row}
        for column in column_names(by)
        for row in segment_rows(segments.parts(column), was, now)
    ]
    return Impact(
        deltas=frame,
        ranks=_ranks(was, now),
        tiers=_tiers(was, now),
        statuses=_statuses(frame),
        segments=pandas.DataFrame(found, columns=["column", *SEGMENT_COLUMNS]),
        summary=sentences(figures),
        figures=figures,
    )


SEGMENT_COLUMNS = (
    "segment", "kind", "rows", "scored", "up", "down", "mean_change", "half_width", "small",
)  # fmt: skip


def deltas(
    board: Board, live: Scorecard, draft: Scorecard, keys: str | Sequence[str] | None = None
) -> pandas.DataFrame:
    """Return what changes row by row; see `Impact.deltas`, and `impact` for the arguments."""
    import pandas

    was, now = board.scores(live), board.scores(draft)
    frame = _keyed(board, draft, keys)
    both = (was.rank > 0) & (now.rank > 0)
    columns = {
        "live_score": was.score,
        "score": now.score,
        "change": now.score - was.score,
        "live_rank": _whole(was.rank, was.rank > 0),
        "rank": _whole(now.rank, now.rank > 0),
        "move": _whole(was.rank.astype(np.int64) - now.rank, both),
        "live_tier": _named(was.tier, [name for name, _ in live.tiers]),
        "tier": _named(now.tier, [name for name, _ in draft.tiers]),
        "live_status": _words(was.status),
        "status": _words(now.status),
    }
    return pandas.concat([frame, pandas.DataFrame(columns)], axis="columns")


def _keyed(board: Board, card: Scorecard, keys: str | Sequence[str] | None) -> pandas.DataFrame:
    """Return the columns that identify rows."""
    import pandas

    if keys is None:
        has_all = bool(card.key) and all(name in board.table.columns for name in card.key)
        names = card.key if has_all else ()
    else:
        names = column_names(keys)
    check_columns(board.table, names)
    check_key_names(names, RESULTS)
    if not names:
        return pandas.DataFrame({ROW: np.arange(board.rows)})
    return plan_frame(board.engine, Plan((), (), ()), board.table, names, "duckdb")


def _whole(numbers: np.ndarray, known: np.ndarray) -> ExtensionArray:
    """Return whole numbers, missing where they are not known."""
    import pandas

    return pandas.arrays.IntegerArray(numbers.astype(np.int64), ~known)


def _named(places: np.ndarray, names: Sequence[str]) -> pandas.Series[Any]:
    """Return names by their places, missing for -1."""
    import pandas

    return pandas.Series(np.array([*names, None], object)[places])


def _words(texts: Texts) -> pandas.Series[Any]:
    return _named(texts.codes, texts.names)


def _changed(frame: pandas.DataFrame) -> int:
    changed = np.zeros(len(frame), np.bool_)
    for name in ("score", "rank", "tier", "status"):
        now, was = frame[name], frame[f"live_{name}"]
        is_same = (now == was).fillna(False).to_numpy(np.bool_)
        changed |= ~(is_same | (now.isna() & was.isna()).to_numpy())
    return int(changed.sum())


def _ranks(was: ExactScores, now: ExactScores) -> pandas.DataFrame:
    import pandas

    had, has = was.rank > 0, now.rank > 0
    moves = np.where(had & has, was.rank - now.rank, 0)
    parts = {
        "up": moves > 0,
        "down": moves < 0,
        "none": had & has & (moves == 0),
        "entered": has & ~had,
        "left": had & ~has,
    }
    rows: list[dict[str, Any]] = []
    for name, chosen in parts.items():
        sizes = np.abs(moves[chosen & had & has])
        middle = float(np.median(sizes)) if len(sizes) else math.nan
        largest = int(sizes.max()) if len(sizes) else None
        cells = {"median_move": middle, "largest_move": largest}
        rows.append({"moved": name, "rows": int(chosen.sum()), **cells})
    return pandas.DataFrame(rows).astype({"largest_move": "Int64"})


def _tiers(was: ExactScores, now: ExactScores) -> pandas.DataFrame:
    """Return the migration matrix; places of rows without a tier come last."""
    import pandas

    old, new = ([name for name, _ in each.card.tiers] for each in (was, now))
    width = len(new) + 1
    places = np.where(was.tier < 0, len(old), was.tier).astype(np.int64) * width
    places += np.where(now.tier < 0, len(new), now.tier)
    counts = np.bincount(places, minlength=(len(old) + 1) * width).reshape(-1, width)
    return pandas.DataFrame(
        [
            {"live_tier": before, "tier": after, "rows": int(counts[row, column])}
            for row, before in enumerate([*old, None])
            for column, after in enumerate([*new, None])
            if (before is not None or counts[row].any())
            and (after is not None or counts[:, column].any())
        ],
        columns=["live_tier", "tier", "rows"],
    )


def _statuses(frame: pandas.DataFrame) -> pandas.DataFrame:
    pairs = frame.groupby(["live_status", "status"], sort=True).size()
    return pairs.reset_index(name="rows")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
