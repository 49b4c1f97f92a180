"""The segments: rows, scores and tiers of each part of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring_kit.display.markup import Child, Markup, join, said
from scoring_kit.display.numbers import count, percents, plural
from scoring_kit.display.style import note, section
from scoring_kit.display.tables import marked, table
from scoring_kit.engines.exact_sums import ExactSum, exact_sums
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.report.section import Section, named, quiet
from scoring_kit.report.subject import Subject, plain
from scoring_kit.scores_html import score_text
from scoring_kit.tables.types import without_zone

MOST = 20
"""Segments of a column that are told apart, those with the most rows; the rest is one."""
MOST_TIERS = 6
"""Tiers that the table of segments has room for; the figures have all of them."""


def segments_section(subject: Subject) -> Section | None:
    """Return the section on the segments; None where none are asked for."""
    if not subject.asked.segments:
        return None
    found = [_column(subject, name) for name in subject.asked.segments]
    drawn = [_table(subject, column) for column in found]
    sentences = tuple(sentence for column in found for sentence in _sentences(subject, column))
    return Section("segments", "Segments", {"columns": found}, join(drawn), sentences)


def _column(subject: Subject, name: str) -> dict[str, Any]:
    parts: dict[Any, dict[str | None, ExactSum]] = {}
    rows: Counter[Any] = Counter()
    for (value, tier, is_scored), total in _sums(subject, name).items():
        rows[value] += total.count
        if is_scored:
            parts.setdefault(value, {})[tier] = total
    order = sorted(rows, key=lambda value: (-rows[value], value is None, str(value)))
    named_ones, rest = order[:MOST], order[MOST:]
    segments = [_segment(subject, [value], rows, parts) for value in named_ones]
    return {
        "column": name,
        "segments_in_all": len(order),
        "segments": segments,
        "rest": _segment(subject, rest, rows, parts) if rest else None,
    }


def _sums(subject: Subject, name: str) -> dict[tuple[Any, ...], ExactSum]:
    """Return rows and scores by segment, tier and whether there is a score."""
    plan = subject.plan.only(["score", "tier"])
    select = subject.engine.run(plan, subject.table, keys=[name]).sql
    kind = subject.table.columns[name].engine_type
    segment = without_zone(quote_identifier(name), kind)
    # rows without a score count as 0, so that they are counted too; their sum is not used
    by = [segment, "tier", "score IS NOT NULL"]
    found = exact_sums(subject.engine, select, "coalesce(score, 0e0)", by)
    known: dict[tuple[Any, ...], ExactSum] = {}
    for (value, tier, is_scored), total in found.items():
        group = (plain(value), tier, is_scored)  # NaN and NULL are one segment
        known[group] = known.get(group, ExactSum()) + total
    return known


def _segment(
    subject: Subject,
    values: Sequence[Any],
    rows: Mapping[Any, int],
    parts: Mapping[Any, Mapping[str | None, ExactSum]],
) -> dict[str, Any]:
    tiers: Counter[str | None] = Counter()
    whole = ExactSum()
    for value in values:
        for tier, total in parts.get(value, {}).items():
            tiers[tier] += total.count
            whole += total
    return {
        "segment": values[0] if len(values) == 1 else None,
        "rows": sum(rows[value] for value in values),
        "with_a_score": whole.count,
        "mean_score": whole.mean,
        "tiers": [{"tier": name, "rows": tiers[name]} for name, _ in subject.card.tiers],
    }


def _sentences(subject: Subject, column: Mapping[str, Any]) -> Iterator[str]:
    known = [item for item in column["segments"] if item["mean_score"] is not None]
    if len(known) < 2:
        return
    high = max(known, key=lambda item: item["mean_score"])
    low = min(known, key=lambda item: item["mean_score"])
    name = named(column["column"])
    by = f"By {name}" if column["rest"] is None else f"Of the {MOST} largest segments by {name}"
    if high["mean_score"] == low["mean_score"]:
        mean = score_text(subject.card, high["mean_score"])
        yield f"{by}, all with a score have the same mean ({mean})."
        return
    yield (
        f"{by}, {_label(high)} scores highest on average "
        f"({score_text(subject.card, high['mean_score'])}) and {_label(low)} lowest "
        f"({score_text(subject.card, low['mean_score'])})."
    )


def _label(item: Mapping[str, Any]) -> str:
    value = item["segment"]
    if value is None:
        return "missing"
    if not str(value).strip():
        return repr(value)  # an empty name cannot be seen
    return str(value).lower() if isinstance(value, bool) else named(value)


def _table(subject: Subject, column: Mapping[str, Any]) -> Markup:
    items = [(item, said(_label(item), 40)) for item in column["segments"]]
    if column["rest"] is not None:
        left = column["segments_in_all"] - len(column["segments"])
        items.append((column["rest"], quiet(plural(left, "smaller one", "smaller ones"))))
    tiers = [name for name, _ in subject.card.tiers][:MOST_TIERS]
    shares = [_shares([item for item, _ in items], place) for place in range(len(tiers))]
    rows = [
        [*_row(subject, item, label), *(column[place] for column in shares)]
        for place, (item, label) in enumerate(items)
    ]
    heads: list[Child] = ["segment", "rows", "with a score", "mean score"]
    heads += [said(name, 40) for name in tiers]
    caption = f"segments by {column['column']}"
    drawn = table(heads, rows, numbers=range(1, len(heads)), caption=caption)
    told = note("Tiers in shares of the rows with a score.") if tiers else None
    return section(join(["By ", said(column["column"], 60)]), drawn, told)


def _row(subject: Subject, item: Mapping[str, Any], label: Child) -> list[Child]:
    mean = item["mean_score"]
    return [
        marked("strong", label),
        count(item["rows"]),
        count(item["with_a_score"]),
        quiet("–") if mean is None else score_text(subject.card, mean),
    ]


def _shares(items: Sequence[Mapping[str, Any]], place: int) -> list[Child]:
    """Return the shares that a tier has of each segment, with the decimals of one in all."""
    shares = [
        item["tiers"][place]["rows"] / item["with_a_score"] if item["with_a_score"] else None
        for item in items
    ]
    written = iter(percents([share for share in shares if share is not None]))
    return [quiet("–") if share is None else next(written) for share in shares]
