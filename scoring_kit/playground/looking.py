"""What a screen looks at, read from its message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from scoring_kit.impact.headline import MOST_TOP
from scoring_kit.playground.frame import Only, View
from scoring_kit.playground.sorting import Sort

MOST_ROWS = 200
"""Rows of one page at most."""
MOST_PINNED = 50

Find = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Look:
    """What one screen shows.

    view: the page of rows. criterion: whose value function is open. row: of which it is asked why.
    what_if: inputs to try in its place. segment: the column that rows are grouped by. share: of
    the rows at the top, for lift. panels: those that are to be told anew.
    """

    view: View = field(default_factory=View)
    criterion: str | None = None
    row: int | None = None
    what_if: Mapping[str, Any] = field(default_factory=dict[str, Any])
    segment: str | None = None
    share: float = 0.1
    panels: frozenset[str] = frozenset()


def read_look(data: Mapping[str, Any], rows: int, find: Find) -> Look:
    """Return what a screen looks at; what makes no sense is left at what a fresh screen shows.

    rows: how many the table has. find: the rows that a search finds.
    """
    text = data.get("find")
    among = tuple(find(text)) if isinstance(text, str) and text.strip() else None
    only, sort = data.get("only"), data.get("sort")
    pinned, share = data.get("pinned"), _share(data.get("share"))
    view = View(
        offset=_between(data.get("offset"), 0, max(rows - 1, 0), 0),
        limit=_between(data.get("limit"), 1, MOST_ROWS, View().limit),
        sort=cast("Sort", sort) if sort in get_args(Sort) else "rank",
        only=cast("Only", only) if only in get_args(Only) else None,
        moved_by=_between(data.get("moved_by"), 0, rows, _far(rows)),
        top=_between(data.get("top"), 1, max(rows, 1), _top(share, rows)),
        among=among,
        pinned=_rows(pinned, rows),
    )
    what_if = data.get("what_if")
    return Look(
        view=view,
        criterion=_text(data.get("criterion")),
        row=next(iter(_rows([data.get("row")], rows)), None),
        what_if=cast("Mapping[str, Any]", what_if) if isinstance(what_if, Mapping) else {},
        segment=_text(data.get("segment")),
        share=share,
        panels=frozenset(
            name for name in cast("list[Any]", data.get("panels") or []) if isinstance(name, str)
        ),
    )


def _share(value: object) -> float:
    return value if isinstance(value, float) and 0.0 < value < 1.0 else Look().share


def _top(share: float, rows: int) -> int:
    return min(max(1, round(share * rows)), MOST_TOP)


def _far(rows: int) -> int:
    """Return a twentieth of the rows with one digit: so many ranks are far for a row to move."""
    twentieth = rows // 20
    unit = 10 ** (len(str(twentieth)) - 1)
    return twentieth // unit * unit


def _between(value: object, low: int, high: int, standard: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return standard
    return min(max(value, low), high)


def _rows(value: object, rows: int) -> tuple[int, ...]:
    """Return the numbers of rows that there are, each once."""
    if not isinstance(value, list):
        return ()
    known = [
        row
        for row in cast("list[object]", value)
        if isinstance(row, int) and not isinstance(row, bool) and 0 <= row < rows
    ]
    return tuple(dict.fromkeys(known))[:MOST_PINNED]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
