"""How well scores tell rows with an outcome from those without: AUC, KS and lift."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.display.numbers import plural
from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.parts import parts_of
from scoring_kit.errors import nearest
from scoring_kit.evaluation.ranking import Counts, Ranking
from scoring_kit.expression.words import Type
from scoring_kit.impact.segments import Z
from scoring_kit.playground.board import Board
from scoring_kit.playground.standing import BINS, Standing
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import table_columns

Rows = npt.NDArray[np.intp]
Figures = dict[str, float]

ALLOWED = "an outcome is a boolean, or 0 and 1, or missing where it is not known"


class Outcome:
    """What came true of each row by a column of the board's table, beside its scores.

    The column holds booleans, or the numbers 0 and 1; rows where it is missing do not count.
    Higher scores should mean the outcome: where they mean the opposite, as they do for a
    default under a credit score, AUC is below 0.5 and lift below 1.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> board = Board(card, "data/book_club.parquet", also=["bought"])
    >>> facts = Outcome(board, "bought").facts(card)
    >>> facts["rows"], round(facts["live"]["lift"], 1)
    (3938, 2.3)
    """

    def __init__(self, board: Board, column: str) -> None:
        self._board, self._column = board, column
        self._live = board.scores(board.live)
        found = _outcome(board, column)
        self.problem = found if isinstance(found, str) else None
        came = np.full(board.rows, -1, np.int8) if isinstance(found, str) else found
        self._classes = [np.flatnonzero(came == kind) for kind in (1, 0, -1)]
        self._with, self._without = (_ordered(rows, self._live.rank) for rows in self._classes[:2])
        self._whole: _Placed | None = None

    def facts(self, draft: Scorecard, share: float = 0.1) -> dict[str, Any]:
        """Return AUC, KS and lift of live and draft, over rows with a score under both.

        Scores are compared as ranks are. AUC counts pairs of equal scores half. KS is the
        largest distance between the distributions of the two classes. Lift is the rate of the
        outcome among the highest `share` of the rows, over that among all; rows that share the
        score at the cut count in part.

        Parameters
        ----------
        draft
            The scorecard to compare with the live version.
        share
            Of the rows, above 0 up to 1.

        Returns
        -------
        dict
            ``column``, ``share``, ``rows`` (how many count), ``live`` and ``draft`` (``auc``,
            ``ks``, ``lift``), ``gain`` (``auc``: a 95 % interval of draft less live for
            the paired difference, by DeLong, DeLong and Clarke-Pearson (1988); None with fewer
            than two rows of a class), ``problem`` (None, or a sentence that says why there are
            no figures; they are then None).
        """
        if not 0.0 < share <= 1.0:
            raise ValueError(f"share is above 0 and at most 1, found {share!r}; 0.1 is usual")
        ranks = self._board.scores(draft).rank
        came, missed = (rows[ranks[rows] > 0] for rows in (self._with, self._without))
        problem = self.problem or _one_class(self._column, len(came), len(missed))
        facts = {"column": self._column, "share": share, "rows": len(came) + len(missed)}
        if problem is not None:
            return {**facts, "live": None, "draft": None, "gain": None, "problem": problem}
        live, now = self._placed_live(came, missed), _Placed.of(ranks, came, missed)
        return {
            **facts,
            "live": live.figures(share),
            "draft": now.figures(share),
            "gain": {"auc": _gain(live, now)},
            "problem": None,
        }

    def quick(self, standing: Standing, share: float = 0.1) -> Figures | None:
        """Return AUC, KS and lift by the parts of the scale that a standing has, None without.

        Scores in one part count as equal, and rows are those with a score under this version.
        """
        with_, without = self._histograms(standing)
        if self.problem is not None or not with_.any() or not without.any():
            return None
        return _figures(Ranking.of(with_, without), share)

    def _placed_live(self, came: Rows, missed: Rows) -> _Placed:
        """Return where rows are under live; kept for the usual case that draft scores them all."""
        if len(came) + len(missed) < len(self._with) + len(self._without):
            return _Placed.of(self._live.rank, came, missed)
        if self._whole is None:
            self._whole = _Placed.of(self._live.rank, came, missed)
        return self._whole

    def _histograms(self, standing: Standing) -> tuple[Counts, Counts]:
        """Return how many rows of both classes each part of the scale has, from the best.

        The largest class is what the others leave, as counting it would take longest.
        """
        largest = int(np.argmax([len(rows) for rows in self._classes]))
        found = [
            np.bincount(standing.codes[rows], minlength=BINS) if index != largest else None
            for index, rows in enumerate(self._classes)
        ]
        rest = standing.counts - sum(each for each in found if each is not None)
        with_, without, _ = (rest if each is None else each for each in found)
        return with_[:0:-1], without[:0:-1]


def _ordered(rows: Rows, ranks: npt.NDArray[np.int32]) -> Rows:
    """Return the rows that have a rank, from the best on.

    In this order the ranks of a draft are near each other too: what is looked up
    by them then stays near the processor.
    """
    rows = rows[ranks[rows] > 0]
    return rows[np.argsort(ranks[rows], kind="stable")]


def _outcome(board: Board, name: str) -> npt.NDArray[np.int8] | str:
    """Return 1, 0 or -1 (not known) for each row, or what is wrong with the column."""
    table = board.table
    if name not in table.columns:
        hint = nearest(name, list(table.columns))
        return (
            f"the table in memory has no column {name!r}{hint}; name a column of it, or "
            f"read this one by naming it in `also`"
        )
    kind = table.columns[name].kind
    if kind is Type.TEXT:
        values = ", ".join(map(repr, parts_of(board.engine, table, name, 3).names))
        return f"column {name!r} holds texts ({values}); {ALLOWED}: make one of it first"
    if kind not in (Type.BOOLEAN, Type.NUMBER):
        held = "lists" if kind is None else f"{kind.value}s"
        return f"column {name!r} holds {held}; {ALLOWED}: name another column"
    _, columns = read_columns(board.engine, Plan((table_columns(table)[name],), (), ()), table)
    column = columns[name]
    if kind is Type.BOOLEAN:
        return column.astype(np.int8)
    known = np.where(np.isnan(column), -1.0, column)
    strange = known[(column != 0.0) & (column != 1.0) & ~np.isnan(column)]
    if len(strange):
        return f"column {name!r} holds {strange[0]:g}; {ALLOWED}: make one of it first"
    return known.astype(np.int8)


def _one_class(column: str, with_: int, without: int) -> str | None:
    if with_ and without:
        return None
    if not with_ and not without:
        return f"no row has a score under both versions and a known {column!r}"
    rows = plural(with_ + without, "row")
    which = "has" if with_ else "lacks"
    each = "it" if with_ + without == 1 else "each"
    return (
        f"{rows} with a score under both versions, and {each} {which} the outcome {column!r}; "
        f"figures need rows with it and rows without it"
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Rows of both classes under one version, and the share of the other class beyond each.

    beaten: for each row with the outcome, the share of those without it that are below; missed:
    for each row without it, the share of those with it that are above; equal ones count half.
    """

    ranking: Ranking
    beaten: Floats
    missed: Floats

    @classmethod
    def of(cls, ranks: npt.NDArray[np.int32], came: Rows, missed: Rows) -> _Placed:
        """Count rows by rank: midranks as in Sun and Xu (2014), without sorting once more."""
        places, others = ranks[came], ranks[missed]
        last = int(max(places.max(), others.max())) + 1
        ranking = Ranking.of(
            np.bincount(places, minlength=last), np.bincount(others, minlength=last)
        )
        return cls(ranking, ranking.beaten[places], ranking.missed[others])

    def figures(self, share: float) -> Figures:
        """Return AUC, KS and lift."""
        return _figures(self.ranking, share)


def _figures(ranking: Ranking, share: float) -> Figures:
    return {"auc": ranking.auc, "ks": ranking.ks, "lift": ranking.lift(share)}


def _gain(live: _Placed, draft: _Placed) -> list[float] | None:
    """Return the interval of the difference of two AUCs over the same rows.

    Its variance is that of the differences of DeLong's components, V10 and V01: the same as
    that of both less twice their covariance.
    """
    if len(live.beaten) < 2 or len(live.missed) < 2:
        return None
    won, lost = draft.beaten - live.beaten, draft.missed - live.missed
    variance = float(won.var(ddof=1)) / len(won) + float(lost.var(ddof=1)) / len(lost)
    middle, half = float(won.mean()), Z * math.sqrt(variance)
    return [middle - half, middle + half]
