"""Tables of a display: columns of words and columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring_kit.display.markup import Child, Markup, element, join

WIDE = 5
"""Columns from which on a table may be wider than the page, and can be moved by the keyboard."""
MOVED_BY_KEYS = {"tabindex": "0", "data_lm_suppress_shortcuts": "true"}
"""Of what may be wider than the page: arrow keys move it; a notebook would go to another cell."""


def table(
    heads: Sequence[Child],
    rows: Iterable[Sequence[Child]],
    *,
    numbers: Sequence[int] = (),
    caption: str | None = None,
) -> Markup:
    """Return a table; the first cell of a row names it.

    numbers: places of the columns that hold numbers, from 0; they stand at the right.

    Examples
    --------
    >>> table(["tier", "rows"], [["A", "521"]], numbers=[1]).count("<tr>")
    2
    """
    kinds = ["n" if place in numbers else None for place in range(len(heads))]
    head = element("tr", *(_cell("th", *cell) for cell in zip(heads, kinds, strict=True)))
    body = [
        element("tr", *(_cell("td", *cell) for cell in zip(row, kinds, strict=True)))
        for row in rows
    ]
    written = [element("thead", head), element("tbody", *body)]
    drawn = element("table", *written, aria_label=caption)
    if len(heads) < WIDE:
        return element("div", drawn, class_="table")
    return element("div", drawn, class_="table", role="group", aria_label=caption, **MOVED_BY_KEYS)


def marked(kind: str, *children: Child) -> Markup:
    """Return text of a kind that the style sheet knows: quiet, label, strong, code."""
    return element("span", *children, class_=kind)


def lines(*children: Child) -> Markup:
    """Return texts below each other in one cell."""
    return join(element("div", child) for child in children if child is not None)


def _cell(tag: str, content: Child, kind: str | None) -> Markup:
    return element(tag, content, class_=kind)
