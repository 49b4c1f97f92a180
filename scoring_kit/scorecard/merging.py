"""Two people edited the same scorecard: both edits in one, and what only they can decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, overload

from scoring_kit.errors import MergeError, nearest
from scoring_kit.scorecard.changes import Changes, data_changes, whole_data
from scoring_kit.scorecard.changes_data import number
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.merging_document import put_together
from scoring_kit.scorecard.merging_ledger import SIDES, Choice, Conflict, Given, Side, Three
from scoring_kit.scorecard.merging_problems import Built, build, problem_conflicts
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.summing import plain_sum

TOLERANCE = 0.005
"""How far two sums of weights may be apart, as a share, and still be called the same."""


@dataclass(frozen=True, slots=True, repr=False)
class Conflicts(Sequence[Conflict]):
    """What a merge leaves to people, in document order; as text, one line each."""

    items: tuple[Conflict, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Conflict: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Conflict, ...]: ...
    def __getitem__(self, index: int | slice) -> Conflict | tuple[Conflict, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __str__(self) -> str:
        return "\n".join(map(str, self.items))

    def __repr__(self) -> str:
        return str(self) or "no conflicts"


@dataclass(frozen=True, slots=True, repr=False)
class Merge:
    """Two edits of one scorecard put together; `merge` makes it.

    Attributes
    ----------
    card
        The merged scorecard; None while there are conflicts.
    conflicts
        What only people can decide, each with its `place`, `words`, and what `base`, `mine` and
        `theirs` have there.
    mine, theirs
        The changes of each side that are in the merged scorecard.
    notes
        What is no conflict and yet good to know, say weights that no longer sum to 1.
    taken
        Whose value holds at each place that differs: "mine", "theirs", "both", "base", or "value"
        for one that was given.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, _ = sk.example("book_club")
    >>> mine = card.model_copy(update={"title": "Who buys?"})
    >>> theirs = card.model_copy(update={"title": "Who will buy?"})
    >>> found = sk.merge(card, mine, theirs)
    >>> found.conflicts[0].place, found.card
    ('title', None)
    >>> found.resolve({"title": "theirs"}).card.title
    'Who will buy?'
    """

    card: Scorecard | None
    conflicts: Conflicts
    mine: Changes
    theirs: Changes
    notes: tuple[str, ...]
    taken: Mapping[str, str]
    _cards: Three[Scorecard]
    _choices: Mapping[str, Choice]
    _known: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    __str__ = __repr__

    def _lines(self) -> Iterator[str]:
        count = len(self.conflicts)
        yield "merged" if not count else "1 conflict" if count == 1 else f"{count} conflicts"
        yield from (f"- {conflict}" for conflict in self.conflicts)
        for side, found in (("mine", self.mine), ("theirs", self.theirs)):
            yield f"from {side}: {'' if len(found) else 'nothing'}".rstrip()
            yield from (f"- {change}" for change in found)
        yield from (f"note: {note}" for note in self.notes)

    def _repr_html_(self) -> str:
        from scoring_kit.scorecard.html_merging import merge_html

        return merge_html(self)

    def resolve(self, choices: Mapping[str, object]) -> Merge:
        """Return the merge with some of its conflicts decided; the others stay.

        Parameters
        ----------
        choices
            By place: "mine", "theirs" or "base" for whose value holds, or another value as plain
            data: a weight, a text, a list of names for an order, None to remove something. Any
            place of `taken` may be decided otherwise too. Of a problem, "mine" takes mine where it
            has to be taken for the problem to go (`mine_at` of the conflict).

        Raises
        ------
        MergeError
            When nothing differs at a place, or a choice does not fit it.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card, _ = sk.example("book_club")
        >>> sides = [card.model_copy(update={"owner": name}) for name in ("ann", "bob")]
        >>> sk.merge(card, *sides).resolve({"owner": "ann and bob"}).card.owner
        'ann and bob'
        """
        found = dict(self._choices)
        for place, choice in choices.items():
            found |= self._expanded(place, choice)
        return _merged(self._cards, found)

    def _expanded(self, place: str, choice: object) -> dict[str, Choice]:
        """Return what a choice comes to, place by place."""
        side: Side | None = next((word for word in SIDES if word == choice), None)
        problem = next(
            (c for c in self.conflicts if c.place == place and c.kind == "problem"), None
        )
        if problem is not None and side in ("mine", "theirs"):
            places = problem.mine_at if side == "mine" else problem.theirs_at
            if places:
                return dict.fromkeys(places, side)
        if place in self._known:
            decided: Choice = Given(choice) if side is None else side
            return {place: decided}
        if problem is not None:
            raise MergeError(f"{place}: this mends nothing; decide {_listed(self._known)}")
        hint = nearest(str(place), self._known) or f"; places: {_listed(self._known)}"
        raise MergeError(f"{place}: both sides have the same there, or it is no place{hint}")


def merge(base: Scorecard, mine: Scorecard, theirs: Scorecard) -> Merge:
    """Put two edits of one scorecard together.

    Criteria, groups, adjustments, knock-outs, tiers, inputs and the like are matched by name,
    wherever they stand. What only one side changed is taken; what both changed alike is taken
    once; what both changed differently is a conflict, and so is what one side removed and the
    other changed. Nothing depends on which side is called mine.

    Value functions of one kind are merged knot by knot, bin by bin, rule by rule and category by
    category; between two that stay, one side's are taken as a whole. The order of a list is taken
    from whoever changed it; what both sides added at the same point stands by name, but
    adjustments and rules, whose order says what they do, are a conflict. The merged scorecard is
    valid: what is only wrong once both sides are put together is a conflict of the kind "problem".

    Parameters
    ----------
    base
        The version that both sides started from.
    mine, theirs
        The two edits of it.

    Returns
    -------
    Merge
        With the merged `card`, or the `conflicts` that are left to decide with `resolve`.

    Raises
    ------
    TypeError
        When one of them is no Scorecard.
    ScorecardError
        When one of them is not valid.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, _ = sk.example("book_club")
    >>> mine = card.model_copy(update={"tiers": (("A", 65.0), *card.tiers[1:])})
    >>> theirs = card.model_copy(update={"title": "Who buys next?"})
    >>> sk.merge(card, mine, theirs)
    merged
    from mine:
    - tier A: 60 -> 65
    from theirs:
    - title: "Who will buy the next art book?" -> "Who buys next?"
    """
    cards = {"base": base, "mine": mine, "theirs": theirs}
    for name, card in cards.items():
        if not isinstance(card, Scorecard):  # pyright: ignore[reportUnnecessaryIsInstance]
            found = type(card).__name__
            message = f"{name}: a Scorecard is expected, found {found}; read_scorecard reads one"
            raise TypeError(message)
    return _merged(Three(*(checked(card) for card in cards.values())), {})


def _merged(cards: Three[Scorecard], choices: Mapping[str, Choice]) -> Merge:
    data = cards.each(whole_data)

    def rebuilt(more: Mapping[str, Choice]) -> Built:
        return build(data, cards, {**choices, **more})

    built = rebuilt({})
    ledger = built.ledger
    if ledger.refused:
        raise MergeError("; ".join(ledger.refused))
    left = {place: who for place, who in ledger.taken.items() if place not in ledger.conflicts}
    conflicts = sorted(ledger.conflicts.values(), key=lambda each: _rank(each.place, data.base))
    conflicts += problem_conflicts(built, rebuilt)
    sides: list[Changes] = []
    for side in ("mine", "theirs"):
        alone: dict[str, Choice] = {**choices, **_without_the_other(left, side)}
        sides.append(data_changes(data.base, put_together(data, alone)[0]))
    notes = ledger.notes if built.card is None else [*ledger.notes, *_of_weights(built.card, cards)]
    return Merge(
        card=built.card,
        conflicts=Conflicts(tuple(conflicts)),
        mine=sides[0],
        theirs=sides[1],
        notes=tuple(notes),
        taken=MappingProxyType(dict(sorted(left.items()))),
        _cards=cards,
        _choices=choices,
        _known=tuple(sorted(ledger.known)),
    )


def _without_the_other(taken: Mapping[str, str], side: str) -> dict[str, Choice]:
    """Return the choices that leave nothing but what one side brought."""
    others = [place for place, who in taken.items() if who not in (side, "both")]
    return dict.fromkeys(others, "base")


def _rank(place: str, document: Mapping[str, Any]) -> tuple[int, str]:
    """Return what conflicts are sorted by: the section of the document, then the place."""
    section = place.partition(".")[0]
    section = "score" if section in ("criteria", "groups") else section
    return [*document].index(section), place


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places[:8]) + (", ..." if len(places) > 8 else "")


# ---- notes ---------------------------------------------------------------------------------


def _of_weights(card: Scorecard, cards: Three[Scorecard]) -> Iterator[str]:
    """Yield where both sides kept a sum of weights that the merged scorecard has not."""
    sums = cards.each(_sums)
    for name, total in _sums(card).items():
        before = [known[name] for known in sums if name in known]
        kept = before[0] if before else 0.0
        if len(before) < 3 or max(abs(each - kept) for each in before) > TOLERANCE * kept:
            continue
        if abs(total - kept) > TOLERANCE * kept:
            yield (
                f"{name}: the weights sum to {number(float(f'{total:.4g}'))}, and to "
                f"{number(float(f'{kept:.4g}'))} on each side; they count by their ratios"
            )


def _sums(card: Scorecard) -> dict[str, float]:
    """Return the sum of weights of each mean."""
    return {
        group.name: plain_sum([member.weight for member in group.of])
        for group in (card.score, *card.groups)
        if group.aggregation.is_mean
    }
