"""The examples that come with the package: a scorecard, and a table that it scores."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from scoring_kit.errors import nearest
from scoring_kit.scorecard.files import read_scorecard
from scoring_kit.scorecard.models import Scorecard

FILES = {
    "book_club": "book_club",
    "hfi": "human_freedom",
    "cvss": "cvss",
    "german_credit": "german_credit",
}
"""The examples by name, with the name that their files share."""


class Example(NamedTuple):
    """A scorecard and the path of its table, a Parquet file; they unpack in this order."""

    scorecard: Scorecard
    data: Path

    @property
    def title(self) -> str:
        """What the example is about, in one line."""
        return self.scorecard.title or self.scorecard.name

    def __repr__(self) -> str:
        return f"Example({self.title!r}, data={self.data.name!r})"


def example(name: str) -> Example:
    """Return an example that comes with the package, to try things out.

    Parameters
    ----------
    name
        ``book_club`` (4,000 members of a mail-order book club), ``hfi`` (Human Freedom Index,
        810 countries and years), ``cvss`` (all 2,592 CVSS v3.1 base vectors) or
        ``german_credit`` (1,000 loans). The README beside the data has origins and licences.

    Returns
    -------
    Example
        With `scorecard`, `data` (the path of a Parquet file) and `title`.

    Raises
    ------
    ValueError
        When there is no example of that name.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, data = sk.example("hfi")
    >>> scores = sk.score(card, data).to_pandas()
    >>> scores.query("year == 2016").nlargest(3, "score")["ISO_code"].tolist()
    ['NZL', 'CHE', 'HKG']
    """
    if name not in FILES:
        known = ", ".join(FILES)
        raise ValueError(f"no example {name!r}; there are {known}{nearest(name, FILES)}")
    stem = FILES[name]
    return Example(read_scorecard(_folder() / f"{stem}.yaml"), _folder() / f"{stem}.parquet")


def _folder() -> Path:
    """Return the folder of the data: in the installed package, or beside it in a clone."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "data"
