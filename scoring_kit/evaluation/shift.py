"""The population stability index, with what is new and what is gone said apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EMPTY = 0.5
"""Rows that a bin is taken to have where one side has none of it; no other bin changes."""
SMALL, LARGE = 0.1, 0.25
"""Below the first little has moved, above the second much (Siddiqi, 2006)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far two distributions over the same bins are apart.

    psi: the index; None where one side has no rows. shared: its part over bins that both
    sides have. new, gone: shares of the second side in bins that the first has not, and of the
    first in bins that the second has not. rows: one for each bin.
    """

    psi: float | None
    shared: float | None
    new: float | None
    gone: float | None
    rows: tuple[dict[str, Any], ...]

    @property
    def reading(self) -> str:
        """What the index says by the usual rule: little, some or much has moved."""
        if self.psi is None:
            return "nothing to compare"
        if self.psi < SMALL:
            return "little has moved"
        return "some has moved" if self.psi < LARGE else "much has moved"


def shift_of(
    before: Mapping[str, float], after: Mapping[str, float], empty: float = EMPTY
) -> Shift:
    """Return the population stability index of two counts over the same bins.

    PSI is the sum over the bins of (after - before) * ln(after / before), of shares: Jeffreys'
    divergence (Jeffreys, 1946). A bin that one side lacks would make it infinite, and leaving
    the bin out would make it 0 for sides that share nothing; it is taken to have `empty` rows
    there, which changes no other bin.

    Examples
    --------
    >>> same = shift_of({"low": 50, "high": 50}, {"low": 40, "high": 60})
    >>> round(same.psi, 4), same.new
    (0.0405, 0.0)
    >>> apart = shift_of({"low": 100}, {"high": 100})
    >>> round(apart.psi, 2), apart.shared, apart.new, apart.gone
    (10.54, 0.0, 1.0, 1.0)
    """
    names = list(dict.fromkeys((*before, *after)))
    totals = [math.fsum(side.values()) for side in (before, after)]
    if 0.0 in totals:
        return Shift(None, None, None, None, ())
    rows = [_row(name, before.get(name, 0), after.get(name, 0), totals, empty) for name in names]
    return Shift(
        psi=math.fsum(row["psi"] for row in rows),
        shared=math.fsum(row["psi"] for row in rows if row["kind"] == "shared"),
        new=math.fsum(row["after"] for row in rows if row["kind"] == "new"),
        gone=math.fsum(row["before"] for row in rows if row["kind"] == "gone"),
        rows=tuple(rows),
    )


def _row(
    name: str, before: float, after: float, totals: list[float], empty: float
) -> dict[str, Any]:
    shares = before / totals[0], after / totals[1]
    kind = "shared"
    if not before or not after:
        kind = "none" if not before and not after else ("gone" if before else "new")
    filled = (before or empty) / totals[0], (after or empty) / totals[1]
    psi = 0.0 if kind == "none" else (filled[1] - filled[0]) * math.log(filled[1] / filled[0])
    return {"bin": name, "before": shares[0], "after": shares[1], "kind": kind, "psi": psi}
