"""What a table's scores amount to, counted in one pass: tiers, statuses, a histogram, the top."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import Cursor, DuckDBEngine
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import without_zone

MOST_BARS = 45
FINEST = 2_000
"""Fine bars across the range of the scores; each bar of a histogram is made of whole ones."""
FEWEST = 10
"""Fine bars that hold scores; with fewer the range was too wide and the data's own is taken."""
READ = ("score", "tier", "status", "coverage")

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A bar of a histogram: scores from `start` to below `end`, and how many in which tier."""

    start: float
    end: float
    tiers: Counter[str | None]

    @property
    def count(self) -> int:
        """How many scores there are."""
        return sum(self.tiers.values())


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """Exact counts of a table's scores.

    scored: rows with a score. tiers: rows with a score by tier, None under the last cut.
    lowest, highest, mean: of the scores, None where there are none. mean_coverage,
    full_coverage: of all rows, and how many have everything. top: (key ..., score, tier,
    status, coverage) of the best rows.
    """

    rows: int
    scored: int
    tiers: Counter[str | None]
    statuses: Counter[str]
    lowest: float | None
    highest: float | None
    mean: float | None
    mean_coverage: float | None
    full_coverage: int
    bars: tuple[ScoreBar, ...]
    top: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows of one fine bar, tier and status: how many, and sums and ends of their scores."""

    bar: int | None
    tier: str | None
    status: str
    rows: int
    total: float | None
    lowest: float | None
    highest: float | None
    coverage: float
    full: int
    top: list[dict[str, object]] | None


def summarize_scores(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    *,
    within: Range,
    top: int = 10,
) -> ScoreSummary:
    """Return the summary of a plan's scores.

    within: lowest and highest score that there can be, infinite where nobody knows; when
    that is too wide to draw, the table is read once more.
    """
    power = fine_power(within)
    cells = _cells(engine, plan, table, keys, power, top)
    found = _range(cells)
    used = {cell.bar for cell in cells if cell.bar is not None}
    if found is not None and found[0] < found[1] and len(used) < FEWEST:
        finer = fine_power(found)
        if power is None or (finer is not None and finer > power):
            power = finer
            cells = _cells(engine, plan, table, keys, power, top)
    return _summary(cells, power, len(keys), top)


def fine_power(within: Range) -> int | None:
    """Return n where fine bars are 10^-n wide; None where the range has no such width.

    Examples
    --------
    >>> fine_power((0.0, 100.0)), fine_power((0.0, 1.0)), fine_power((0.0, math.inf))
    (1, 3, None)
    """
    width = within[1] / 2 - within[0] / 2
    if not (math.isfinite(width) and width > 0.0):
        return None
    power = math.floor(math.log10(FINEST / 2) - math.log10(width))
    # beyond these neither bars nor their numbers are doubles, or all scores are one
    largest = max(abs(within[0]), abs(within[1]))
    return power if abs(power) < 300 and largest * 10.0**power < 2.0**50 else None


def _cells(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    power: int | None,
    top: int,
) -> list[Cell]:
    scored = engine.run(plan.only(READ), table, keys=keys).sql
    # a millionth of a bar, so that 0.29 does not fall below its edge for want of a digit
    bar = "NULL"
    if power is not None:
        scale = f"score * {literal(10.0**power)}" if power >= 0 else _divided(power)
        bar = f"floor({scale} + 1e-6)::BIGINT"
    shown = (without_zone(quote_identifier(key), table.columns[key].engine_type) for key in keys)
    names = ["-score", *shown, "tier", "status", "coverage"]
    best = ", ".join(f"f{place} := {name}" for place, name in enumerate(names))
    sql = (
        f"SELECT {bar} AS bar, tier, status, count(*), fsum(score), min(score), max(score), "
        f"fsum(coverage), count(*) FILTER (coverage = 1e0), "
        f"min(struct_pack({best}), {top}) FILTER (score IS NOT NULL) "
        f"FROM ({scored}) GROUP BY ALL"
    )
    return [Cell(*row) for row in engine.fetch(sql, _all)]


def _divided(power: int) -> str:
    return f"score / {literal(10.0**-power)}"


def _all(cursor: Cursor) -> list[tuple[Any, ...]]:
    return cursor.fetchall()


def _range(cells: Iterable[Cell]) -> Range | None:
    """Return the lowest and highest score, None where no row has one."""
    lows = [cell.lowest for cell in cells if cell.lowest is not None]
    highs = [cell.highest for cell in cells if cell.highest is not None]
    return (min(lows), max(highs)) if lows else None


def _summary(cells: Sequence[Cell], power: int | None, keys: int, top: int) -> ScoreSummary:
    tiers: Counter[str | None] = Counter()
    statuses: Counter[str] = Counter()
    for cell in cells:
        statuses[cell.status] += cell.rows
        if cell.total is not None:
            tiers[cell.tier] += cell.rows
    rows, scored = statuses.total(), tiers.total()
    total = math.fsum(cell.total for cell in cells if cell.total is not None)
    found = _range(cells)
    return ScoreSummary(
        rows=rows,
        scored=scored,
        tiers=tiers,
        statuses=statuses,
        lowest=None if found is None else found[0],
        highest=None if found is None else found[1],
        mean=total / scored if scored else None,
        mean_coverage=math.fsum(cell.coverage for cell in cells) / rows if rows else None,
        full_coverage=sum(cell.full for cell in cells),
        bars=_bars(cells, power, found),
        top=_best(cells, keys, top),
    )


def _best(cells: Iterable[Cell], keys: int, top: int) -> tuple[tuple[object, ...], ...]:
    """Return the best rows of all cells, the score behind the key where readers expect it."""
    # rows of one cell stand in order already, and a higher score is in another cell or equal
    rows = [row for cell in cells for row in map(_values, cell.top or ())]
    rows.sort(key=lambda row: (row[0], *(_sortable(value) for value in row[1:])))
    return tuple(
        (*row[1 : keys + 1], 0.0 - float(str(row[0])), *row[keys + 1 :]) for row in rows[:top]
    )


def _values(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row.values())


def _sortable(value: object) -> tuple[bool, Any]:
    """Return what sorts like DuckDB does: NULL last."""
    return (value is None, value if value is not None else 0)


def _bars(cells: Sequence[Cell], power: int | None, found: Range | None) -> tuple[ScoreBar, ...]:
    """Return at most `MOST_BARS` bars from the lowest to the highest score, empty ones too."""
    fine = [cell for cell in cells if cell.bar is not None and cell.total is not None]
    if found is None:
        return ()
    if power is None or not fine:
        every = Counter[str | None]()
        for cell in cells:
            every[cell.tier] += cell.rows if cell.total is not None else 0
        return (ScoreBar(found[0], found[1], every),)
    first = min(cell.bar for cell in fine if cell.bar is not None)
    last = max(cell.bar for cell in fine if cell.bar is not None)
    width = _whole_width(last - first + 1)
    tiers = [Counter[str | None]() for _ in range(last // width - first // width + 1)]
    for cell in fine:
        tiers[(cell.bar or 0) // width - first // width][cell.tier] += cell.rows
    edges = [_edge((first // width + index) * width, power) for index in range(len(tiers) + 1)]
    return tuple(map(ScoreBar, edges, edges[1:], tiers))


def _whole_width(fine: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that fine bars make few enough whole ones."""
    steps = (step * 10**power for power in range(18) for step in (1, 2, 5))
    return next(step for step in steps if fine / step <= MOST_BARS - 1)


def _edge(bar: int, power: int) -> float:
    """Return where a fine bar begins."""
    return bar / 10.0**power if power >= 0 else bar * 10.0**-power
