"""Derived inputs: their order, and what each input or expression reads in the end."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import Scorecard


def derived_order(card: Scorecard) -> list[str]:
    """Return the derived inputs, each after those it reads.

    Raises
    ------
    graphlib.CycleError
        When some need each other.
    """
    return [name for name in _sorter(card).static_order() if name in card.derived]


def derived_cycle(card: Scorecard) -> list[str]:
    """Return derived inputs that need each other, first one repeated at the end, or []."""
    try:
        _sorter(card).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _sorter(card: Scorecard) -> TopologicalSorter[str]:
    reads = {
        name: [column for column in parsed(text).columns if column in card.derived]
        for name, text in card.derived.items()
    }
    return TopologicalSorter(reads)
