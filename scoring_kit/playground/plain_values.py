"""Values as JSON has them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import cast

import numpy as np


def plain(value: object) -> bool | int | float | str | None:
    """Return a value of any library as JSON has it; what it has no form for becomes text.

    NaN is missing; dates are ISO texts.

    Examples
    --------
    >>> import datetime
    >>> plain(datetime.date(2024, 2, 29)), plain(float("nan")), plain(float("inf")), plain(2.5)
    ('2024-02-29', None, 'inf', 2.5)
    """
    if isinstance(value, np.generic):
        value = cast("object", value.item())
    if isinstance(value, Decimal):
        value = float(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else str(value)
    written = getattr(value, "isoformat", None)
    return str(value) if written is None else written()
