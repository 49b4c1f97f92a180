"""The steps from the score of a row under one version to that under another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_lines import line_order
from scoring_kit.explanation.explanation_parts import Line, LineKind
from scoring_kit.explanation.explanation_text import name_of
from scoring_kit.scorecard.models import Scorecard

Key = tuple[LineKind, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One version and its explanation of a row."""

    card: Scorecard
    explanation: Explanation

    @property
    def amounts(self) -> dict[Key, float]:
        """The lines of the score; none where there is no score, before knock-outs either."""
        return {(line.kind, line.name): line.amount for line in self.explanation.lines}

    @property
    def values(self) -> dict[Key, float | None]:
        """The values of criteria."""
        return {("criterion", part.name): part.value for part in self.explanation.criteria}


def steps_between(live: Side, draft: Side) -> list[dict[str, Any]]:
    """Return a step for each criterion of either version, and for all else that counts.

    The changes add up from one score to the other, as they were before knock-outs. A change is
    None where a version gives the row no score.
    """
    orders = [list(dict.fromkeys(line_order(side.card))) for side in (live, draft)]
    was, now = live.amounts, draft.amounts
    values_were, values = live.values, draft.values
    steps: list[dict[str, Any]] = []
    for key in merged(*orders):
        kind, name = key
        if kind != "criterion" and not was.get(key) and not now.get(key):
            continue
        change = now.get(key, 0.0) - was.get(key, 0.0) if was and now else None
        steps.append(
            {
                "name": name,
                "label": name_of(Line(kind, name, 0.0, 0.0)),
                "kind": kind,
                "live": was.get(key),
                "draft": now.get(key),
                "change": change,
                "in": _where(key in orders[0], key in orders[1]),
                "live_value": values_were.get(key),
                "draft_value": values.get(key),
            }
        )
    return steps


def merged(before: Iterable[Key], after: Iterable[Key]) -> list[Key]:
    """Return the keys of both in the order of `after`; others behind those they stood behind.

    Examples
    --------
    >>> [name for _, name in merged([("then", x) for x in "abc"], [("then", x) for x in "ca"])]
    ['c', 'a', 'b']
    """
    found = list(after)
    place = 0
    for key in before:
        if key in found:
            place = found.index(key) + 1
        else:
            found.insert(place, key)
            place += 1
    return found


def _where(in_live: bool, in_draft: bool) -> str:
    if in_live and in_draft:
        return "both"
    return "live" if in_live else "draft"
