"""The evaluation: how well the scores find what came true, beside the live version's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from scoring_kit.display.markup import Markup, join
from scoring_kit.display.numbers import rounded
from scoring_kit.evaluation import Evaluation, evaluate
from scoring_kit.evaluation.evaluation_html import evaluation_parts
from scoring_kit.expression.words import Type
from scoring_kit.report.section import Section
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scoring import score

DIGITS = 12
TRUTHS = {"true": True, "false": False}


def evaluation_section(subject: Subject) -> Section | None:
    """Return the section on the outcome; None where there is none."""
    if subject.asked.outcome is None:
        return None
    if not subject.rows:
        return _empty(subject.asked.outcome)
    found = _evaluation(subject)
    figures: dict[str, Any] = steady(found.figures())
    return Section(
        "evaluation",
        "What came true",
        figures,
        join(evaluation_parts(found)),
        found.summary,
        tuple(_facts(figures)),
        lead=2,
        openings=openings(found.summary),
    )


def steady(figure: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return figures to twelve digits, as the last ones of a variance may hang on the processor.

    Examples
    --------
    >>> steady({"auc": 0.1 + 0.2, "rows": [3, None]})
    {'auc': 0.3, 'rows': [3, None]}
    """
    if isinstance(figure, float):
        return float(f"{figure:.{DIGITS}g}")
    if isinstance(figure, Mapping):
        named = cast("Mapping[str, Any]", figure)
        return {name: steady(item) for name, item in named.items()}
    if isinstance(figure, list):
        return [steady(item) for item in cast("list[Any]", figure)]
    return figure


def openings(summary: Sequence[str]) -> tuple[str, ...]:
    """Return how the versions differ where there are two, else how well the scores do."""
    versions = [said for said in summary if "score under both" in said]
    figures = [said for said in summary if said.startswith("AUC ")]
    return (*versions, *figures)[:1] or tuple(summary[-1:])


def _empty(outcome: str) -> Section:
    """Return the section of a table without rows, of which nobody knows what the outcome holds."""
    problem = "there are no rows"
    figures = {"outcome": outcome, "problem": problem}
    said = (f"No figures: {problem}.",)
    return Section("evaluation", "What came true", figures, Markup(""), said, lead=2)


def _evaluation(subject: Subject) -> Evaluation:
    asked = subject.asked
    scores = score(
        subject.card,
        subject.data,
        key=asked.key,
        parameters=subject.parameters_of(subject.card),
        types=asked.types,
        table=asked.table,
        time_limit=subject.source.time_limit,
        **subject.source.limits,
    )
    return evaluate(
        scores,
        str(asked.outcome),
        event=_event(subject),
        weights=asked.weights,
        segments=asked.segments,
        against=_live(subject.live),
        period=asked.period,
    )


def _live(card: Scorecard | None) -> Scorecard | None:
    """Return the live version under a name that tells it from the card, which is often one name."""
    return None if card is None else card.model_copy(update={"name": "live"})


def _event(subject: Subject) -> str | float | bool | date | None:
    """Return the event as the outcome holds it; a command line and JSON write dates as texts."""
    event, outcome = subject.asked.event, subject.asked.outcome
    if not isinstance(event, str) or outcome is None:
        return event
    kind = subject.table.columns[outcome].kind
    if kind is Type.BOOLEAN:
        return TRUTHS.get(event.lower(), event)
    try:
        if kind is Type.DATE:
            return date.fromisoformat(event)
        return float(event) if kind is Type.NUMBER else event
    except ValueError:
        return event


def _facts(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    auc = figures["metrics"].get("auc", {}).get("value")
    if auc is not None:
        yield "AUC", rounded(auc, 3)
