"""Two versions of a scorecard row by row, when somebody asks for it: scores, ranks, tiers."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.results import Result
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.tables.table import Table

RESULTS = (
    "live_score", "score", "change", "live_rank", "rank", "move", "live_tier", "tier",
    "live_status", "status",
)  # fmt: skip
"""The columns of a pair of rows after the key."""
ROW = "row"
"""The key where there is none: the number of the row, from 0."""
READ = ("score", "unrounded", "tier", "status")
_TYPES = ("DOUBLE",) * 3 + ("BIGINT",) * 3 + ("VARCHAR",) * 4


def pair_rows(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    *,
    top: int | None = None,
) -> Result:
    """Return the key columns and `RESULTS`, in the order of the table; not calculated yet.

    plan: of `pair_plans`. top: only rows that are among the first `top` ranks under one version
    and not under the other.
    """
    plan = plan.only([f"{side}.{name}" for side in ("live", "candidate") for name in READ])
    types = {key: table.columns[key].engine_type for key in keys} or {ROW: "BIGINT"}
    types |= dict(zip(RESULTS, _TYPES, strict=True))

    def select(*, enums: bool) -> str:
        inner = engine.run(plan, table, keys=keys, few_as_enums=enums).sql
        return _statement(inner, keys, [output.name for output in plan.outputs], top)

    outputs = frozenset(RESULTS) if keys else frozenset((ROW, *RESULTS))
    return Result(engine, select(enums=False), types, outputs, (), lambda: select(enums=True))


def _statement(inner: str, keys: Sequence[str], outputs: Sequence[str], top: int | None) -> str:
    """Return the SELECT; inside it columns have other names, as keys may have any."""
    places = [f"k{place}" for place in range(len(keys))]
    names = ", ".join([*places, *(name.replace(".", "_") for name in outputs)])
    shown = [
        f"ranked.{place} AS {quote_identifier(key)}"
        for place, key in zip(places, keys, strict=True)
    ] or [f"ranked.place AS {ROW}"]
    among = [f"coalesce(ranked.{side}_rank <= {top}, false)" for side in ("live", "candidate")]
    where = "" if top is None else f" WHERE {among[0]} <> {among[1]}"
    return (
        f"SELECT {', '.join([*shown, *_SHOWN])} FROM (SELECT *, {_rank('live')}, "
        f"{_rank('candidate')} FROM (SELECT *, {_step('live')}, {_step('candidate')}, "
        f"row_number() OVER () - 1 AS place FROM ({inner}) AS pair({names}))) AS ranked{where} "
        "ORDER BY ranked.place"
    )


_SHOWN = (
    "live_score",
    "candidate_score AS score",
    "candidate_score - live_score AS change",
    "live_rank",
    "candidate_rank AS rank",
    "live_rank - candidate_rank AS move",
    "live_tier",
    "candidate_tier AS tier",
    "live_status",
    "candidate_status AS status",
)


def _step(side: str) -> str:
    """Return scores as ranks compare them: see `impact.ranks`."""
    x = f"{side}_unrounded"
    step = f"floor({x} * 1e9 + 0.5e0) / 1e9"
    return f"CASE WHEN isfinite({step}) THEN {step} ELSE {x} END AS {side}_step"


def _rank(side: str) -> str:
    ranked = f"rank() OVER (ORDER BY {side}_step DESC NULLS LAST)"
    return f"CASE WHEN {side}_step IS NOT NULL THEN {ranked} END AS {side}_rank"
