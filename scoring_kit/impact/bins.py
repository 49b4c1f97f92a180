"""The changes of the score in bins, for a histogram."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.tallies import bin_edge, bin_width

MOST_BINS = 40
_LARGEST = 1e300
"""Beyond it bins have no width."""


def change_bins(change: Floats) -> list[dict[str, Any]]:
    """Return ``from``, ``to`` and ``rows`` of bins of one width over the changes but 0.

    Bins begin at round numbers, so that none has changes of both signs; empty ones are left out.
    Changes beyond 1e300 are in none.

    Examples
    --------
    >>> change_bins(np.array([0.0, 0.5, 2.0, np.nan]))[0]
    {'from': 0.5, 'to': 0.55, 'rows': 1}
    """
    known = change[(change != 0.0) & (np.abs(change) < _LARGEST)]
    if not len(known):
        return []
    width = bin_width(float(known.max() - known.min()), MOST_BINS)
    # a millionth of a bin, so that 0.3 does not fall below its edge for want of a digit
    places = np.floor(known / width + 1e-6)
    places[known < 0.0] = np.minimum(places[known < 0.0], -1.0)
    found, rows = np.unique(places, return_counts=True)
    return [
        {"from": bin_edge(place, width), "to": bin_edge(place + 1.0, width), "rows": count}
        for place, count in zip(found.tolist(), rows.tolist(), strict=True)
    ]
