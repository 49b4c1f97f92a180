"""A sample of the rows in a few bytes, from which a screen sketches a drag before it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.sample import Sample
from scoring_kit.playground.sampled import Few

STEPS = 254
"""Steps from the lowest to the highest value of a criterion."""
ABSENT = 255
"""The code of a row in which a criterion has no value."""


def preview_sample(few: Few, live: ExactScores, sample: Sample) -> dict[str, Any]:
    """Return the values of the criteria on a sample's rows, each in one byte.

    Returns
    -------
    dict
        ``rows`` of the sample, ``of`` all rows, ``names`` of the criteria, ``low`` and ``high``
        of their values, and bytes: ``codes``, criterion after criterion (the value is
        ``low + code / 254 * (high - low)``, 255 for none); ``weights``, how many rows each
        stands for, and ``live`` and ``draft``, scores before rounding, in 32 bits, NaN for none.
    """
    names = [criterion.name for criterion in few.card.criteria]
    found = [_coded(few.values[name]) for name in names]
    with np.errstate(over="ignore"):
        scores = [part.astype("<f4") for part in (live.unrounded[sample.rows], few.unrounded)]
    return {
        "rows": len(sample.rows),
        "of": sample.of,
        "names": names,
        "low": [low for _, low, _ in found],
        "high": [high for _, _, high in found],
        "codes": _joined([codes for codes, _, _ in found]),
        "weights": sample.weights.astype("<f4").tobytes(),
        "live": scores[0].tobytes(),
        "draft": scores[1].tobytes(),
    }


def _coded(values: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.uint8], float, float]:
    """Return codes, the lowest value and the highest; infinite values are at the ends."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    width = high - low
    part = (np.clip(values, low, high) - low) * (STEPS / width if width > 0.0 else 0.0)
    codes = np.where(np.isnan(values), ABSENT, np.rint(part))
    return codes.astype(np.uint8), low, high


def _joined(columns: Sequence[npt.NDArray[np.uint8]]) -> bytes:
    return b"".join(column.tobytes() for column in columns)
