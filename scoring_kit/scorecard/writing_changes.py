"""The edits that turn a YAML text into one with other data, and leave all else as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.scorecard.source_nodes import Node
from scoring_kit.scorecard.writing_layout import (
    as_double,
    entries_of,
    entry_lines,
    flow_text,
    is_list,
    is_mapping,
    item_lines,
    items_of,
    scalar_text,
    value_lines,
)

_NAMING_KEYS = ("criterion", "group", "name")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field or item as it stands in the text. `start` is that of its key or dash."""

    label: object
    start: int
    key: Node | None
    value: Node
    data: object


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A field or item as it shall be. `key` is None for an item."""

    label: object
    key: object
    data: object


@dataclass(frozen=True, slots=True)
class _Place:
    """The collection that an entry stands in: in one line or not, and under which key."""

    flow: bool
    owner: str


_PLAIN = (str, bool, float, type(None))


def is_same(one: object, other: object) -> bool:
    """Return whether plain data is equal, with 1 equal to 1.0 but not to true.

    Examples
    --------
    >>> is_same({"a": [1]}, {"a": [1.0]}), is_same(1, True)
    (True, False)
    """
    if type(one) is type(other) and type(one) in _PLAIN:  # by far the most, and quickly told
        return one == other
    if is_mapping(one) and is_mapping(other):
        ours, theirs = dict(entries_of(one)), dict(entries_of(other))
        kinds = {(isinstance(key, bool), key) for key in ours}
        return kinds == {(isinstance(key, bool), key) for key in theirs} and all(
            is_same(value, theirs[key]) for key, value in ours.items()
        )
    if is_list(one) and is_list(other):
        ours, theirs = items_of(one), items_of(other)
        return len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return as_double(one) == as_double(other)
    return one == other


def changed_text(text: str, root: Node, old: object, new: object) -> str:
    """Return a text that says `new` instead of `old`.

    text, root, old: a text without problems, its nodes and its data.
    """
    edits = _Changes(text).inside(root, old, new, "")
    return _applied(text, 0, len(text), edits or [])


def _applied(text: str, start: int, end: int, edits: Sequence[_Edit]) -> str:
    """Return the part of a text from start to end with the edits made."""
    pieces: list[str] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[start : edit.start], edit.text]
        start = edit.end
    return "".join([*pieces, text[start:end]])


class _Changes:
    """Finds the edits for one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def inside(self, node: Node, old: object, new: object, owner: str) -> list[_Edit] | None:
        """Return the edits within a mapping or list; None where it has to be replaced."""
        if is_same(old, new):
            return []
        if node.kind == "mapping" and is_mapping(new):
            there, wanted = self._fields(node, old), _wanted_fields(new)
        elif node.kind == "list" and is_list(new):
            there, wanted = self._items(node, old, new)
        else:
            return None
        place = _Place(node.flow, owner)
        staying = _staying(there, wanted)
        if not staying:
            return None
        if node.flow:
            return self._flow_edits(there, wanted, staying, place)
        return self._block_edits(there, wanted, staying, place)

    # What stands in the text

    def _fields(self, node: Node, old: object) -> list[_Entry]:
        return [
            _Entry(key, key_node.start, key_node, item, data)
            for (key_node, item), (key, data) in zip(node.pairs, entries_of(old), strict=True)
        ]

    def _items(self, node: Node, old: object, new: object) -> tuple[list[_Entry], list[_Wanted]]:
        before, after = items_of(old), items_of(new)
        names, new_names = _names(before), _names(after)
        if names is None or new_names is None:
            names, new_names = list(range(len(before))), list(range(len(after)))
        starts = [item.start for item in node.items] if node.flow else self._dashes(node)
        there = zip(names, starts, node.items, before, strict=True)
        return (
            [_Entry(name, start, None, item, data) for name, start, item, data in there],
            [_Wanted(name, None, data) for name, data in zip(new_names, after, strict=True)],
        )

    def _dashes(self, node: Node) -> list[int]:
        """Return where the dashes of a block list stand: all in the column of the first."""
        column = node.start - self._line_start(node.start)
        dash = re.compile(rf"^ {{{column}}}-(?=\s|\Z)", re.MULTILINE)
        dashes = [node.start]
        for item in node.items[:-1]:
            found = dash.search(self._text, item.end)
            dashes.append(found.end() - 1 if found else node.start)
        return dashes

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line break left out."""
        end = self._text.find("\n", offset)
        end = len(self._text) if end < 0 else end
        return end - 1 if end > offset and self._text[end - 1] == "\r" else end

    def _before_line(self, offset: int) -> int:
        """Return where the line before the one of an offset ends."""
        start = self._line_start(offset)
        return max(0, start - (2 if self._text[start - 2 : start] == "\r\n" else 1))

    # Edits of what is kept

    def _kept(self, entry: _Entry, data: object, place: _Place) -> list[_Edit]:
        """Return the edits that give an entry other data."""
        key = "" if entry.key is None else entry.key.text
        edits = self.inside(entry.value, entry.data, data, key or place.owner)
        if edits is None:
            return [self._replaced(entry, data, place)]
        return edits

    def _replaced(self, entry: _Entry, data: object, place: _Place) -> _Edit:
        """Return the edit that writes a value anew."""
        node = entry.value
        head_end = entry.start + 1 if entry.key is None else entry.key.end
        gap = self._text[head_end : node.start]
        is_exact = (place.owner if entry.key is None else entry.key.text) in ("in", "code")
        if place.flow:
            has_colon = entry.key is None or ":" in gap
            prefix = "" if not node.is_left_out else " " if has_colon else ": "
            return _Edit(node.start, node.end, prefix + flow_text(data, is_exact=is_exact))
        if not is_mapping(data) and not is_list(data):
            # On one line whatever it is, so that a comment behind it stays a comment.
            lines = ["- " + scalar_text(data, is_exact=is_exact)]
        else:
            owner = place.owner if entry.key is None else entry.key.text
            column = entry.start - self._line_start(entry.start)
            lines = value_lines("-", data, column, owner=owner)
        if len(lines) == 1 and "\n" not in gap and not node.is_left_out:
            return _Edit(node.start, node.end, lines[0][2:])
        colon = head_end if entry.key is None else self._text.index(":", head_end) + 1
        if len(lines) == 1:
            return _Edit(colon, max(colon, node.end), lines[0][1:])
        # A comment behind the old value stays on the line of its key.
        end = self._line_end(max(colon, node.end))
        comment = self._text[max(colon, node.end) : end].rstrip()
        return _Edit(colon, end, self._newline.join([lines[0][1:] + comment, *lines[1:]]))

    # Edits of what comes and goes

    def _flow_edits(
        self, there: list[_Entry], wanted: list[_Wanted], staying: list[int], place: _Place
    ) -> list[_Edit]:
        edits = self._kept_edits(there, wanted, staying, place)
        for index in sorted(set(range(len(there))) - set(staying)):
            if index > staying[0]:
                edits.append(_Edit(there[index - 1].value.end, there[index].value.end, ""))
            else:
                edits.append(_Edit(there[index].start, there[index + 1].start, ""))
        labels = {there[index].label: index for index in staying}
        after: int | None = None
        for want in wanted:
            if want.label in labels:
                after = labels[want.label]
                continue
            written = _flow_entry(want, place)
            if after is None:
                offset = there[staying[0]].start
                edits.append(_Edit(offset, offset, f"{written}, "))
            else:
                offset = there[after].value.end
                edits.append(_Edit(offset, offset, f", {written}"))
        return edits

    def _block_edits(
        self, there: list[_Entry], wanted: list[_Wanted], staying: list[int], place: _Place
    ) -> list[_Edit]:
        edits = self._kept_edits(there, wanted, staying, place)
        edits += self._removals(there, staying)
        labels = {entry.label: index for index, entry in enumerate(there)}
        first = there[staying[0]]
        indent = " " * (first.start - self._line_start(first.start))
        stays = set(staying)
        after: int | None = None
        for want in wanted:
            index = labels.get(want.label)
            if index in stays:
                after = index
                continue
            lines = self._lines(None if index is None else there[index], want, place, indent)
            if after is None:
                written = self._newline.join([*lines, indent])
                edits.append(_Edit(first.start, first.start, written))
            else:
                offset = self._line_end(there[after].value.end)
                written = "".join(
                    f"{self._newline}{line}" for line in _first_indented(lines, indent)
                )
                edits.append(_Edit(offset, offset, written))
        return edits

    def _kept_edits(
        self, there: list[_Entry], wanted: list[_Wanted], staying: list[int], place: _Place
    ) -> list[_Edit]:
        data = {want.label: want.data for want in wanted}
        return [
            edit
            for index in staying
            for edit in self._kept(there[index], data[there[index].label], place)
        ]

    def _removals(self, there: list[_Entry], staying: list[int]) -> list[_Edit]:
        """Return the edits that take block entries out, by whole lines where they stand alone."""
        gone = sorted(set(range(len(there))) - set(staying))
        first = there[0].start
        edits: list[_Edit] = []
        if gone and gone[0] == 0 and self._text[self._line_start(first) : first].strip(" "):
            # Something else begins on this line, such as the dash of the item around it.
            edits.append(_Edit(first, there[staying[0]].start, ""))
            gone = [index for index in gone if index > staying[0]]
        for index in gone:
            start = self._before_line(there[index].start)
            end = self._line_end(there[index].value.end)
            if start == 0:
                end = min(len(self._text), end + len(self._newline))
            edits.append(_Edit(start, end, ""))
        return edits

    def _lines(self, moved: _Entry | None, want: _Wanted, place: _Place, indent: str) -> list[str]:
        """Return the lines of an entry that comes, the first without its indent."""
        if moved is not None:
            edits = self._kept(moved, want.data, place)
            end = self._line_end(moved.value.end)
            return _applied(self._text, moved.start, end, edits).split(self._newline)
        if want.key is not None:
            return entry_lines(want.key, want.data, len(indent))
        first, *rest = item_lines(want.data, place.owner)
        return [first, *(indent + line if line else line for line in rest)]


def _first_indented(lines: list[str], indent: str) -> list[str]:
    return [indent + lines[0], *lines[1:]]


def _wanted_fields(new: object) -> list[_Wanted]:
    return [_Wanted(key, key, data) for key, data in entries_of(new)]


def _flow_entry(want: _Wanted, place: _Place) -> str:
    if want.key is None:
        return flow_text(want.data, is_exact=place.owner == "in")
    return flow_text({want.key: want.data})[1:-1]


def _names(items: list[object]) -> list[object] | None:
    """Return what each item is called; None unless all have a name of their own."""
    names: list[object] = []
    for item in items:
        fields = dict(entries_of(item)) if is_mapping(item) else {}
        name = next((fields[key] for key in _NAMING_KEYS if key in fields), None)
        if not isinstance(name, str):
            return None
        names.append(name)
    return names if len(set(names)) == len(names) else None


def _staying(there: list[_Entry], wanted: list[_Wanted]) -> list[int]:
    """Return which entries stay where they are: the most that are in the wanted order.

    Fields of a mapping have no order, so they all stay.
    """
    order = {entry.label: index for index, entry in enumerate(there)}
    kept = [order[want.label] for want in wanted if want.label in order]
    is_field = bool(there) and there[0].key is not None
    return sorted(kept) if is_field else _longest_rise(kept)


def _longest_rise(numbers: list[int]) -> list[int]:
    """Return a longest rising part of distinct numbers (Fredman 1975)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    rise: list[int] = []
    number = ends[-1] if ends else None
    while number is not None:
        rise.append(number)
        number = before[number]
    return rise[::-1]
