"""The reasons of many rows as one small table: how often each code stands at each rank."""

from __future__ import annotations

from collections.abc import Iterator
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
    records = [
        {**({} if by is None else {by: segment}), **record}
        for (segment,) in sorted(counts.rows, key=_place)
        for record in _segment(card, counts, segment, len(ranks))
    ]
    names = ["kind", "code", "text", *(f"rank_{rank + 1}" for rank in range(len(ranks)))]
    columns = [*([] if by is None else [by]), *names, "rows", "share"]
    return pandas.DataFrame(records, columns=columns)


def _place(key: tuple[Any, ...]) -> tuple[bool, Any]:
    """Return where a segment stands: in order, those without a value last."""
    return (key[0] is None, 0 if key[0] is None else key[0])


def _segment(
    card: Scorecard, counts: ReasonCounts, segment: object, ranks: int
) -> Iterator[dict[str, Any]]:
    by_rank = counts.ranks.items()
    at_ranks = {
        code: sum(
            n for (part, out, of, _), n in by_rank if (part, out, of) == (segment, False, code)
        )
        for code in reason_codes(card)
    }
    yield from _records(card, counts, segment, "criterion", ranks, at_ranks)
    codes = dict.fromkeys(knock_out.code for knock_out in card.knock_outs)
    out = {code: counts.knock_outs.get((segment, code), 0) for code in codes}
    yield from _records(card, counts, segment, "knock_out", ranks, out)


def _records(
    card: Scorecard,
    counts: ReasonCounts,
    segment: object,
    kind: str,
    ranks: int,
    codes: dict[str, int],
) -> Iterator[dict[str, Any]]:
    whole = counts.rows[segment,]
    for code, rows in sorted(codes.items(), key=lambda pair: -pair[1]):
        is_out = kind == "knock_out"
        at = {
            f"rank_{rank}": counts.ranks.get((segment, is_out, code, rank), 0)
            for rank in range(1, ranks + 1)
        }
        text = reason_text(card, code)
        share = rows / whole if whole else 0.0
        yield {"kind": kind, "code": code, "text": text, **at, "rows": rows, "share": share}


def by_rank(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a reasons table with one rank each, those without any row left out."""
    ranks = [name for name in frame.columns if name.startswith("rank_")]
    return [
        {
            "code": record["code"],
            "text": record["text"],
            "rank": int(name.removeprefix("rank_")),
            "rows": int(record[name]),
        }
        for record in frame.to_dict("records")
        for name in ranks
        if record[name] > 0
    ]
