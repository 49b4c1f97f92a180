"""How many rows share a score, an outcome and the like: exact counts of a table of any size."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal, quote_identifier

Array = npt.NDArray[Any]

NOT_IN_SET = -2
"""The code of a part in the cells that are not parted by it; codes of parts are -1 and up."""

_EXACT_BITS = 53
_UNIT_BITS = 62


@dataclass(frozen=True, slots=True)
class WeightFacts:
    """What there is to know of weights before they are counted.

    rows: of the table. largest: the largest finite one, 0 without any. negative, infinite,
    missing: rows of each. whole: whether all are whole numbers.
    """

    rows: int
    largest: float
    negative: int
    infinite: int
    missing: int
    whole: bool

    @property
    def scale(self) -> float:
        """What weights are multiplied by to be counted in whole units; a power of 2.

        The units of all rows together stay below 2^62, so that sums neither overflow nor
        depend on an order. Whole numbers stay as they are.
        """
        if self.largest == 0.0:
            return 1.0
        bits = math.frexp(self.largest)[1] + max(self.rows, 1).bit_length()
        if self.whole and bits <= _EXACT_BITS:
            return 1.0
        return math.ldexp(1.0, min(_UNIT_BITS - bits, 1000))


def weight_facts(engine: DuckDBEngine, relation: str, x: str) -> WeightFacts:
    """Return the facts of a column of numbers, by its SQL over `source`.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> facts = weight_facts(DuckDBEngine(connect()), "range(3)", "source.range::DOUBLE")
    >>> facts.largest, facts.whole, facts.scale
    (2.0, True, 1.0)
    """
    finite = f"FILTER (isfinite({x}))"
    sql = (
        f"SELECT count(*), max({x}) {finite}, count(*) FILTER ({x} < 0), "
        f"count(*) FILTER (isinf({x})), count(*) FILTER ({x} IS NULL OR isnan({x})), "
        f"coalesce(bool_and({x} = floor({x})) {finite}, true) FROM {relation} AS source"
    )
    [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
    rows, largest, negative, infinite, missing, whole = row
    return WeightFacts(rows, float(largest or 0.0), negative, infinite, missing, bool(whole))


def weight_units(x: str, scale: float) -> str:
    """Return the SQL of a weight in whole units, -1 where it is missing."""
    units = x if scale == 1.0 else f"floor({x} * {literal(scale)} + 0.5e0)"
    return f"CASE WHEN isfinite({x}) THEN {units}::BIGINT ELSE -1 END"


def finite_or_nan(x: str) -> str:
    """Return the SQL of a number, NaN where it is missing or infinite."""
    return f"CASE WHEN isfinite({x}) THEN {x} ELSE 'nan'::DOUBLE END"


def frequent_texts(engine: DuckDBEngine, relation: str, x: str, most: int) -> list[tuple[str, int]]:
    """Return the most frequent texts with their rows, missing ones left out."""
    sql = (
        f"SELECT {x} AS name, count(*) AS rows FROM {relation} AS source "
        f"WHERE {x} IS NOT NULL GROUP BY {x} ORDER BY rows DESC, name LIMIT {most}"
    )
    return engine.fetch(sql, lambda cursor: cursor.fetchall())


def text_code(x: str, names: Sequence[str]) -> str:
    """Return the SQL of a text's place among `names`: -1 where it is missing, last for others."""
    kinds = ", ".join(map(literal, names)) or "''"
    place = f"enum_code(TRY_CAST({x} AS ENUM ({kinds})))::INTEGER"
    if any("\0" in name for name in names):
        # such a text is no constant, as an ENUM needs; this is slower
        place = f"nullif(list_position([{kinds}], {x}), 0) - 1"
    found = f"coalesce({place}, {len(names)})" if names else "0"
    return f"CASE WHEN {x} IS NULL THEN -1 ELSE {found} END"


def count_cells(
    engine: DuckDBEngine, relation: str, items: Mapping[str, str], parts: Sequence[str] = ()
) -> list[dict[str, Array]]:
    """Return how many rows have each combination of some numbers.

    Parameters
    ----------
    relation
        What stands after FROM, as SQL.
    items
        SQL over `source` by name; none gives NULL.
    parts
        SQL of codes. Rows are counted anew for each, in one pass over the relation.

    Returns
    -------
    list
        A dict for each part, one if there is none: an array for each item, ``rows``, and
        ``part``, the code. Cells stand in rising order of the items, so that what is drawn
        from them does not depend on threads.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> engine = DuckDBEngine(connect())
    >>> [cells] = count_cells(engine, "range(5)", {"odd": "source.range % 2"})
    >>> cells["odd"].tolist(), cells["rows"].tolist()
    ([0, 1], [3, 2])
    """
    places = [f"part {number}" for number in range(len(parts))]
    named = {**items, **dict(zip(places, parts, strict=True))}
    selected = ", ".join(f"{sql} AS {quote_identifier(name)}" for name, sql in named.items())
    common = [quote_identifier(name) for name in items]
    sets = [f"({', '.join([*common, quote_identifier(place)])})" for place in places]
    groups = f"GROUPING SETS ({', '.join(sets)})" if sets else ", ".join(common)
    codes = [f"coalesce({p}, {NOT_IN_SET}) AS {p}" for p in map(quote_identifier, places)]
    sql = (
        f"SELECT {', '.join([*common, *codes])}, count(*) AS rows "
        f"FROM (SELECT {selected} FROM {relation} AS source) GROUP BY {groups}"
    )
    found = engine.fetch(sql, lambda cursor: cursor.fetchnumpy())
    arrays = {name: np.asarray(values) for name, values in found.items()}
    return [_sorted(arrays, list(items), place) for place in places] or [
        _sorted(arrays, list(items), None)
    ]


def _sorted(arrays: dict[str, Array], items: Sequence[str], place: str | None) -> dict[str, Array]:
    cells = {name: arrays[name] for name in items}
    rows = arrays["rows"].astype(np.int64)
    part = np.full(len(rows), NOT_IN_SET) if place is None else arrays[place].astype(np.int64)
    if place is not None:
        here = part != NOT_IN_SET
        cells, rows, part = {n: v[here] for n, v in cells.items()}, rows[here], part[here]
    order = np.lexsort([part, *reversed(list(cells.values()))])
    sorted_cells = {name: values[order] for name, values in cells.items()}
    return {**sorted_cells, "rows": rows[order], "part": part[order]}
