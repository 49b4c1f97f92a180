"""Each edit as a method of a session."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypedDict, Unpack

from scoring_kit.playground import edits
from scoring_kit.playground.edits import Edit
from scoring_kit.playground.history import Entry
from scoring_kit.playground.monotone import Direction
from scoring_kit.playground.rebalance import Rebalancing
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.value_functions.categories import Key


class How(TypedDict, total=False):
    """How an edit is made: see `Session.apply`."""

    author: str | None
    merge: bool


class SessionEdits(ABC):
    """Methods that make an edit by its name; all take `author` and `merge` as `apply` does."""

    live: Scorecard

    @property
    @abstractmethod
    def locks(self) -> frozenset[str]:
        """Names of criteria and groups whose weight stays when others change."""

    @property
    @abstractmethod
    def rebalancing(self) -> Rebalancing:
        """What the other weights of a group do when one of them changes."""

    @abstractmethod
    def apply(self, edit: Edit, *, author: str | None = None, merge: bool = False) -> Entry | None:
        """Make an edit, and return its entry in the history; None if it changes nothing."""

    def set_weight(self, name: str, weight: float, **how: Unpack[How]) -> Entry | None:
        """Give a criterion or group another weight, under the locks and the rebalancing set."""
        return self.apply(self.weight_edit(name, weight), **how)

    def weight_edit(self, name: str, weight: float) -> edits.SetWeight:
        """Return the edit that `set_weight` makes, say for a preview."""
        return edits.SetWeight(name, weight, self.rebalancing, self.locks)

    def set_aggregation(
        self,
        group: str,
        aggregate: str | Mapping[str, object],
        *,
        at_least: float | None = None,
        zero: bool = False,
        **how: Unpack[How],
    ) -> Entry | None:
        """Make the value of a group in another way; the root is named ``score``."""
        return self.apply(edits.SetAggregation(group, aggregate, at_least, zero), **how)

    def move_knot(
        self,
        criterion: str,
        knot: int,
        x: float | None = None,
        value: float | None = None,
        **how: Unpack[How],
    ) -> Entry | None:
        """Give a knot another input or value; 0 is the leftmost."""
        return self.apply(edits.MoveKnot(criterion, knot, x, value), **how)

    def add_knot(
        self, criterion: str, x: float, value: float | None = None, **how: Unpack[How]
    ) -> Entry | None:
        """Put a knot between others, or beyond them; on the line where `value` is None."""
        return self.apply(edits.AddKnot(criterion, x, value), **how)

    def delete_knot(self, criterion: str, knot: int, **how: Unpack[How]) -> Entry | None:
        """Take a knot away."""
        return self.apply(edits.DeleteKnot(criterion, knot), **how)

    def snap_monotone(
        self, criterion: str, direction: Direction | None = None, **how: Unpack[How]
    ) -> Entry | None:
        """Change the values of knots or bins as little as possible, so that they go one way."""
        return self.apply(edits.SnapMonotone(criterion, direction), **how)

    def set_bin_edge(
        self, criterion: str, bin: int, edge: float, **how: Unpack[How]
    ) -> Entry | None:
        """Move the upper edge of a bin; 0 is the lowest."""
        return self.apply(edits.SetBinEdge(criterion, bin, edge), **how)

    def set_bin_points(
        self, criterion: str, bin: int, points: float | str, **how: Unpack[How]
    ) -> Entry | None:
        """Give a bin another value."""
        return self.apply(edits.SetBinPoints(criterion, bin, points), **how)

    def set_category_points(
        self, criterion: str, category: Key | None, points: float | str, **how: Unpack[How]
    ) -> Entry | None:
        """Give a category, and those in the same branch, another value; None for `other`."""
        return self.apply(edits.SetCategoryPoints(criterion, category, points), **how)

    def set_missing(
        self,
        name: str,
        policy: float | str | Mapping[str, object] | None,
        **how: Unpack[How],
    ) -> Entry | None:
        """Say what a criterion or group yields where its input is missing."""
        return self.apply(edits.SetMissing(name, policy), **how)

    def set_tier(self, tier: str, cut: float, **how: Unpack[How]) -> Entry | None:
        """Move the lowest score of a tier."""
        return self.apply(edits.SetTier(tier, cut), **how)

    def set_adjustment(self, name: str, amount: float | str, **how: Unpack[How]) -> Entry | None:
        """Give an adjustment another amount."""
        return self.apply(edits.SetAdjustment(name, amount), **how)

    def switch_adjustment(self, name: str, *, on: bool, **how: Unpack[How]) -> Entry | None:
        """Take an adjustment out, or put it back in its place."""
        return self.apply(edits.SwitchAdjustment(name, on), **how)

    def switch_knock_out(self, name: str, *, on: bool, **how: Unpack[How]) -> Entry | None:
        """Take a knock-out out, or put it back in its place."""
        return self.apply(edits.SwitchKnockOut(name, on), **how)

    def replace(
        self, card: Scorecard, name: str = "another scorecard", **how: Unpack[How]
    ) -> Entry | None:
        """Put another scorecard in place of the draft, say one that was changed in Python."""
        return self.apply(edits.Replace(card, name), **how)

    def reset_to_live(self, **how: Unpack[How]) -> Entry | None:
        """Make the draft what the live version is; one edit, which can be undone."""
        return self.apply(edits.Replace(self.live, "the live version"), **how)
