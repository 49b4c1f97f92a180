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
from scoring_kit.engines.cells import count_cells, frequent_texts, text_code
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.columns import FEW, NOT_KNOWN, Numbers, bins_of, numbers_of
from scoring_kit.evaluation.counting import names_of
from scoring_kit.evaluation.figures import plain
from scoring_kit.evaluation.information import binned, quantile_edges
from scoring_kit.evaluation.reading import REFUSAL
from scoring_kit.evaluation.shift import Shift, shift_of
from scoring_kit.evaluation.sides import Side, alike, open_side
from scoring_kit.expression.words import Type
from scoring_kit.tables.types import TableColumn

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
            section("By column", table(heads, cells, numbers=[1, 2, 3, 4], caption="drift")),
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
        When a table lacks a column, both have no column in common, or one of another kind.
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
    sides = alike(before, after, name)
    if all(side.columns[name].kind is Type.NUMBER for side in sides):
        found = [numbers_of(s.engine, s.relation(name), s.columns[name].sql) for s in sides]
        return shift_of(*_number_counts(found[0], found[1], bins, edges))
    first, second = _text_counts(sides, name)
    return shift_of(first, second)


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


def _text_counts(sides: Sequence[Side], name: str) -> list[dict[str, float]]:
    """Return the rows of each text that is frequent on some side, of all others, of missing ones.

    Both sides count the same texts, so that one which only one of them has among its most
    frequent is not taken for new.
    """
    asked = [(side.engine, side.relation(name), _as_text(side.columns[name])) for side in sides]
    frequent = [text for each in asked for text, _ in frequent_texts(*each, MOST_TEXTS)]
    texts = list(dict.fromkeys(frequent))
    names = names_of(texts)
    found = [count_cells(e, r, {"code": text_code(x, texts)})[0] for e, r, x in asked]
    return [_named(cells["code"].tolist(), cells["rows"].tolist(), names) for cells in found]


def _named(codes: list[int], rows: list[int], names: Mapping[int, str]) -> dict[str, float]:
    counts = dict(zip(codes, rows, strict=True))
    return {names[code]: float(counts[code]) for code in names if code in counts}


def _as_text(column: TableColumn) -> str:
    if column.kind is Type.DATE:
        return f"CASE WHEN isfinite({column.sql}) THEN strftime({column.sql}, '%Y-%m') END"
    return column.sql if column.kind is Type.TEXT else f"{column.sql}::VARCHAR"


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
