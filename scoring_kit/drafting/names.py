"""Names that a document allows, made of column names that may be anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from scoring_kit.scorecard.fields import RESERVED_NAMES

_KEY = re.compile(r"(?:^|_)(?:id|key|uuid|guid|nr|no|number|code|ref)(?:_\d+)?$|^id_")

LONGEST_NAME = 60
"""Letters of a name at most; the column's own name stands beside it."""


class Names:
    """Gives out legal names, each once, and none that another column of the table has.

    Examples
    --------
    >>> names = Names(["Net Income (€)", "net-income", "total"])
    >>> [names.take_own(column) for column in ("Net Income (€)", "net-income", "total")]
    ['net_income', 'net_income_2', 'total']
    """

    def __init__(self, columns: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in columns}

    def take_own(self, column: str) -> str:
        """Return a name for what reads this column: the column's own where it is legal."""
        return column if legal_name(column) == column else self.take(column)

    def take(self, text: str) -> str:
        """Return a legal name that is like the text and was not given out yet."""
        name = legal_name(text)
        candidate, number = name, 2
        while candidate in self._taken:
            candidate, number = f"{name}_{number}", number + 1
        self._taken.add(candidate)
        return candidate


def is_like_a_key(column: str) -> bool:
    """Whether a column is named as keys are: customer_id, Order No."""
    return _KEY.search(legal_name(column)) is not None


def legal_name(text: str) -> str:
    """Return the text in small letters, digits and underscores, from a letter on."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST_NAME].rstrip("_")
    if not name:
        return "column"
    if not name[0].isalpha():
        name = f"column_{name}"
    return f"{name}_input" if name in RESERVED_NAMES else name
