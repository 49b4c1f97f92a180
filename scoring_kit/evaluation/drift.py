"""How far two tables are apart, column by column: PSI of scores, CSI of what they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring_kit.display.markup import said
from scoring_kit.display.numbers import count, percent, rounded
from scoring_kit.display.pictures import Bar, bar_list
from scoring_kit.display.style import header, note, output, section
from scoring_kit.display.tables import marked, table
from scoring_kit.engines.cells import frequent_texts
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.columns import FEW, NOT_KNOWN, Numbers, bins_of, numbers_of
from scoring_kit.evaluation.figures import plain
from scoring_kit.evaluation.information import binned, quantile_edges
from scoring_kit.evaluation.reading import REFUSAL
from scoring_kit.evaluation.shift import Shift, shift_of
from scoring_kit.evaluation.sides import Side, open_side
from scoring_kit.expression.words import Type

if TYPE_CHECKING:
    import pandas

MOST_TEXTS = 1000
Edges = Sequence[float] | Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Drift:
    """How far the columns of one table have moved from those of another; see `psi`.

    shifts: by column. rows: of both tables.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> sk.psi({"city": ["Bern"] * 9 + ["Basel"]}, {"city": ["Bern"] * 10})
    Drift of 1 column, from 10 to 10 rows
      city: PSI 0.05, little has moved; gone: 10\u202f% of the first.
    """

    shifts: Mapping[str, Shift]
    rows: tuple[int, int]

    def __repr__(self) -> str:
        many = "1 column" if len(self.shifts) == 1 else f"{len(self.shifts)} columns"
        first, second = map(count, self.rows)
        title = f"Drift of {many}, from {first} to {second} rows"
        return "\n  ".join([title, *self.summary])

    @cached_property
    def table(self) -> pandas.DataFrame:
        """One row for each column, the furthest moved first: psi, shared, new, gone, reading."""
        names = sorted(self.shifts, key=lambda name: -(self.shifts[name].psi or 0.0))
        return _frame([{"column": name, **_figures(self.shifts[name])} for name in names])

    @cached_property
    def bins(self) -> pandas.DataFrame:
        """One row for each bin of each column: both shares, its part of the PSI, what it is."""
        return _frame(
            [{"column": name, **row} for name, shift in self.shifts.items() for row in shift.rows]
        )

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """A sentence for each column, the furthest moved first."""
        names = sorted(self.shifts, key=lambda name: -(self.shifts[name].psi or 0.0))
        return tuple(_said(name, self.shifts[name]) for name in names)

    def figures(self) -> dict[str, Any]:
        """Return every figure by name, as JSON holds it.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> sk.psi([1, 1, 2, 2], [1, 1, 2, 2]).figures()["columns"]["value"]["psi"]
        0.0
        """
        columns = {
            name: {**{k: plain(v) for k, v in _figures(shift).items()}, "bins": list(shift.rows)}
            for name, shift in self.shifts.items()
        }
        return {"rows": list(self.rows), "columns": columns}

    def _repr_html_(self) -> str:
        names = sorted(self.shifts, key=lambda name: -(self.shifts[name].psi or 0.0))
        cells = [_cells(name, self.shifts[name]) for name in names]
        bars = [
            Bar(said(name, 40), shift.psi, rounded(shift.psi, 3))
            for name, shift in ((name, self.shifts[name]) for name in names)
            if shift.psi is not None
        ]
        heads = ["column", "PSI", "shared", "new", "gone", "reading"]
        aside = f"from {count(self.rows[0])} to {count(self.rows[1])} rows"
        return output(
            header("Drift", aside=aside),
            section("Population stability index", bar_list(bars, label="PSI by column")),
            table(heads, cells, numbers=[1, 2, 3, 4], caption="drift by column"),
            note("Below 0.1 little has moved, from 0.25 on much (Siddiqi, 2006)."),
            label="Drift",
        )


def psi(
    before: object,
    after: object,
    *,
    columns: str | Sequence[str] | None = None,
    bins: int = 10,
    edges: Edges | None = None,
    types: Mapping[str, str] | None = None,
) -> Drift:
    """Return the population stability index of the columns of two tables.

    PSI is the sum over bins of (after - before) * ln(after / before), of shares (Siddiqi, 2006,
    after Jeffreys, 1946); of the inputs of a card it is called CSI. It is 0 for equal
    distributions. What one side lacks is said apart, as new and gone, and makes the PSI
    large, never infinite and never 0: an empty bin counts as half a row.

    Parameters
    ----------
    before, after
        Two `Scores`, two tables in any form that `score` takes, or two arrays.
    columns
        Of both; for scores the score, the tier and what the card reads, for tables all
        columns that both have, unless named.
    bins
        How many bins with about equally many rows of `before` numbers are cut into,
        [lower, upper), with one more below its lowest and one above its highest number.
        Numbers with at most 20 different values are a bin each, and so are texts, booleans
        and months of dates. What is missing is a bin.
    edges
        Inner edges of the bins instead, for one column, or by column.
    types
        What columns of CSV files hold (number, text, boolean, date); others are text.

    Raises
    ------
    DataError
        When a table lacks a column, or both have no column in common.
    ValueError
        When bins is below 2, or edges do not rise.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> drift = sk.psi([1, 2, 3, 4] * 25, [1, 2, 3, 4, 4] * 20)
    >>> drift.table[["psi", "reading"]].round(3).values.tolist()
    [[0.104, 'some has moved']]
    """
    if bins < 2:
        raise ValueError(f"bins is at least 2, found {bins!r}; 10 is usual")
    names = (columns,) if isinstance(columns, str) else columns
    first, second = (open_side(data, names, types or {}) for data in (before, after))
    common = [name for name in first.columns if name in second.columns]
    if not common:
        message = "both tables have no column in common; name columns that both have"
        raise DataError([Problem("columns_missing", "", message)], refusal=REFUSAL)
    shifts = {name: _shift(first, second, name, bins, _edges(edges, name)) for name in common}
    return Drift(shifts, (first.rows, second.rows))


def _edges(given: Edges | None, name: str) -> list[float] | None:
    if given is None:
        return None
    found = given.get(name) if isinstance(given, Mapping) else given
    if found is None:
        return None
    edges = [float(edge) for edge in found]
    if not edges or any(not a < b for a, b in pairwise(edges)):
        raise ValueError(f"edges rise, found {edges}; give each inner edge once, lowest first")
    return edges


def _shift(before: Side, after: Side, name: str, bins: int, edges: list[float] | None) -> Shift:
    """Return the shift of one column; both sides are numbers, or both are compared as texts."""
    sides = (before, after)
    if all(side.columns[name].kind is Type.NUMBER for side in sides):
        found = [numbers_of(s.engine, s.relation(name), s.columns[name].sql) for s in sides]
        return shift_of(*_number_counts(found[0], found[1], bins, edges))
    return shift_of(_text_counts(before, name), _text_counts(after, name))


def _number_counts(
    before: Numbers, after: Numbers, bins: int, edges: list[float] | None
) -> tuple[dict[str, float], dict[str, float]]:
    known = [side.values[~np.isnan(side.values)] for side in (before, after)]
    both = np.unique(np.concatenate(known))
    singles = edges is None and len(known[0]) <= FEW and len(both) <= 2 * FEW
    each: list[float] = both[1:].tolist()
    inner = edges or (each if singles else _outer(before, bins))
    names = bins_of(both, inner, singles)
    return _by_name(before, inner, names), _by_name(after, inner, names)


def _outer(before: Numbers, bins: int) -> list[float]:
    """Return edges by quantiles, and those of the range, beyond which everything is new."""
    here = ~np.isnan(before.values)
    values = before.values[here]
    if not len(values):
        return []
    ends = [float(values.min()), float(np.nextafter(values.max(), np.inf))]
    return sorted({*ends, *quantile_edges(values, before.rows[here], bins)})


def _by_name(side: Numbers, edges: list[float], names: Mapping[int, str]) -> dict[str, float]:
    places = binned(side.values, edges)
    counts = {name: float(side.rows[places == place].sum()) for place, name in names.items()}
    missing = float(side.rows[places < 0].sum())
    return {**counts, **({NOT_KNOWN: missing} if missing else {})}


def _text_counts(side: Side, name: str) -> dict[str, float]:
    """Return the rows of each text, of those beyond the most frequent together, of missing ones."""
    column = side.columns[name]
    x = column.sql
    if column.kind is Type.DATE:
        x = f"CASE WHEN isfinite({x}) THEN strftime({x}, '%Y-%m') END"
    elif column.kind is not Type.TEXT:
        x = f"{x}::VARCHAR"
    found = frequent_texts(side.engine, side.relation(name), x, MOST_TEXTS)
    counts = {text: float(rows) for text, rows in found}
    sql = f"SELECT count({x}) FROM {side.relation(name)} AS source"
    [[known]] = side.engine.fetch(sql, lambda cursor: cursor.fetchall())
    rest = {"other": known - sum(counts.values()), NOT_KNOWN: float(side.rows - known)}
    return {**counts, **{text: rows for text, rows in rest.items() if rows}}


def _figures(shift: Shift) -> dict[str, Any]:
    return {
        "psi": shift.psi,
        "shared": shift.shared,
        "new": shift.new,
        "gone": shift.gone,
        "reading": shift.reading,
    }


def _said(name: str, shift: Shift) -> str:
    if shift.psi is None:
        return f"{name}: one side has no rows, so that there is nothing to compare."
    parts = [f"{name}: PSI {rounded(shift.psi, 2)}, {shift.reading}"]
    parts += [f"new: {percent(shift.new)} of the second"] if shift.new else []
    parts += [f"gone: {percent(shift.gone)} of the first"] if shift.gone else []
    return f"{'; '.join(parts)}."


def _cells(name: str, shift: Shift) -> list[Any]:
    figures = [shift.psi, shift.shared]
    shares = [shift.new, shift.gone]
    return [
        marked("strong", said(name, 40)),
        *("–" if figure is None else rounded(figure, 3) for figure in figures),
        *("–" if share is None else percent(share) for share in shares),
        shift.reading,
    ]


def _frame(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 (a DataFrame)
    import pandas

    return pandas.DataFrame(rows)
