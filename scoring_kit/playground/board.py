"""A table in memory and the scores of draft and live on it: quick while dragging, then exact."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Floats, kept_in_memory, plan_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.impact.ranks import competition_ranks
from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground import compiled
from scoring_kit.playground.columns import Columns
from scoring_kit.playground.drags import Drags
from scoring_kit.playground.exact import exact_scores, explanation_plan
from scoring_kit.playground.frame import Frame, View, make_frame, shared_scale
from scoring_kit.playground.kept import Kept
from scoring_kit.playground.memory import fits
from scoring_kit.playground.preview_sample import preview_sample
from scoring_kit.playground.quick import Given, is_quick
from scoring_kit.playground.room import EXACT_RANKS_UP_TO
from scoring_kit.playground.sample import SAMPLE_ROWS, stratified
from scoring_kit.playground.sampled import Sampled
from scoring_kit.playground.sampled_frame import sampled_frame
from scoring_kit.playground.standing import Scale, Standing, ends, exact_standing, standing_of
from scoring_kit.playground.values import Column, Flags, Values
from scoring_kit.playground.workers import Workers
from scoring_kit.scorecard.document import checked, hash_of
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.table import Table

MOST_SHOWN = 2_000
"""Rows beside the sample that are looked at because they were pinned or found."""
_CARDS_KEPT = 4
"""Cards whose scores and plans are kept, beside the live one; one where memory is short."""


class Board:
    """Frames of one draft after another, against one live version, on the rows of a table.

    Any thread may ask: quick frames wait for each other, exact ones and scores for nobody.

    Parameters
    ----------
    live, draft
        The live version, and the first draft; the columns that either reads are kept.
    also
        Other columns to keep.
    memory_limit
        Bytes for the values of the criteria and what goes with them; half of what DuckDB may
        take by default. A table beyond it stays where it is, and drags look at a sample.
    sample_rows
        How large a sample is, about. A smaller table is looked at as a whole.

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
        memory_limit: int | None = None,
        sample_rows: int = SAMPLE_ROWS,
    ) -> None:
        cards = [checked(live), checked(draft or live)]
        engine, kept, self.fits = _opened(cards, data, also, table, memory_limit)
        self._values = Values(engine, kept, dict(parameters or {}))
        self._columns = Columns(self._values, keeps=self.fits)
        most = _CARDS_KEPT if self.fits else 1
        self._exact, self._plans = Kept[ExactScores](most), Kept[Plan](_CARDS_KEPT)
        self._sample_rows = sample_rows
        self._sampled: Sampled | None = None
        self._workers = Workers(kernels=compiled.SHARED.ready)
        self._quick_lock, self._live_lock = threading.RLock(), threading.Lock()
        self.live = cards[0]
        self._live = self.scores(self.live)
        scale = Scale.of(*ends(self._live.unrounded))
        self._live_standing = exact_standing(self._live, scale)
        self._drags = Drags(self._columns, self._given, self._workers, self.rows * self.fits)

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
        """The rows, always in the same order; views name them by their number."""
        return self._values.table

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What expressions of the cards are given by name."""
        return self._values.parameters

    # ---- frames ----------------------------------------------------------------------------

    def exact(self, card: Scorecard, view: View) -> Frame:
        """Return the frame of a draft whose scores are those of `score()`, to the bit."""
        found = self.scores(card)
        live = self._live_beside(*ends(found.unrounded))
        return make_frame(exact_standing(found, live.scale), live, view, Workers(1))

    def prepare(self, card: Scorecard) -> None:
        """Get ready for quick frames of drafts that begin with this one."""
        with self._quick_lock:
            if self.fits and is_quick(card):
                if self.rows > EXACT_RANKS_UP_TO:
                    compiled.SHARED.begin()
                self._drags.begin(card)
            else:
                self._samples().few(card, np.zeros(0, np.int64))

    def quick(self, card: Scorecard, view: View) -> Frame:
        """Return the frame of a draft that differs little from the last.

        Its scores have 32 bits, where means and sums are all that the draft is made of and the
        values fit in memory; others are calculated as `score()` does, but on a sample.
        """
        with self._quick_lock:
            scale = self._live_standing.scale
            standing = self._drags.standing(card, scale) if self.fits else None
            if standing is None:
                return self._sampled_frame(card, view)
            live = self._live_on(standing)
            return make_frame(standing, live, view, self._workers, self._drags.moves)

    # ---- what panels ask -------------------------------------------------------------------

    def plan(self, card: Scorecard) -> Plan:
        """Return the plan of all that can be asked about a row under a card."""
        values = self._values
        return self._plans.get(
            hash_of(card), lambda: explanation_plan(card, values.table, values.parameters)
        )

    def scores(self, card: Scorecard) -> ExactScores:
        """Return the scores of a card on each row, as `score()` gives them; kept for a while."""
        engine, table = self._values.engine, self._values.table
        return self._exact.get(
            hash_of(card), lambda: exact_scores(engine, table, card, self.plan(card))
        )

    def values_of(self, card: Scorecard) -> dict[str, Column]:
        """Return the value of each criterion, (rows,) in 32 bits, NaN where it is absent."""
        return self._columns.of(card, self.plan(card))

    def preview_sample(self, card: Scorecard) -> dict[str, Any] | None:
        """Return a sample of the rows in a few bytes; None for a card that is not quick.

        See `preview_sample`. It has the same rows for every card.
        """
        if not is_quick(card):
            return None
        with self._quick_lock:
            sample, few = self._samples().few(card, np.zeros(0, np.int64))
        return preview_sample(few, self._live, sample)

    # ---- within ----------------------------------------------------------------------------

    def _live_beside(self, low: float, high: float) -> Standing:
        """Return the live standing on a scale that holds all scores between these too."""
        with self._live_lock:
            if not self._live_standing.scale.holds(low, high):
                scale = shared_scale((low, high), ends(self._live.unrounded))
                self._live_standing = exact_standing(self._live, scale)
            return self._live_standing

    def _live_on(self, draft: Standing) -> Standing:
        """Return the live standing on the scale of a draft."""
        with self._live_lock:
            if self._live_standing.scale != draft.scale:
                self._live_standing = exact_standing(self._live, draft.scale)
            return self._live_standing

    def _sampled_frame(self, card: Scorecard, view: View) -> Frame:
        listed = [*view.pinned, *(view.among or ())][:MOST_SHOWN]
        sample, few = self._samples().few(card, np.array(listed, np.int64))
        live = self._live_beside(*ends(few.unrounded))
        if not sample.is_whole:
            return sampled_frame(few, self._live, live, sample, view)
        standing = standing_of(few, few.tiers, competition_ranks(few.unrounded), live.scale)
        return make_frame(standing, live, view, self._workers)

    def _samples(self) -> Sampled:
        if self._sampled is None:
            self._sampled = Sampled(self._values, stratified(self._live, self._sample_rows))
        return self._sampled

    def _given(self, card: Scorecard) -> Given:
        plan = self.plan(card)
        return Given(
            values=self.values_of(card),
            missing=self._flags(plan, "missing", [group.name for group in card.groups]),
            fires=self._flags(plan, "fires", [item.name for item in card.adjustments if item.when]),
            scored=~np.isnan(self.scores(card).unrounded),
        )

    def _flags(self, plan: Plan, what: str, names: Sequence[str]) -> dict[str, Flags]:
        wanted = plan.only([f"{what}.{name}" for name in names])
        if not wanted.outputs:
            return {}
        found = plan_arrays(self._values.engine, wanted, self._values.table)
        flags = {name: cast("Floats", found[f"{what}.{name}"]) > 0.0 for name in names}
        return {name: flag for name, flag in flags.items() if what == "fires" or flag.any()}


def _opened(
    cards: Sequence[Scorecard],
    data: object,
    also: Sequence[str],
    name: str | None,
    memory_limit: int | None,
) -> tuple[DuckDBEngine, Table, bool]:
    """Return an engine with the columns that are read, and whether they are in its memory."""
    found = [input_types(card) for card in cards]
    types = {name: kind for each in found for name, kind in each.types.items() if kind is not None}
    read = dict.fromkeys([*types, *(name for each in found for name in each.read), *also])
    engine, opened = Source(data, types, name).open(tuple(read))
    columns = [name for name in read if name in opened.columns]
    criteria = max(len(card.criteria) for card in cards)
    if fits(engine, opened, criteria=criteria, columns=len(columns), limit=memory_limit):
        return engine, kept_in_memory(engine, opened, columns), True
    # DuckDB gives rows in the order of their file, as its connection is told to
    return engine, replace(opened, keeps_order=True), False
