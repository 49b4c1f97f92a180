"""What the columns of a table hold, by bin: for the evidence in them and for their shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.display.numbers import exact
from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.cells import count_cells, finite_or_nan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.counting import (
    NOT_KNOWN,
    Asked,
    event_sql,
    known_weights,
    names_of,
    segment_codes,
)
from scoring_kit.evaluation.information import binned, information_rows, quantile_edges
from scoring_kit.evaluation.ranking import Counts
from scoring_kit.evaluation.reading import REFUSAL, Opened
from scoring_kit.expression.words import Type
from scoring_kit.summing import plain_sum
from scoring_kit.tables.table import Table

BINS = 10
FEW = 20
"""Different numbers up to which each is a bin of its own."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers: its values (NaN where missing or infinite) and the rows of each."""

    values: Floats
    rows: Counts


def numbers_of(engine: DuckDBEngine, relation: str, x: str) -> Numbers:
    """Return the different numbers of a column and how many rows have each."""
    [found] = count_cells(engine, relation, {"x": finite_or_nan(x)})
    return Numbers(found["x"], found["rows"])


def bins_of(values: Floats, edges: Sequence[float], singles: bool) -> dict[int, str]:
    """Return the names of bins [lower, upper); of single numbers where each edge is one.

    Examples
    --------
    >>> bins_of(np.array([]), [10.0, 20.0], False)
    {0: 'below 10', 1: '10 to below 20', 2: '20 and up'}
    """
    if singles:
        return {place: exact(value) for place, value in enumerate(sorted(set(values.tolist())))}
    if not edges:
        return {0: "all"}
    inner = [f"{exact(a)} to below {exact(b)}" for a, b in pairwise(edges)]
    names = [f"below {exact(edges[0])}", *inner, f"{exact(edges[-1])} and up"]
    return dict(enumerate(names))


def edges_of(found: Numbers, bins: int = BINS) -> tuple[list[float], bool]:
    """Return the inner edges of a column, and whether each number is a bin of its own."""
    known = ~np.isnan(found.values)
    values = found.values[known]
    if len(values) <= FEW:
        return values[1:].tolist(), True
    return quantile_edges(values, found.rows[known], bins), False


def column_evidence(
    opened: Opened, asked: Asked, columns: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Return WoE and IV of columns by bin; `iv_of_column` is the sum over the bins."""
    names = opened.inputs if columns is None else tuple(columns)
    if columns is None and not names:
        message = "there is no card whose inputs could be taken; name columns=[...]"
        raise DataError([Problem("columns_missing", "", message)], refusal=REFUSAL)
    table = opened.with_columns(names).table
    rows: list[dict[str, Any]] = []
    for name in names:
        found = information_rows(_counts(opened, table, asked, name))
        iv = plain_sum(row["iv"] for row in found if row["iv"] is not None) if found else None
        rows += [{"column": name, **row, "iv_of_column": iv} for row in found]
    return rows


def _counts(
    opened: Opened, table: Table, asked: Asked, name: str
) -> Mapping[str, tuple[float, float]]:
    """Return what each bin of a column has with and without the event, in rows."""
    column = table.columns[name]
    event, weight = event_sql(opened, asked, table), known_weights(opened, asked, table)
    if column.kind is Type.NUMBER:
        items = {"event": event, **weight, "x": finite_or_nan(column.sql)}
        [found] = count_cells(opened.engine, table.relation, items)
        edges, singles = edges_of(Numbers(*_summed(found["x"], found["rows"])))
        codes = binned(found["x"], edges)
        names = bins_of(found["x"][~np.isnan(found["x"])], edges, singles) | {-1: NOT_KNOWN}
    else:
        texts, code = segment_codes(opened, name, table)
        [found] = count_cells(opened.engine, table.relation, {"event": event, **weight}, [code])
        codes = found["part"]
        names = names_of(texts)
    return _by_bin(found, codes, names)


def _by_bin(
    found: Mapping[str, Any], codes: npt.NDArray[np.int64], names: Mapping[int, str]
) -> dict[str, tuple[float, float]]:
    weights = np.asarray(found.get("weight", 1))
    usable = (found["event"] >= 0) & (weights >= 0)
    amounts = np.where(usable, found["rows"] * weights, 0)
    total = int(amounts.sum())
    unit = int(found["rows"][usable].sum()) / total if total else 0.0
    counts: dict[str, tuple[float, float]] = {}
    for code in sorted(set(codes.tolist()), key=lambda code: (code < 0, code)):
        here = codes == code
        with_, without = (
            int(amounts[here & (found["event"] == kind)].sum()) * unit for kind in (1, 0)
        )
        if with_ or without:
            counts[names[code]] = (with_, without)
    return counts


def _summed(values: Floats, rows: Counts) -> tuple[Floats, Counts]:
    """Return different values with their rows, however often they stand there."""
    different, places = np.unique(values, return_inverse=True)
    sums = np.zeros(len(different), np.int64)
    np.add.at(sums, places, rows)
    return different, sums
