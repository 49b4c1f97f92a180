"""A scorecard for people to read: the card in words, with a small picture of each criterion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring_kit.display.markup import Child, Markup, element, join, said, some
from scoring_kit.display.numbers import percent, plural, rounded
from scoring_kit.display.pictures import Column
from scoring_kit.display.style import columns, header, note, output, section
from scoring_kit.display.tables import lines, marked
from scoring_kit.scorecard.html_pictures import value_picture
from scoring_kit.scorecard.html_policies import (
    aggregation_in_words,
    group_in_words,
    policies_in_words,
)
from scoring_kit.scorecard.html_sections import (
    MOST_LINES,
    Line,
    after_the_tree,
    more,
    texts_in_words,
    what_is_read,
)
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    GroupParts,
    Root,
    Scorecard,
    placed_members,
)
from scoring_kit.scorecard.value_functions.phrases import Axis
from scoring_kit.scorecard.weights import effective_weights

MOST_MEMBERS = 40
"""Criteria and groups that are shown; the rest is counted."""
DEEPEST = 4
"""Levels that are set in; deeper ones stand below this one."""

Behind = Mapping[str, Sequence[Column]]


def scorecard_html(card: Scorecard) -> str:
    """Return the whole card in words.

    Examples
    --------
    >>> from scoring_kit.scorecard.files import read_scorecard
    >>> html = scorecard_html(read_scorecard("data/book_club.yaml"))
    >>> "80 at 6, 50 at 12, 15 at 24" in html
    True
    """
    counted = plural(len(card.criteria), "criterion", "criteria")
    title = None if card.title is None else said(card.title)
    description = None if card.description is None else element("p", said(card.description, 600))
    owner = None if card.owner is None else join(["owner ", said(card.owner, 60)])
    aside = join([part for part in (counted, owner) if part is not None], ", ")
    heading = header(said(card.name, 80), title, aside=aside)
    return output(heading, description, *card_parts(card), label=f"Scorecard {card.name}")


def card_parts(
    card: Scorecard,
    *,
    members: int = MOST_MEMBERS,
    entries: int = MOST_LINES,
    behind: Behind | None = None,
    live: Scorecard | None = None,
) -> list[Markup | None]:
    """Return the parts of a card in words: its tree, what follows it, what is read, texts.

    members, entries: of which at most so many are shown. behind: the data that stand behind
    the picture of a criterion, by its name. live: another version, of which weights and values
    stand beside those that differ.
    """
    beside = _Beside(behind or {}, live)
    return [
        section("The score in words", _tree(card, members, beside)),
        _part("From the root to the score", after_the_tree(card, entries)),
        columns(
            _part("What is read", what_is_read(card, entries)),
            _part("Reason texts", texts_in_words(card, entries)),
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a card: the data behind its pictures, and another version."""

    behind: Behind
    live: Scorecard | None

    @property
    def weights(self) -> Mapping[str, float]:
        """The effective weights of the other version."""
        return {} if self.live is None else effective_weights(self.live.score)

    def picture(self, criterion: Criterion) -> Markup | None:
        """Return the picture of a criterion over its data, the other version dashed."""
        others = () if self.live is None else self.live.criteria
        live = next((other for other in others if other.name == criterion.name), None)
        return value_picture(criterion, self.behind.get(criterion.name, ()), live)


def _part(title: str, found: Iterable[Line]) -> Markup | None:
    """Return a section of lines, or nothing where there are none."""
    drawn = [
        element("div", element("span", name), " ", element("span", words), class_="entry")
        for name, words in found
    ]
    return section(title, *drawn) if drawn else None


def _tree(card: Scorecard, most: int, beside: _Beside) -> Markup:
    weights = effective_weights(card.score)
    placed = list(placed_members(card.score))
    shown, left = some(placed, most)
    rows: list[Child] = [_group(card.score, None, 0, None)]
    for place, member, parent in shown:
        depth = min(len(place) // 2, DEEPEST)
        if isinstance(member, Criterion):
            drawn = beside.picture(member)
            weight = _weight(member, parent, weights, beside)
            rows.append(_criterion(card, member, depth, drawn, weight))
        else:
            rows.append(_group(member, parent, depth, _weight(member, parent, weights, beside)))
    if left:
        hidden = [member for _, member, _ in placed[len(shown) :]]
        criteria = sum(isinstance(member, Criterion) for member in hidden)
        rows.append(note(more(criteria, "criteria") if criteria else more(left, "groups")))
    return element("div", *rows, class_="tree")


def _group(
    group: Group | Root, parent: GroupParts | None, depth: int, weight: Markup | None
) -> Markup:
    rest = list(group_in_words(group, parent))
    words = [
        _named(group, aggregation_in_words(group)),
        None if group.description is None else element("p", said(group.description)),
        element("p", join(rest, "; "), class_="note") if rest else None,
    ]
    cells = [element("div", *words), element("div", weight, class_="weight")]
    return element("div", join(cells, " "), class_=f"group in{depth}")


def _criterion(
    card: Scorecard,
    criterion: Criterion,
    depth: int,
    drawn: Markup | None,
    weight: Markup | None,
) -> Markup:
    reads = None
    if criterion.column not in (None, criterion.name):
        reads = join(["from ", said(criterion.column, 80)])
    words = [
        _named(criterion, reads),
        None if criterion.description is None else element("p", said(criterion.description)),
        element("p", sentence(criterion.value.in_words(axis_of(card, criterion)))),
        element("p", sentence(policies_in_words(card, criterion)), ".", class_="note"),
    ]
    cells = [
        element("div", *words),
        element("div", drawn, class_="drawn"),
        element("div", weight, class_="weight"),
    ]
    return element("div", join(cells, " "), class_=f"criterion in{depth}")


def axis_of(card: Scorecard, criterion: Criterion) -> Axis:
    """Return unit and valid range of the input that a criterion reads."""
    declared = card.inputs.get(criterion.column) if criterion.column is not None else None
    if declared is None:
        return Axis()
    low, high = declared.valid or (None, None)
    return Axis(
        declared.unit, -math.inf if low is None else low, math.inf if high is None else high
    )


def sentence(words: Markup) -> Markup:
    """Return words with a capital at the beginning, where they begin with a letter."""
    return Markup(words[:1].upper() + words[1:])


def _named(member: Criterion | Group | Root, about: Markup | None) -> Markup:
    title = None if member.title is None else said(member.title)
    parts = [part for part in (about, title) if part is not None]
    name = element("b", member.name)
    return element("div", join([name, *(marked("quiet", part) for part in parts)], "  "))


def _weight(
    member: Criterion | Group,
    parent: GroupParts,
    weights: Mapping[str, float],
    beside: _Beside,
) -> Markup:
    """Return the effective weight, the weight as it is written where there is one, and live's."""
    written = f"weight {rounded(member.weight)}" if parent.aggregation.has_weights else None
    effective = percent(weights[member.name])
    before = beside.weights.get(member.name)
    live = None if before is None or percent(before) == effective else f"live {percent(before)}"
    told = [marked("label", words) for words in (written, live) if words is not None]
    return lines(element("b", effective), *told)
