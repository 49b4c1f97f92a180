"""Where two reports differ: figure by figure, and section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from scoring_kit.display.markup import shortened
from scoring_kit.display.numbers import count
from scoring_kit.tables.fingerprint import BLOCK_ROWS, TableDifferences

NAMES = ("criterion", "group", "tier", "column", "segment", "code", "metric", "name")
"""Fields that name an item of a list, so that it is not called by its place."""
DERIVED = ("sentences", "fingerprint")
"""Figures that are made of others, or of which is said more elsewhere."""


def figure_differences(before: object, after: object, place: str = "") -> Iterator[str]:
    """Yield a line for each figure that differs: where, what the report says, what comes now.

    Examples
    --------
    >>> list(figure_differences({"a": {"mean": 1.5}}, {"a": {"mean": 2}}))
    ['a.mean: 1.5 in the report, 2 now']
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        one, other = cast("Mapping[str, Any]", before), cast("Mapping[str, Any]", after)
        for name in dict.fromkeys((*one, *other)):
            if name in DERIVED:
                continue
            where = f"{place}.{name}" if place else str(name)
            yield from figure_differences(one.get(name), other.get(name), where)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_differences(
            cast("list[object]", before), cast("list[object]", after), place
        )
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield f"{place}: {_shown(before)} in the report, {_shown(after)} now"


def located(found: TableDifferences) -> tuple[str, ...]:
    """Return where two tables differ; a column with its blocks of rows where it is the only one."""
    is_one = len(found.columns) == 1 and not found.gone and not found.new
    if not is_one or not found.blocks or found.rows[0] != found.rows[1]:
        return found.lines()
    order = ", ".join(found.key)
    return tuple(
        f"column {found.columns[0]!r} differs in rows {count(first)} to {count(last)} "
        f"in the order of {order}"
        for first, last in _rows(found)
    )


def _rows(found: TableDifferences) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of blocks that differ and follow each other."""
    first = last = found.blocks[0]
    for block in (*found.blocks[1:], None):
        if block != last + 1:
            yield first * BLOCK_ROWS + 1, min((last + 1) * BLOCK_ROWS, max(found.rows))
            first = block if block is not None else first
        last = block if block is not None else last


def _list_differences(before: list[object], after: list[object], place: str) -> Iterator[str]:
    one, other = _by_name(before), _by_name(after)
    if one is None or other is None:
        if len(before) != len(after):
            yield f"{place}: {count(len(before))} in the report, {count(len(after))} now"
            return
        one, other = dict(enumerate(before)), dict(enumerate(after))
    for name in dict.fromkeys((*one, *other)):
        where = f"{place}.{name}"
        if name not in other or name not in one:
            yield f"{where}: {'only in the report' if name in one else 'only now'}"
        else:
            yield from figure_differences(one[name], other[name], where)


def _by_name(items: list[object]) -> dict[Any, object] | None:
    """Return items by their name; None where they have none, or share one."""
    named: dict[Any, object] = {}
    for item in items:
        if not isinstance(item, Mapping):
            return None
        fields = cast("Mapping[str, object]", item)
        name = next((fields[field] for field in NAMES if field in fields), None)
        if name is None or not isinstance(name, str | int | float) or name in named:
            return None
        named[name] = item
    return named


def _shown(value: Any) -> str:  # noqa: ANN401 - a figure is anything that JSON holds
    if value is None:
        return "nothing"
    if hasattr(value, "keys") or hasattr(value, "append"):
        return f"{count(len(value))} items"
    if isinstance(value, bool):
        return str(value).lower()
    return shortened(repr(value), 80)
