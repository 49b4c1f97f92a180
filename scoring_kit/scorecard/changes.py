"""What differs between two scorecards, one readable line per change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from scoring_kit.scorecard.changes_data import (
    Change,
    Handler,
    added,
    compare,
    compare_mappings,
    compare_named,
    merged,
    removed,
)
from scoring_kit.scorecard.changes_tree import tree_changes
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.problems import Place


@dataclass(frozen=True, slots=True, repr=False)
class Changes(Sequence[Change]):
    """Changes in document order; as text, one line each."""

    items: tuple[Change, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __str__(self) -> str:
        return "\n".join(change.text for change in self.items)

    def __repr__(self) -> str:
        return str(self) or "no changes"

    def _repr_html_(self) -> str:
        from scoring_kit.scorecard.html_changes import changes_html

        return changes_html(self.items)


def changes(old: Scorecard, new: Scorecard) -> Changes:
    """Return what differs between two scorecards, in the order of the new document.

    Criteria and groups are matched by name, wherever they stand. There is no change exactly
    when both have the same hash.

    Examples
    --------
    >>> from scoring_kit.scorecard.files import read_scorecard
    >>> card = read_scorecard("data/book_club.yaml")
    >>> changes(card, card.model_copy(update={"tiers": (("A", 75.0), ("B", 45.0))}))
    tier A: 60 -> 75
    removed tier C (30)
    removed tier D (0)
    """
    return data_changes(whole_data(old), whole_data(new))


def data_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Return what differs between two documents as `whole_data` gives them."""
    found: list[Change] = []
    for name in merged(before, after):
        handler = _SECTIONS.get(name, compare)
        found += compare_with(handler, name, before.get(name), after.get(name))
    return Changes(tuple(found))


def whole_data(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as plain data with its defaults, so that they show when they go."""
    return card.model_dump(mode="json", by_alias=True)


def compare_with(handler: Handler, name: str, before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of one section of the document."""
    yield from handler(name, "", before, after, (name,))


def _mapping_of(noun: str) -> Handler:
    """Return a handler for a mapping whose entries are things by themselves: tier A, input x."""

    def handler(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
        del owner, label
        yield from compare_mappings(noun, before or {}, after or {}, place)

    return handler


def _list_of(noun: str) -> Handler:
    """Return a handler for a list of things with a `name`, matched by it."""

    def handler(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
        del owner, label
        yield from compare_named(noun, before, after, place)

    return handler


def _reasons(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
    """Yield changes of the reasons, with texts by their codes."""
    if before is None or after is None:
        yield from compare(owner, label, before, after, place)
        return
    fields, new_fields = _without(before, "texts"), _without(after, "texts")
    yield from compare(owner, label, fields, new_fields, place)
    texts, new_texts = before["texts"], after["texts"]
    for code in merged(texts, new_texts):
        here = (*place, "texts", code)
        if code not in new_texts:
            yield removed("", f"text of reason {code}", texts[code], here)
        elif code not in texts:
            yield added("", f"text of reason {code}", new_texts[code], here)
        else:
            yield from compare(f"text of reason {code}", "", texts[code], new_texts[code], here)


def _without(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _score(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
    del owner, label, place
    yield from tree_changes(before, after)


_SECTIONS: dict[str, Handler] = {
    "parameters": _mapping_of("parameter"),
    "inputs": _mapping_of("input"),
    "derived": _mapping_of("derived input"),
    "score": _score,
    "adjustments": _list_of("adjustment"),
    "knock_outs": _list_of("knock-out"),
    "tiers": _mapping_of("tier"),
    "reasons": _reasons,
}
