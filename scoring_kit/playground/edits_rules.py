"""Edits around the tree: missing policies, tiers, adjustments, knock-outs, the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from scoring_kit.playground.draft import SECTIONS, Draft, Section, is_on, unknown
from scoring_kit.playground.edits_base import Edit, PlacedEdit, Values, amount, as_written
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.playground.paths import ABSENT
from scoring_kit.scorecard.changes_data import number
from scoring_kit.scorecard.fields import describe
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.problems import spell
from scoring_kit.scorecard.sections import ACTIONS


@dataclass(frozen=True)
class SetMissing(PlacedEdit):
    """Say what a criterion or group yields where its input is missing.

    policy: a number, a word such as ``worst`` or ``reweight``, or a mapping with a value and a
    reason, as in the document; None for what `defaults` say.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetMissing("spend", "reweight")
    >>> edit.label(draft, edit.apply(draft))
    'spend: added missing reweight'
    """

    kind = "missing policy"
    target_fields = ("name",)

    name: str
    policy: float | str | Mapping[str, object] | None

    def values(self, draft: Draft) -> Values:
        place = (*draft.placed(self.name).place, "missing")
        policy = self.policy
        if policy is None:
            return [(place, ABSENT)]
        if isinstance(policy, str | Mapping):
            return [(place, as_written(policy))]
        return [(place, finite(policy, spell(place), "what is missing counts as"))]


@dataclass(frozen=True)
class SetTier(PlacedEdit):
    """Move the lowest score of a tier between those of its neighbours.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetTier("A", 65)
    >>> edit.label(draft, edit.apply(draft))
    'tier A: 60 -> 65'
    """

    kind = "tier cut"
    target_fields = ("tier",)

    tier: str
    cut: float

    def values(self, draft: Draft) -> Values:
        tiers = draft.scorecard.tiers
        names = [name for name, _ in tiers]
        if self.tier not in names:
            raise unknown("tier", self.tier, names)
        place = ("tiers", self.tier)
        cut = finite(self.cut, spell(place), "the lowest score of a tier")
        here = names.index(self.tier)
        above = [(name, other) for name, other in tiers[:here] if other <= cut]
        below = [(name, other) for name, other in tiers[here + 1 :] if other >= cut]
        if above or below:
            name, other = (above[-1:] or below[:1])[0]
            side = "below" if above else "above"
            message = f"tier {self.tier!r} starts {side} tier {name!r}, which starts at "
            message += f"{number(other)}; found {number(cut)}: move tier {name!r} first"
            raise EditError("not_decreasing", spell(place), message)
        return [(place, cut)]


@dataclass(frozen=True)
class SetAdjustment(PlacedEdit):
    """Give an adjustment another amount: what it adds, multiplies by, caps or floors at.

    amount: a number, or an expression.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetAdjustment("owns_italian_art", 8)
    >>> edit.label(draft, edit.apply(draft))
    'adjustment owns_italian_art: add 5 -> 8'
    """

    kind = "adjustment"
    target_fields = ("name",)

    name: str
    amount: float | str

    def values(self, draft: Draft) -> Values:
        place, item = draft.item("adjustments", self.name)
        if not is_on(item):
            message = f"adjustment {self.name!r} is switched off; switch it on first"
            raise EditError("switched_off", spell(place), message)
        action = next(name for name in ACTIONS if name in item)
        here = (*place, action)
        return [(here, amount(self.amount, here, f"what it does ({action})"))]


@dataclass(frozen=True)
class _Switch(PlacedEdit):
    """Take something out of the scorecard, or put it back in its place."""

    target_fields = ("name",)
    section: ClassVar[Section]

    name: str
    on: bool

    def values(self, draft: Draft) -> Values:
        place, _ = draft.item(self.section, self.name)
        if not isinstance(self.on, bool):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks
            message = f"on is true or false, found {describe(self.on)}"
            raise EditError("wrong_type", spell(place), message)
        return [((*place, "on"), ABSENT if self.on else False)]

    def label(self, before: Draft, after: Draft) -> str:
        del before, after
        return f"{SECTIONS[self.section]} {self.name} switched {'on' if self.on else 'off'}"


@dataclass(frozen=True)
class SwitchAdjustment(_Switch):
    """Take an adjustment out of the scorecard, or put it back in its place.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SwitchAdjustment("at_most_100", on=False)
    >>> edit.label(draft, edit.apply(draft))
    'adjustment at_most_100 switched off'
    """

    kind = "switch adjustment"
    section = "adjustments"


@dataclass(frozen=True)
class SwitchKnockOut(_Switch):
    """Take a knock-out out of the scorecard, or put it back in its place.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SwitchKnockOut("lapsed", on=False)
    >>> edit.label(draft, edit.apply(draft))
    'knock-out lapsed switched off'
    """

    kind = "switch knock-out"
    section = "knock_outs"


@dataclass(frozen=True)
class Replace(Edit):
    """Put another scorecard in place of this one: a draft made in Python, or the live version.

    name: what it is called in the history.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.example("book_club").scorecard
    >>> other = card.model_copy(update={"tiers": (("yes", 50.0), ("no", 0.0))})
    >>> Replace(other, "fewer tiers").apply(Draft.of(card)).scorecard.tiers
    (('yes', 50.0), ('no', 0.0))
    """

    kind = "replace"
    merges = False

    card: Scorecard
    name: str = "another scorecard"

    def apply(self, draft: Draft) -> Draft:
        del draft
        return Draft.of(self.card)

    def label(self, before: Draft, after: Draft) -> str:
        count = len(self.lines(before, after))
        changes = "1 change" if count == 1 else f"{count} changes"
        return f"changed to {self.name} ({changes})"
