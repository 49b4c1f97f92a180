"""What each criterion adds to the rows on the screen, remembered for one draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scoring_kit.playground.contributions import contributions
from scoring_kit.playground.shown import Shown
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board

MOST_KEPT = 5_000
"""Rows whose bars are remembered."""


class Bars:
    """Gives rows of shown frames their `bars`, a [name, amount] for each criterion.

    `base` is what no criterion owns, with which the amounts add up to the score. A row that
    cannot be told apart into criteria has None for both.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        # replaced as a whole, since one thread calculates bars while another looks them up
        self._known: tuple[str, dict[int, Shown]] = ("", {})

    def add(self, card: Scorecard, frame: Shown) -> None:
        """Calculate the bars of the rows of an exact frame, of those only that are not known."""
        name, known = self._known
        if name != hash_of(card) or len(known) > MOST_KEPT:
            known: dict[int, Shown] = {}
            self._known = hash_of(card), known
        wanted = sorted({row["row"] for row in _rows(frame)} - known.keys())
        if wanted:
            known.update(_bars(contributions(self._board, card, wanted), wanted))
        for row in _rows(frame):
            row.update(known[row["row"]])

    def add_known(self, card: Scorecard, frame: Shown) -> None:
        """Give rows the bars that are known; the others are left without."""
        name, known = self._known
        for row in _rows(frame) if name == hash_of(card) else ():
            row.update(known.get(row["row"], {}))


def _bars(found: Shown, rows: list[int]) -> Iterator[tuple[int, Shown]]:
    for row, amounts, other in zip(rows, found["amounts"], found["other"], strict=True):
        bars = None if amounts is None else _pairs(found["names"], amounts)
        yield row, {"bars": bars, "base": other}


def _pairs(names: list[str], amounts: list[float]) -> list[list[Any]]:
    return [[name, amount] for name, amount in zip(names, amounts, strict=True)]


def _rows(frame: Shown) -> Iterator[Shown]:
    yield from frame["page"]["rows"]
    yield from frame["pinned"] or ()
