"""A scorecard with other numbers in its tree, at a small part of what it costs to parse it anew.

While a weight or a knot is dragged, a document is validated tens of times a second; all but a few
of its parts are as they were.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from scoring_kit.scorecard.models import ROOT, Criterion, Group, GroupParts, Scorecard
from scoring_kit.scorecard.plain import plain_problems
from scoring_kit.scorecard.problems import Place
from scoring_kit.scorecard.validation import problems_of_revised

Parts = TypeVar("Parts", bound=GroupParts)

DEFAULT_WEIGHT: float = Criterion.model_fields["weight"].default


def revised(card: Scorecard, data: Mapping[str, Any], places: Iterable[Place]) -> Scorecard | None:
    """Return what `parse_scorecard` makes of data, which differ from a card at some places only.

    None where that takes more than looking at these places: where they are not all weights or
    parts of a value function without expressions, and where something may be wrong with them.

    Parameters
    ----------
    card
        A valid scorecard.
    data
        Its document with other values at these places; its weights and value functions are
        taken from there.
    places
        Where the document of the card and `data` differ, at most.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.scorecard import to_document
    >>> card = sk.example("hfi").scorecard
    >>> data = to_document(card)
    >>> data["score"]["of"][0]["weight"] = 3
    >>> revised(card, data, [("score", "of", 0, "weight")]).score.of[0].weight
    3.0
    """
    touched: dict[Place, bool] = {}  # members, with whether their value function has changed
    for place in places:
        member, fields = _split(place)
        if not member or fields[:1] not in (("weight",), ("value",)):
            return None
        touched[member] = touched.get(member, False) or fields[0] == "value"
    revision = _Revision(touched)
    try:
        score = revision.group(card.score, data[ROOT], (ROOT,))
    except _MustBeParsed:
        return None
    found = card.model_copy(update={"score": score})
    return None if problems_of_revised(found, revision.criteria) else found


class _MustBeParsed(Exception):
    """The data must be parsed as a whole, be it to tell what is wrong with them."""


def _split(place: Place) -> tuple[Place, Place]:
    """Return the place of the member that a place is in, and the rest of it."""
    end = 1
    while place[end : end + 1] == ("of",) and end + 1 < len(place):
        end += 2
    return (place[:end], place[end:]) if place[:1] == (ROOT,) and end > 1 else ((), place)


@dataclass(frozen=True, slots=True)
class _Revision:
    """The tree made anew on the way to its touched members.

    touched: their places, with whether the value function has changed. criteria: those of the
    new tree of which that holds.
    """

    touched: Mapping[Place, bool]
    criteria: dict[Place, Criterion] = field(default_factory=dict[Place, Criterion])

    def group(self, group: Parts, data: Mapping[str, Any], place: Place) -> Parts:
        """Return a group with its members as the data say."""
        members = list(group.of)
        for index, member in enumerate(members):
            here = (*place, "of", index)
            if any(touched[: len(here)] == here for touched in self.touched):
                members[index] = self._member(member, data["of"][index], here)
        found = group.model_copy(update={"of": tuple(members)})
        if found.lacks_weights:
            raise _MustBeParsed
        return found

    def _member(
        self, member: Criterion | Group, data: Mapping[str, Any], place: Place
    ) -> Criterion | Group:
        if self.touched.get(place):
            return self._criterion(member, data, place)
        if place in self.touched:
            member = member.model_copy(update={"weight": _weight(data)})
        is_above = any(
            len(touched) > len(place) and touched[: len(place)] == place for touched in self.touched
        )
        return self.group(member, data, place) if is_above and isinstance(member, Group) else member

    def _criterion(
        self, before: Criterion | Group, data: Mapping[str, Any], place: Place
    ) -> Criterion:
        if plain_problems(data):
            raise _MustBeParsed
        try:
            found = Criterion.model_validate(data)
        except ValidationError:
            raise _MustBeParsed from None
        if not isinstance(before, Criterion) or type(found.value) is not type(before.value):
            raise _MustBeParsed
        if [*found.value.uses(), *before.value.uses()]:  # it may bring other inputs, or types
            raise _MustBeParsed
        self.criteria[place] = found
        return found


def _weight(data: Mapping[str, Any]) -> float:
    weight = data.get("weight", DEFAULT_WEIGHT)
    if type(weight) not in (int, float) or not 0.0 <= weight < math.inf:
        raise _MustBeParsed
    try:
        return float(weight) + 0.0  # no -0.0
    except OverflowError:
        raise _MustBeParsed from None
