"""Two versions of a scorecard for one table: their plan, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.compiler.pairs import line_names, pair_plans
from scoring_kit.errors import CompileError, nearest
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.table import Table, table_columns

BOTH, LIVE_ONLY, CANDIDATE_ONLY = "both", "live", "candidate"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions compiled for one table.

    plan: of `pair_plans`. versions: of each line of the contributions, which version has it.
    """

    live: Scorecard
    candidate: Scorecard
    plan: Plan
    versions: Mapping[str, str]

    def reasons(self, side: str) -> list[str]:
        """Return the outputs that hold the reasons of a version, from the first rank."""
        start = f"{side}reason_"
        return [item.name for item in self.plan.outputs if item.name.startswith(start)]


def pair_of(
    live: Scorecard,
    candidate: Scorecard,
    table: Table,
    parameters: Mapping[str, Any],
    segments: Sequence[str] = (),
) -> Pair:
    """Return two versions compiled for a table, each with the parameters that it declares.

    Raises
    ------
    CompileError
        When a parameter is not given, or none of them declares it.
    DataError
        When the table lacks a column or one has another type.
    """
    declared = {**live.parameters, **candidate.parameters}
    unknown = [f"{name!r}{nearest(name, declared)}" for name in parameters if name not in declared]
    if unknown:
        raise CompileError(f"no version declares the parameter {', '.join(unknown)}")
    columns = table_columns(table)
    old_plan, new_plan = (
        compile_scorecard(
            card, columns, {n: v for n, v in parameters.items() if n in card.parameters}
        )
        for card in (live, candidate)
    )
    read = [columns[name] for name in segments]
    old, new = (line_names([plan]) for plan in (old_plan, new_plan))
    versions = {name: version_of(name, old, new) for name in line_names([old_plan, new_plan])}
    return Pair(live, candidate, pair_plans(old_plan, new_plan, read), versions)


def one_sided(live: Scorecard, candidate: Scorecard) -> list[dict[str, str]]:
    """Return what one version has only: ``kind``, ``name``, ``version`` (live or candidate).

    Criteria, inputs (columns that are read), adjustments, knock-outs and tiers, by name.
    """
    parts = zip(_parts(live), _parts(candidate), strict=True)
    return [
        {"kind": kind, "name": name, "version": version}
        for (kind, old), (_, new) in parts
        for version, names in (
            (LIVE_ONLY, _without(old, new)),
            (CANDIDATE_ONLY, _without(new, old)),
        )
        for name in names
    ]


def _without(names: Sequence[str], others: Iterable[str]) -> list[str]:
    left_out = set(others)
    return [name for name in names if name not in left_out]


def _parts(card: Scorecard) -> Iterator[tuple[str, list[str]]]:
    yield "criterion", [criterion.name for criterion in card.criteria]
    yield "input", [name for name in input_types(card).read if name not in card.derived]
    yield "adjustment", [adjustment.name for adjustment in card.adjustments]
    yield "knock-out", [knock_out.name for knock_out in card.knock_outs]
    yield "tier", [name for name, _ in card.tiers]


def version_of(name: str, old: Iterable[str], new: Iterable[str]) -> str:
    """Return which version has a name: both, live or candidate."""
    if name not in set(old):
        return CANDIDATE_ONLY
    return BOTH if name in set(new) else LIVE_ONLY


def line_kind(cards: Sequence[Scorecard], name: str) -> str:
    """Return what a line of the contributions stands for: criterion, adjustment, scaling ...

    What groups keep to themselves, such as what their limits cut off, is of the kind group.
    """
    for card in cards:
        if name in {criterion.name for criterion in card.criteria}:
            return "criterion"
        if name in {adjustment.name for adjustment in card.adjustments}:
            return "adjustment"
    return name if name in ("scaling", "rounding") else "group"
