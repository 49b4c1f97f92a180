"""A scorecard of mixed criteria and a table for it, with everything that real tables hold.

Half of the criteria are piecewise, a quarter binned, a quarter by category. A number is NULL
in 2 % of the rows, NaN in 1 %, and infinite in a few; a category is missing in 10 % and unseen
in 10 %. Half of the criteria are reweighted where they are missing, the others put a value in.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

import duckdb
import numpy as np
import pandas as pd

LEVELS = ("north", "east", "south", "west", "centre", "coast", "hills", "abroad")
OTHER = 10.0
TIERS = {"A": 60, "B": 50, "C": 40, "D": 0}

Kind = Literal["piecewise", "bins", "categories"]


@dataclass(frozen=True, slots=True)
class Mixed:
    """One criterion: what the document and the hand-written SQL are both made from.

    knots: (x, value) of a piecewise line, or (edge, value below it) of bins, of which the
    last edge is infinite; values: of the categories, in the order of LEVELS.
    """

    name: str
    kind: Kind
    weight: float
    missing: float | None
    knots: tuple[tuple[float, float], ...] = ()
    values: tuple[float, ...] = ()

    @property
    def best(self) -> float:
        """The largest value: what a shortfall is measured against."""
        found = [value for _, value in self.knots]
        return max(found or [*self.values, OTHER])

    @property
    def value(self) -> dict[str, object]:
        """The value function as it stands in a document."""
        if self.kind == "piecewise":
            return {"piecewise": [list(knot) for knot in self.knots]}
        if self.kind == "categories":
            return {"categories": dict(zip(LEVELS, self.values, strict=True)), "other": OTHER}
        *bins, (_, last) = self.knots
        return {"bins": [*({"below": edge, "value": y} for edge, y in bins), {"value": last}]}


def criteria(count: int) -> list[Mixed]:
    """Return `count` criteria, always the same ones."""
    draw = random.Random(7)
    kinds: tuple[Kind, ...] = ("piecewise", "bins", "piecewise", "categories")
    found: list[Mixed] = []
    for number in range(count):
        kind = kinds[number % 4]
        values = tuple(round(draw.uniform(0, 100), 2) for _ in LEVELS)
        edges = sorted(round(draw.uniform(-2, 2), 3) for _ in range(4))
        if kind == "bins":
            edges.append(float("inf"))
        found.append(
            Mixed(
                name=f"{kind}_{number}",
                kind=kind,
                weight=round(draw.uniform(1, 9), 2),
                missing=round(draw.uniform(0, 50), 2) if number // 4 % 2 else None,
                knots=() if kind == "categories" else tuple(zip(edges, values, strict=False)),
                values=values if kind == "categories" else (),
            )
        )
    return found


def document(items: list[Mixed], *, reasons: int = 0) -> dict[str, object]:
    """Return the scorecard of the criteria, with tiers, and with reasons where asked for."""
    members = [
        {
            "criterion": item.name,
            "weight": item.weight,
            "value": item.value,
            "missing": "reweight" if item.missing is None else item.missing,
        }
        for item in items
    ]
    card: dict[str, object] = {
        "schema": "scoring-kit/1",
        "name": "mixed",
        "key": ["id"],
        "score": {"aggregate": "mean", "of": members},
        "tiers": TIERS,
    }
    return card | ({"reasons": {"top": reasons, "against": "best"}} if reasons else {})


def frame(items: list[Mixed], rows: int) -> pd.DataFrame:
    """Return what `load` makes the table from: numbers, and where they are to be left out."""
    draw = np.random.default_rng(11)
    columns: dict[str, object] = {"id": np.arange(rows)}
    levels = np.array([*LEVELS, "elsewhere", None], dtype=object)
    for item in items:
        if item.kind == "categories":
            columns[item.name] = levels[draw.integers(0, len(levels), rows)]
            continue
        numbers, gaps = draw.normal(size=rows), draw.random(rows)
        numbers[gaps < 1e-5] = np.inf
        columns[item.name] = numbers
        columns[f"{item.name}_gap"] = gaps
    return pd.DataFrame(columns)


def load(connection: duckdb.DuckDBPyConnection, items: list[Mixed], rows: int) -> None:
    """Create the table `mixed`: pandas cannot tell NULL from NaN, DuckDB can."""
    columns = [item.name if item.kind == "categories" else _with_gaps(item.name) for item in items]
    connection.register("drawn", frame(items, rows))
    connection.execute(f"CREATE TABLE mixed AS SELECT id, {', '.join(columns)} FROM drawn")
    connection.unregister("drawn")


def _with_gaps(name: str) -> str:
    return (
        f"CASE WHEN {name}_gap > 0.98 THEN NULL WHEN {name}_gap > 0.97 THEN 'nan'::DOUBLE "
        f"ELSE {name} END AS {name}"
    )
