"""The scorecard that is being played with, as data that edits change and as what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring_kit.errors import nearest
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.paths import Data, with_values
from scoring_kit.scorecard.document import checked, parse_scorecard, to_document
from scoring_kit.scorecard.models import (
    ROOT,
    Criterion,
    Group,
    GroupParts,
    Scorecard,
    placed_members,
)
from scoring_kit.scorecard.problems import Place
from scoring_kit.scorecard.revision import revised
from scoring_kit.scorecard.shapes import is_list, is_mapping

Section = Literal["adjustments", "knock_outs"]

SECTIONS: dict[Section, str] = {"adjustments": "adjustment", "knock_outs": "knock-out"}
"""What can be switched off, and what one of them is called."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion or group with its place in the document and the group that it belongs to."""

    place: Place
    member: Criterion | Group
    parent: GroupParts


@dataclass(frozen=True, slots=True)
class Draft:
    """A valid scorecard, and the document that it comes from with what is switched off.

    whole: the document as `to_document` writes it; an adjustment or knock-out that is switched
    off stands in its place there with ``on: False``, and the scorecard goes without it.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> draft.changed([(("tiers", "A"), 65)]).scorecard.tiers[0]
    ('A', 65.0)
    """

    whole: Data
    scorecard: Scorecard

    @classmethod
    def of(cls, card: Scorecard) -> Draft:
        """Return the draft of a scorecard in which everything is switched on."""
        card = checked(card)
        return cls(to_document(card), card)

    @property
    def document(self) -> Data:
        """The scorecard as plain data, without what is switched off."""
        return to_document(self.scorecard)

    def changed(self, values: Iterable[tuple[Place, object]]) -> Draft:
        """Return the draft with other values at some places of `whole`.

        Raises
        ------
        ScorecardError
            When the result is not a valid scorecard; it says all that is wrong.
        """
        values = list(values)
        whole = with_values(self.whole, values)
        card = revised(self.scorecard, whole, [place for place, _ in values])
        if card is not None:
            return Draft(_with_what_is_off(to_document(card), whole), card)
        return self.with_whole(whole)

    def with_whole(self, whole: Data) -> Draft:
        """Return the draft of another document with what is switched off, if it is valid."""
        return Draft.of_whole(whole, self.scorecard.name)

    @classmethod
    def of_whole(cls, whole: Data, source: str) -> Draft:
        """Return the draft of a document with what is switched off, if it is valid.

        source: name of the document in errors.
        """
        lists = {name: whole.get(name) for name in SECTIONS}
        parts = {
            name: [item for item in items if is_on(item)]
            for name, items in lists.items()
            if is_list(items)
        }
        card = parse_scorecard({**whole, **parts}, source=source)
        return cls(_with_what_is_off(to_document(card), whole), card)

    def placed(self, name: str) -> Placed:
        """Return the criterion or group with this name; refuse a name that there is not."""
        for place, member, parent in placed_members(self.scorecard.score):
            if member.name == name:
                return Placed(place, member, parent)
        known = [member.name for _, member, _ in placed_members(self.scorecard.score)]
        raise unknown("criterion or group", name, known)

    def criterion(self, name: str) -> tuple[Place, Criterion]:
        """Return a criterion and its place."""
        known = [criterion.name for criterion in self.scorecard.criteria]
        if name not in known:
            raise unknown("criterion", name, known)
        found = self.placed(name)
        assert isinstance(found.member, Criterion)
        return found.place, found.member

    def group(self, name: str) -> tuple[Place, GroupParts]:
        """Return a group and its place; the root is named ``score``."""
        if name == ROOT:
            return (ROOT,), self.scorecard.score
        known = [ROOT, *(group.name for group in self.scorecard.groups)]
        if name not in known:
            raise unknown("group", name, known)
        found = self.placed(name)
        assert isinstance(found.member, Group)
        return found.place, found.member

    def item(self, section: Section, name: str) -> tuple[Place, Data]:
        """Return an adjustment or knock-out as data, on or off, and its place in `whole`."""
        items = list(self.whole.get(section, ()))
        known = [item["name"] for item in items]
        if name not in known:
            raise unknown(SECTIONS[section], name, known)
        index = known.index(name)
        return (section, index), items[index]


def is_on(item: object) -> bool:
    """Return whether an adjustment or knock-out, as it stands in `Draft.whole`, is in force."""
    return not (is_mapping(item) and item.get("on") is False)


def unknown(noun: str, name: object, known: Iterable[str]) -> EditError:
    """Return the error for a name that there is not, with the nearest one."""
    known = list(known)
    allowed = f"there are {', '.join(known)}" if known else "the scorecard has none"
    message = f"no {noun} {name!r}; {allowed}{nearest(str(name), known)}"
    return EditError("unknown_name", str(name), message)


def _with_what_is_off(document: Data, whole: Data) -> Data:
    """Return a document with what is switched off put back where it stood."""
    for name in SECTIONS:
        items = whole.get(name, ())
        if not all(is_on(item) for item in items):
            written = iter(document.get(name, ()))
            document = {**document, name: [next(written) if is_on(i) else i for i in items]}
    return document
