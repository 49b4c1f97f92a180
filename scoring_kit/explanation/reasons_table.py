"""The reasons of many rows as one small table: how often each code stands at each rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.tallies import ReasonCounts, reason_counts
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.reason_texts import reason_codes, reason_text
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    import pandas


def reasons_table(
    engine: DuckDBEngine, card: Scorecard, plan: Plan, table: Table, by: str | None
) -> pandas.DataFrame:
    """Return a row per code, and per segment where there is one; see `Scores.reasons_table`."""
    import pandas

    ranks = [output.name for output in plan.outputs if output.name.startswith("reason_")]
    codes = {knock_out.name: knock_out.code for knock_out in card.knock_outs}
    counts = reason_counts(engine, plan, table, codes, by)
    # without rows there is still the one segment that holds all of them
    sizes = counts.rows or ({(None,): 0} if by is None else {})
    order = [name for name, _ in card.tiers] if by == "tier" else sorted(_known(sizes))
    segments = [segment for segment in (*order, None) if (segment,) in sizes]
    records = [
        {**({} if by is None else {by: segment}), **record}
        for segment in segments
        for record in _segment(card, counts, segment, len(ranks))
    ]
    names = ["kind", "code", "text", *(f"rank_{rank + 1}" for rank in range(len(ranks)))]
    columns = [*([] if by is None else [by]), *names, "rows", "share"]
    return pandas.DataFrame(records, columns=columns)


def _known(sizes: Mapping[tuple[Any, ...], int]) -> list[Any]:
    return [key[0] for key in sizes if key[0] is not None]


def _segment(
    card: Scorecard, counts: ReasonCounts, segment: object, ranks: int
) -> Iterator[dict[str, Any]]:
    """Yield a record for each code that criteria can give, then for each of knock-outs."""
    codes = {"criterion": reason_codes(card)}
    codes["knock_out"] = tuple(dict.fromkeys(part.code for part in card.knock_outs))
    for kind, names in codes.items():
        records = [_record(card, counts, (segment, kind, code), ranks) for code in names]
        yield from sorted(records, key=lambda record: -record["rows"])


def _record(
    card: Scorecard, counts: ReasonCounts, of: tuple[object, str, str], ranks: int
) -> dict[str, Any]:
    segment, kind, code = of
    is_out = kind == "knock_out"
    at = {
        f"rank_{rank}": counts.ranks.get((segment, is_out, code, rank), 0)
        for rank in range(1, ranks + 1)
    }
    # a code stands at one rank of a row; of knock-outs, more may fire than there are ranks
    rows = counts.knock_outs.get((segment, code), 0) if is_out else sum(at.values())
    whole = counts.rows.get((segment,), 0)
    share = rows / whole if whole else 0.0
    return {
        **{"kind": kind, "code": code, "text": reason_text(card, code)},
        **at,
        **{"rows": rows, "share": share},
    }


def by_rank(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a reasons table with one rank each, those without any row left out."""
    ranks = [name for name in frame.columns if name.startswith("rank_")]
    return [
        {
            "code": record["code"],
            # pandas has no None among texts: where a code has none stands NaN
            "text": record["text"] if isinstance(record["text"], str) else None,
            "rank": int(name.removeprefix("rank_")),
            "rows": int(record[name]),
        }
        for record in frame.to_dict("records")
        for name in ranks
        if record[name] > 0
    ]
