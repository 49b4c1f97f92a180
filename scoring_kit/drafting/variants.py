"""Texts that look like one category in several spellings, or like no value at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring_kit.drafting.spelling import listed, shown

MOST_SHOWN = 3
"""Groups of spellings, and texts like no value, that a comment names."""

_LIKE_NOTHING = frozenset({"", "n/a", "#n/a", "na", "nan", "null", "-", "--", "?", ".", "missing"})


def about_variants(texts: Iterable[str], column: str) -> list[str]:
    """Return comments on texts that differ only in case or blanks, or look like no value.

    column: as an expression names it.

    Examples
    --------
    >>> about_variants(["North", "north ", "South"], "region")[0][:46]
    "'North', 'north ' differ only in case or blank"
    """
    groups = dict[str, list[str]]()
    for text in texts:
        groups.setdefault(text.strip().casefold(), []).append(text)
    several = [group for group in groups.values() if len(group) > 1]
    empty = [text for folded in groups if folded in _LIKE_NOTHING for text in groups[folded]]
    return [*_told_as_one(several, column), *_told_as_missing(empty)]


def _told_as_one(groups: Sequence[Sequence[str]], column: str) -> list[str]:
    if not groups:
        return []
    named = "; ".join(listed(map(shown, group)) for group in groups[:MOST_SHOWN])
    more = " (and others)" if len(groups) > MOST_SHOWN else ""
    advice = f"`lower(trim({column}))` under `derived` makes one category of them"
    return [f"{named} differ only in case or blanks{more}: {advice}."]


def _told_as_missing(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    codes = listed(f"{shown(text)}: no_answer" for text in texts[:MOST_SHOWN])
    verb = "looks" if len(texts) == 1 else "look"
    named = listed(map(shown, texts[:MOST_SHOWN]))
    return [f"{named} {verb} like no value: `special: {{{codes}}}` in `inputs` says so."]
