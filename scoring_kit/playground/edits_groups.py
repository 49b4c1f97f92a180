"""Edits of the tree: the weight of a criterion or group, and the aggregation of a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits_base import PlacedEdit, Values, as_written
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.playground.paths import ABSENT
from scoring_kit.playground.rebalance import Rebalancing, rebalanced
from scoring_kit.scorecard.models import GroupParts
from scoring_kit.scorecard.problems import spell


@dataclass(frozen=True)
class SetWeight(PlacedEdit):
    """Give a criterion or group another weight; the others of its group may follow.

    name: of the criterion or group. weight: finite, ≥ 0. rebalancing: how the others follow,
    see `rebalanced`; in a sum they never do, as its weights are multipliers. locked: names of
    members whose weight stays.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetWeight("recency", 0.46)
    >>> edit.label(draft, edit.apply(draft))
    'recency: weight 0.55 -> 0.46 (2 others follow)'
    """

    kind = "weight"
    target_fields = ("name",)

    name: str
    weight: float
    rebalancing: Rebalancing = "proportional"
    locked: frozenset[str] = frozenset()

    def values(self, draft: Draft) -> Values:
        found = draft.placed(self.name)
        method = found.parent.aggregation
        if not method.has_weights:
            message = f"{self.name!r} belongs to a {method.name}, where weights mean nothing; "
            message += "give that group an aggregation with weights first, such as mean"
            raise EditError("weight_not_used", spell((*found.place, "weight")), message)
        after = rebalanced(
            weights_of(found.parent),
            self.name,
            self.weight,
            locked=self.locked,
            rebalancing=self.rebalancing if method.is_mean else "none",
        )
        inside = found.place[:-1]
        return [
            ((*inside, index, "weight"), after[member.name])
            for index, member in enumerate(found.parent.of)
            if after[member.name] != member.weight
        ]

    def label(self, before: Draft, after: Draft) -> str:
        lines = self.lines(before, after)
        own = [line for line in lines if line.startswith(f"{self.name}: weight ")]
        if not own:
            return super().label(before, after)
        following = len(lines) - 1
        others = "1 other follows" if following == 1 else f"{following} others follow"
        return f"{own[0]} ({others})" if following else own[0]


@dataclass(frozen=True)
class SetAggregation(PlacedEdit):
    """Make the value of a group in another way.

    group: its name, ``score`` for the root. aggregate: as in the document, such as ``mean`` or
    ``{"power_mean": 2}``. at_least, zero: what geometric, harmonic and power means do with
    members at or below 0; without them, these means are refused where such members can come.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetAggregation("taste", "max")
    >>> edit.label(draft, edit.apply(draft))
    'taste: aggregate mean -> max'
    """

    kind = "aggregation"
    target_fields = ("group",)

    group: str
    aggregate: str | Mapping[str, object]
    at_least: float | None = None
    zero: bool = False

    def values(self, draft: Draft) -> Values:
        place, _ = draft.group(self.group)
        at = (*place, "at_least")
        floor = ABSENT if self.at_least is None else finite(self.at_least, spell(at), "at_least")
        return [
            ((*place, "aggregate"), as_written(self.aggregate)),
            (at, floor),
            ((*place, "zero"), "zero" if self.zero else ABSENT),
        ]


def weights_of(group: GroupParts) -> dict[str, float]:
    """Return the weights of a group's members as written, by name."""
    return {member.name: member.weight for member in group.of}
