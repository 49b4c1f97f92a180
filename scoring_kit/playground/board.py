"""A table in memory and the scores of draft and live on it: quick while dragging, then exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Floats, kept_in_memory, plan_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.playground.exact import ExactScores, exact_scores, explanation_plan
from scoring_kit.playground.frame import Frame, View, make_frame, shared_scale
from scoring_kit.playground.quick import Given, QuickScores, is_quick
from scoring_kit.playground.ranks import competition_ranks
from scoring_kit.playground.sample import SAMPLE_ROWS, stratified
from scoring_kit.playground.sampled import Sampled
from scoring_kit.playground.sampled_frame import sampled_frame
from scoring_kit.playground.standing import (
    Room,
    Scale,
    Standing,
    ends,
    exact_standing,
    standing_of,
)
from scoring_kit.playground.values import Column, Flags, Values
from scoring_kit.scorecard.document import checked, hash_of
from scoring_kit.scorecard.models import Criterion, GroupParts, Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.table import Table

MOST_SHOWN = 2_000
"""Rows beside the sample that are looked at because they were pinned or found."""


@dataclass
class _Known:
    """A criterion as it was when its values were calculated, and they."""

    criterion: Criterion
    values: Column


class Board:
    """Frames of one draft after another, against one live version, on the rows of a table.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> board = Board(card, "data/book_club.parquet")
    >>> board.exact(card, View(limit=3)).page.tiers
    ('A', 'A', 'A')
    """

    def __init__(
        self,
        live: Scorecard,
        data: object,
        *,
        draft: Scorecard | None = None,
        also: Sequence[str] = (),
        parameters: Mapping[str, Any] | None = None,
        table: str | None = None,
        sample_rows: int = SAMPLE_ROWS,
    ) -> None:
        cards = [checked(live), checked(draft or live)]
        found = [input_types(card) for card in cards]
        types = {
            name: kind for each in found for name, kind in each.types.items() if kind is not None
        }
        read = dict.fromkeys([*types, *(name for each in found for name in each.read), *also])
        engine, opened = Source(data, types, table).open(tuple(read))
        kept = kept_in_memory(engine, opened, [name for name in read if name in opened.columns])
        self._values = Values(engine, kept, dict(parameters or {}))
        self._exact: dict[str, ExactScores] = {}
        self._plans: dict[str, Plan] = {}
        self._known: dict[str, _Known] = {}
        self.live = cards[0]
        self._live = self.scores(cards[0])
        self._scale = Scale.of(*ends(self._live.unrounded))
        self._live_standing = exact_standing(self._live, self._scale)
        self._quick: QuickScores | None = None
        self._base: Scorecard | None = None
        self._sampled: Sampled | None = None
        self._sample_rows = sample_rows
        self._room = Room(self.rows)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._live.score)

    @property
    def engine(self) -> DuckDBEngine:
        """What holds the table."""
        return self._values.engine

    @property
    def table(self) -> Table:
        """The rows in memory, always in the same order; views name them by their number."""
        return self._values.table

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What expressions of the cards are given by name."""
        return self._values.parameters

    def exact(self, card: Scorecard, view: View) -> Frame:
        """Return the frame of a draft whose scores are those of `score()`, to the bit."""
        found = self.scores(card)
        self._fit_scale(*ends(found.unrounded))
        return make_frame(exact_standing(found, self._scale), self._live_standing, view)

    def prepare(self, card: Scorecard) -> None:
        """Get ready for quick frames of drafts that begin with this one."""
        if is_quick(card):
            self._begin(card)
        else:
            self._samples().few(card, np.zeros(0, np.int64))

    def quick(self, card: Scorecard, view: View) -> Frame:
        """Return the frame of a draft that differs little from the last.

        Its scores have 32 bits, where means and sums are all that the draft is made of; others
        are calculated as `score()` does, but on a sample of the rows.
        """
        standing = self._quick_standing(card)
        if standing is None:
            return self._sampled_frame(card, view)
        return make_frame(standing, self._live_standing, view)

    def values_of(self, card: Scorecard) -> dict[str, Column]:
        """Return the value of each criterion, (rows,) in 32 bits, NaN where it is absent."""
        self._learn(card)
        return {item.name: self._known[item.name].values for item in card.criteria}

    # ---- exact -----------------------------------------------------------------------------

    def plan(self, card: Scorecard) -> Plan:
        """Return the plan of all that can be asked about a row under a card."""
        key = hash_of(card)
        if key not in self._plans:
            self._plans = dict(list(self._plans.items())[-3:])
            values = self._values
            self._plans[key] = explanation_plan(card, values.table, values.parameters)
        return self._plans[key]

    def scores(self, card: Scorecard) -> ExactScores:
        """Return the scores of a card on each row, as `score()` gives them; kept for a while."""
        key = hash_of(card)
        if key not in self._exact:
            self._exact = dict(list(self._exact.items())[-3:])
            engine, table = self._values.engine, self._values.table
            self._exact[key] = exact_scores(engine, table, card, self.plan(card))
        return self._exact[key]

    def _fit_scale(self, low: float, high: float) -> None:
        """Let the scale hold live and draft; live moves to it too."""
        if not self._scale.holds(low, high):
            self._scale = shared_scale((low, high), ends(self._live.unrounded))
            self._live_standing = exact_standing(self._live, self._scale)

    # ---- quick -----------------------------------------------------------------------------

    def _quick_standing(self, card: Scorecard) -> Standing | None:
        quick = self._ready(card)
        if quick is None:
            return None
        scores = quick.unrounded(card)
        self._base = card
        standing = self._room.standing(card, scores, self._scale)
        if standing.scale != self._scale:
            self._scale = standing.scale
            self._live_standing = exact_standing(self._live, self._scale)
        return standing

    def _ready(self, card: Scorecard) -> QuickScores | None:
        """Return what calculates the scores, told of the criteria that were edited."""
        if not is_quick(card):
            return None
        base = self._base
        if self._quick is None or base is None or not _is_alike(card, base):
            return self._begin(card)
        for criterion, before in zip(card.criteria, base.criteria, strict=True):
            if not _same_values(criterion, before):
                values = self._values.column(card, criterion)
                self._known[criterion.name] = _Known(criterion, values)
                self._quick.put(criterion.name, values)
        return self._quick

    def _sampled_frame(self, card: Scorecard, view: View) -> Frame:
        listed = [*view.pinned, *(view.among or ())][:MOST_SHOWN]
        sample, few = self._samples().few(card, np.array(listed, np.int64))
        self._fit_scale(*ends(few.unrounded))
        if not sample.is_whole:
            return sampled_frame(few, self._live, self._live_standing, sample, view)
        ranks = competition_ranks(few.unrounded)
        standing = standing_of(few, few.tiers, ranks, self._scale)
        return make_frame(standing, self._live_standing, view)

    def _samples(self) -> Sampled:
        if self._sampled is None:
            self._sampled = Sampled(self._values, stratified(self._live, self._sample_rows))
        return self._sampled

    def _begin(self, card: Scorecard) -> QuickScores:
        plan = self.plan(card)
        scored = ~np.isnan(self.scores(card).unrounded)
        given = Given(
            values=self.values_of(card),
            missing=self._flags(plan, "missing", [group.name for group in card.groups]),
            fires=self._flags(plan, "fires", [item.name for item in card.adjustments if item.when]),
            scored=scored,
        )
        self._quick, self._base = QuickScores(card, given), card
        return self._quick

    def _learn(self, card: Scorecard) -> None:
        """Have DuckDB calculate the criteria whose values are not known as they are now."""
        stale = [
            criterion
            for criterion in card.criteria
            if criterion.name not in self._known
            or not _same_values(criterion, self._known[criterion.name].criterion)
        ]
        found = self._values.of(self.plan(card), [f"value.{item.name}" for item in stale])
        for criterion in stale:
            self._known[criterion.name] = _Known(criterion, found[f"value.{criterion.name}"])

    def _flags(self, plan: Plan, what: str, names: Sequence[str]) -> dict[str, Flags]:
        wanted = plan.only([f"{what}.{name}" for name in names])
        if not wanted.outputs:
            return {}
        found = plan_arrays(self._values.engine, wanted, self._values.table)
        flags = {name: cast("Floats", found[f"{what}.{name}"]) > 0.0 for name in names}
        return {name: flag for name, flag in flags.items() if what == "fires" or flag.any()}


def _same_values(criterion: Criterion, before: Criterion) -> bool:
    """Return whether two versions of a criterion give each row the same value."""
    return criterion is before or criterion == before.model_copy(
        update={"weight": criterion.weight}
    )


def _is_alike(card: Scorecard, base: Scorecard) -> bool:
    """Return whether two cards differ in weights, values, limits and amounts only."""
    plain = {"rounding", "tiers", "scaling", "reasons", "score", "adjustments", "coverage"}
    same = all(
        getattr(card, name) == getattr(base, name)
        for name in type(card).model_fields
        if name not in plain | {"title", "description", "owner"}
    )
    whens = [(item.name, item.when, item.if_missing) for item in card.adjustments]
    return (
        same
        and whens == [(item.name, item.when, item.if_missing) for item in base.adjustments]
        and _shape(card.score) == _shape(base.score)
    )


def _shape(group: GroupParts) -> list[Any]:
    return [
        (member.name, None if isinstance(member, Criterion) else (_shape(member), member.missing))
        for member in group.of
    ]
