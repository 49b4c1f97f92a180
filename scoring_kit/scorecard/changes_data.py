"""Changes of plain data: what differs, and how both sides are spelt alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, cast

from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.writing_changes import is_same

Kind = Literal["changed", "added", "removed", "moved"]
Handler = Callable[[str, str, Any, Any, Place], Iterator["Change"]]
"""(owner, label, before, after, place) -> changes; `label` names a part of the owner."""

MOST_ALIGNED = 6
"""Decimals up to which two numbers are written with as many."""
LONGEST = 60
_PLAIN = re.compile(r"[\w$.-]+\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    place: in the new document, or in the old one for what is removed. before, after: plain
    data, None where there is none. text: the change in one line.
    """

    place: str
    kind: Kind
    before: object
    after: object
    text: str

    def __str__(self) -> str:
        return self.text


def added(owner: str, label: str, after: Any, place: Place) -> Change:
    """Return the change for something that is new: "recency: added reason R1"."""
    text = f"added {label} {spelt(after)}" if owner else f"added {label} ({_inner(after)})"
    return Change(spell(place), "added", None, after, _of(owner, text))


def removed(owner: str, label: str, before: Any, place: Place) -> Change:
    """Return the change for something that is gone."""
    text = f"removed {label} {spelt(before)}" if owner else f"removed {label} ({_inner(before)})"
    return Change(spell(place), "removed", before, None, _of(owner, text))


def changed(owner: str, label: str, before: Any, after: Any, place: Place) -> Change:
    """Return the change from one value to another: "recency: weight 0.50 -> 0.40"."""
    text = arrow(before, after, least=2 if label == "weight" else 0)
    return Change(
        spell(place), "changed", before, after, _of(owner, f"{label} {text}" if label else text)
    )


def _of(owner: str, text: str) -> str:
    return f"{owner}: {text}" if owner else text


def compare(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
    """Yield what differs between two pieces of plain data, mappings field by field."""
    if is_same(before, after):
        return
    old, new = fields_of(before), fields_of(after)
    if old is not None and new is not None:
        for name in merged(old, new):
            below = f"{label} {name}" if label else name
            yield from compare(owner, below, old.get(name), new.get(name), (*place, name))
    elif _is_nothing(before):
        yield added(owner if label else "", label or owner, after, place)
    elif _is_nothing(after):
        yield removed(owner if label else "", label or owner, before, place)
    else:
        yield changed(owner, label, before, after, place)


def fields_of(data: Any) -> dict[str, Any] | None:
    """Return the data if it is a mapping, else None."""
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _is_nothing(data: Any) -> bool:
    return data is None or data in ({}, [])


def compare_mappings(
    noun: str, before: Mapping[str, Any], after: Mapping[str, Any], place: Place
) -> Iterator[Change]:
    """Yield what differs between mappings whose entries are things: tiers, inputs."""
    for name in merged(before, after):
        here = (*place, name)
        if name not in after:
            yield removed("", f"{noun} {name}", before[name], here)
        elif name not in before:
            yield added("", f"{noun} {name}", after[name], here)
        else:
            yield from compare(f"{noun} {name}", "", before[name], after[name], here)


def compare_named(
    noun: str, before: Sequence[Any], after: Sequence[Any], place: Place
) -> Iterator[Change]:
    """Yield what differs between lists of things with a `name`, in the order of the new list."""
    old, new = ({item["name"]: item for item in items} for items in (before, after))
    places = {item["name"]: index for index, item in enumerate(before)}
    moved = moved_names(
        [name for name in old if name in new], [name for name in new if name in old]
    )
    for index, (name, item) in enumerate(new.items()):
        here = (*place, index)
        if name not in old:
            yield added("", f"{noun} {name}", _rest(item), here)
            continue
        if name in moved:
            text = f"moved {noun} {name} to place {index + 1}"
            yield Change(spell(here), "moved", places[name], index, text)
        yield from compare(f"{noun} {name}", "", _rest(old[name]), _rest(item), here)
    for name, item in old.items():
        if name not in new:
            yield removed("", f"{noun} {name}", _rest(item), (*place, places[name]))


def _rest(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "name"}


def moved_names(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return which names changed places, given the same names in two orders."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    staying = {
        name
        for block in matcher.get_matching_blocks()
        for name in before[block.a : block.a + block.size]
    }
    return set(before) - staying


def merged(before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    """Return all names: those of `after` in order, the others behind what they followed."""
    names = list(after)
    position = 0
    for name in before:
        if name in names:
            position = names.index(name) + 1
        else:
            names.insert(position, name)
            position += 1
    return names


# ---- spelling ------------------------------------------------------------------------------


def arrow(before: Any, after: Any, *, least: int = 0) -> str:
    """Return "0.50 -> 0.45": two values with as many decimals; `least` where there are some."""
    if _is_number(before) and _is_number(after):
        return " -> ".join(_aligned(float(before), float(after), least))
    if isinstance(before, str) and isinstance(after, str):
        before, after = from_difference(before, after)
    one, other = spelt(before), spelt(after)
    return "changed" if one == other else f"{one} -> {other}"


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _aligned(before: float, after: float, least: int) -> tuple[str, str]:
    texts = number(before), number(after)
    if any("e" in text for text in texts):
        return texts
    lengths = [len(text.partition(".")[2]) for text in texts]
    decimals = max(*lengths, least) if any(lengths) else 0
    if decimals > MOST_ALIGNED:  # such as 0.466666666666667: a row of noughts tells nothing
        lengths = [max(length, least) for length in lengths]
    else:
        lengths = [decimals, decimals]
    return f"{before:.{lengths[0]}f}", f"{after:.{lengths[1]}f}"


def from_difference(before: str, after: str) -> tuple[str, str]:
    """Return long texts from shortly before the first sign in which they differ."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    pairs = zip(before, after, strict=False)
    same = next((i for i, (one, other) in enumerate(pairs) if one != other), LONGEST)
    start = max(0, same - 15)
    return ("..." + before[start:], "..." + after[start:]) if start else (before, after)


def spelt(data: Any) -> str:
    """Return plain data as a short text; what is None is left out of mappings."""
    if data is None:
        return "none"
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, int | float):
        return number(float(data))
    if isinstance(data, str):
        return data if _PLAIN.match(data) else f'"{_short(data)}"'
    if isinstance(data, dict):
        return f"{{{_inner(data)}}}"
    items = [spelt(item) for item in data]
    if len(items) > 8:
        items = [*items[:3], "...", items[-1]]
    return f"[{', '.join(items)}]"


def _inner(data: Any) -> str:
    """Return what `spelt` gives, for a mapping without its braces."""
    fields = fields_of(data)
    if fields is None:
        return spelt(data)
    parts = [f"{key}: {spelt(value)}" for key, value in fields.items() if not _is_nothing(value)]
    return _short(", ".join(parts), 2 * LONGEST)


def number(value: float) -> str:
    """Return a number as short as it reads back: 12, 0.5, 1e+30."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _short(text: str, length: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 3] + "..."
