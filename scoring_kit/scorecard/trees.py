"""Balanced trees: the one order in which every engine adds and multiplies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring_kit.expression.words import Add, Number, Word


def balanced(join: Callable[[Word, Word], Word], items: Sequence[Word]) -> Word:
    """Join items in a balanced tree over their order, split at ceil(n / 2)."""
    if len(items) == 1:
        return items[0]
    half = (len(items) + 1) // 2
    return join(balanced(join, items[:half]), balanced(join, items[half:]))


def total(items: Sequence[Word]) -> Word:
    """Return the sum of items, added as a balanced tree; constants are added beforehand."""
    return balanced(_add, items) if items else Number(0.0)


def _add(left: Word, right: Word) -> Word:
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value + right.value)
    return Add(left, right)
