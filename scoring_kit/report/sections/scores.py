"""The scores: how they are spread, tiers and statuses, who stands on top, what holds rows back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scoring_kit.display.markup import Markup, join, said
from scoring_kit.display.numbers import count, percent, plural
from scoring_kit.display.style import section
from scoring_kit.display.tables import marked, table
from scoring_kit.engines.exact_sums import ExactSum, exact_sums
from scoring_kit.engines.score_summary import ScoreSummary, summarize_scores
from scoring_kit.engines.tallies import reason_counts
from scoring_kit.report.section import Section, named
from scoring_kit.report.subject import Subject, plain
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.reason_texts import reason_codes, reason_text
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.types import input_types
from scoring_kit.scores_html import STATUSES, score_text, scores_parts

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


def scores_section(subject: Subject) -> Section:
    """Return the section on the scores of the card."""
    summary = _summary(subject)
    figures = _figures(subject, summary)
    parts = [*scores_parts(subject.card, summary, subject.asked.key), _reason_table(figures)]
    return Section(
        "scores",
        "Scores and tiers",
        figures,
        join(parts),
        tuple(_sentences(subject.card, figures)),
        tuple(_facts(subject.card, figures)),
        lead=1,
    )


def _summary(subject: Subject) -> ScoreSummary:
    """Return counts and means; the means are exact, so that they are the same on all threads."""
    card, engine, table = subject.card, subject.engine, subject.table
    known = score_range(card, Ranges(card, input_types(card).types))
    asked = subject.asked
    found = summarize_scores(
        engine, subject.plan, table, asked.key, within=known, top=max(asked.top, 1)
    )
    means = {name: _mean(subject, name) for name in ("score", "coverage")}
    top = found.top if asked.top and asked.key else ()
    return replace(found, mean=means["score"], mean_coverage=means["coverage"], top=top)


def _mean(subject: Subject, output: str) -> float | None:
    select = subject.engine.run(subject.plan.only([output]), subject.table).sql
    return exact_sums(subject.engine, select, output).get((), ExactSum()).mean


def _figures(subject: Subject, summary: ScoreSummary) -> dict[str, Any]:
    card, key = subject.card, subject.asked.key
    names = (*key, "score", "tier", "status", "coverage")
    return {
        "rows": summary.rows,
        "with_a_score": summary.scored,
        "statuses": {status: summary.statuses[status] for status in STATUSES},
        "tiers": [{"tier": name, "rows": summary.tiers[name]} for name, _ in card.tiers],
        "scored_without_tier": summary.tiers[None],
        "lowest": summary.lowest,
        "mean": summary.mean,
        "highest": summary.highest,
        **_quantiles(subject),
        "mean_coverage": summary.mean_coverage,
        "histogram": [
            {"from": bar.start, "to": bar.end, "rows": bar.count} for bar in summary.bars
        ],
        "top": [dict(zip(names, map(plain, row), strict=True)) for row in summary.top],
        "reasons": _reasons(subject),
    }


def _quantiles(subject: Subject) -> dict[str, float | None]:
    """Return scores of rows that stand at a share of the scores; values that occur."""
    select = subject.engine.run(subject.plan.only(["score"]), subject.table).sql
    shares = f"[{', '.join(map(repr, QUANTILES.values()))}]"
    sql = f"SELECT quantile_disc(score, {shares}) FROM ({select}) WHERE score IS NOT NULL"
    [[found]] = subject.engine.fetch(sql, lambda cursor: cursor.fetchall())
    return dict(zip(QUANTILES, found or [None] * len(QUANTILES), strict=True))


def _reasons(subject: Subject) -> list[dict[str, Any]]:
    """Return how many rows have each code first and at any rank, the most frequent first."""
    card = subject.card
    outputs = [output.name for output in subject.plan.outputs]
    wanted = [name for name in outputs if name.startswith("reason_") or name == "knock_outs"]
    plan = subject.plan.only(["status", *wanted])
    codes = {part.name: part.code for part in card.knock_outs}
    counts = reason_counts(subject.engine, plan, subject.table, codes)
    found = [
        {
            "code": code,
            "text": reason_text(card, code),
            "first": counts.ranks.get((None, False, code, 1), 0),
            "rows": sum(
                rows for key, rows in counts.ranks.items() if key[:3] == (None, False, code)
            ),
        }
        for code in reason_codes(card)
    ]
    return sorted(found, key=lambda item: (-item["first"], -item["rows"]))


# ---- words ---------------------------------------------------------------------------------


def _sentences(card: Scorecard, figures: Mapping[str, Any]) -> Iterator[str]:
    rows, scored = figures["rows"], figures["with_a_score"]
    if not rows:
        yield "The table has no rows, so there are no scores."
        return
    if not scored:
        yield f"None of {plural(rows, 'row')} has a score."
        return
    yield _opening(card, figures)
    if scored < rows:
        without = plural(rows - scored, "row has", "rows have")
        yield f"{without} no score: {_listed(_without(figures['statuses']))}."
    if figures["reasons"] and figures["reasons"][0]["first"]:
        most = figures["reasons"][0]
        text = f", {named(most['text'])!r}," if most["text"] else ""
        share = percent(most["first"] / rows)
        yield f"Most often {named(most['code'])}{text} holds rows back first: {share} of the rows."


def _opening(card: Scorecard, figures: Mapping[str, Any]) -> str:
    scored, mean = figures["with_a_score"], score_text(card, figures["mean"])
    whole = (
        f"{plural(scored, 'row')} score {mean} on average, from "
        f"{score_text(card, figures['lowest'])} to {score_text(card, figures['highest'])}"
        if scored > 1
        else f"1 row has a score, {mean}"
    )
    if not figures["tiers"]:
        return f"{whole}."
    best = figures["tiers"][0]
    share = percent(best["rows"] / scored)
    if scored == 1:
        return f"{whole}; it is {'' if best['rows'] else 'not '}in tier {named(best['tier'])}."
    verb = "is" if best["rows"] == 1 else "are"
    return f"{whole}; {count(best['rows'])} of them ({share}) {verb} in tier {named(best['tier'])}."


def _without(statuses: Mapping[str, int]) -> list[str]:
    names = ("insufficient", "invalid", "knocked_out")
    return [f"{count(statuses[name])} {name.replace('_', ' ')}" for name in names if statuses[name]]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _facts(card: Scorecard, figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "With a score", count(figures["with_a_score"])
    if figures["mean"] is not None:
        yield "Mean score", score_text(card, figures["mean"])
    if figures["tiers"]:
        best = figures["tiers"][0]
        yield f"Tier {named(best['tier'])}", count(best["rows"])


def _reason_table(figures: Mapping[str, Any]) -> Markup | None:
    found = [item for item in figures["reasons"] if item["rows"]]
    if not found:
        return None
    rows = [
        [
            marked("strong", said(item["code"], 40)),
            said(item["text"] or "", 120),
            count(item["first"]),
            count(item["rows"]),
        ]
        for item in found
    ]
    heads = ["code", "reason", "first", "rows"]
    drawn = table(heads, rows, numbers=[2, 3], caption="reasons by rows")
    return section("What holds rows back", drawn)
