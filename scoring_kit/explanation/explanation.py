"""The explanation of one row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from scoring_kit.explanation.html import as_html
from scoring_kit.explanation.parts import (
    AdjustmentPart,
    CriterionPart,
    GroupPart,
    InputPart,
    KnockOutPart,
    Line,
    Reason,
)
from scoring_kit.explanation.text import as_text

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one row has its score; `Scores.explain` gives it.

    The amounts of `lines` add up to `score`, and to `score_before_knock_out` where a
    knock-out took the score away; a row that is insufficient or invalid has no lines, and
    `problems` says why. In `inputs`, values are as the table has them.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> why = sk.score(card, "data/book_club.parquet").explain(25)
    >>> why.score, why.tier, [reason.code for reason in why.reasons]
    (23.2, 'D', ['T1', 'R1', 'T3'])
    """

    card: str
    title: str | None
    key: Mapping[str, Any]
    score: float | None
    tier: str | None
    status: str
    coverage: float
    probability: float | None
    score_before_knock_out: float | None
    tiers: tuple[tuple[str, float], ...]
    inputs: tuple[InputPart, ...]
    criteria: tuple[CriterionPart, ...]
    groups: tuple[GroupPart, ...]
    lines: tuple[Line, ...]
    adjustments: tuple[AdjustmentPart, ...]
    knock_outs: tuple[KnockOutPart, ...]
    reasons: tuple[Reason, ...]
    problems: tuple[str, ...]

    @property
    def total(self) -> float | None:
        """What the lines add up to: the score, else the one before the knock-out."""
        return self.score_before_knock_out if self.score is None else self.score

    def __repr__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as dicts, lists, texts, numbers and booleans, as JSON has them.

        Dates become ISO texts; what JSON has no form for, NaN included, becomes text.

        Examples
        --------
        >>> import json
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> why = sk.score(card, "data/book_club.parquet").explain(25)
        >>> json.dumps(why.to_dict()["reasons"][0])
        '{"rank": 1, "code": "T1", "text": "Has bought no art book", "shortfall": 22.5}'
        """
        return _plain(asdict(self))

    def to_pandas(self) -> pandas.DataFrame:
        """Return the lines as a DataFrame: kind, name, and what is known of a criterion.

        Columns: ``kind``, ``name``, ``contribution``, then for criteria ``state``, ``held``,
        ``value``, ``weight``, ``weight_used``, ``reference``, ``shortfall``, ``code``. A row
        without a score has its criteria, without contributions.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> why = sk.score(card, "data/book_club.parquet").explain(25)
        >>> round(why.to_pandas()["contribution"].sum(), 6)
        23.2
        """
        import pandas

        criteria = {criterion.name: criterion for criterion in self.criteria}
        known = [(line.kind, line.name, line.amount) for line in self.lines] or [
            ("criterion", name, None) for name in criteria
        ]
        fields = ("state", "held", "value", "weight", "weight_used", "reference", "shortfall")
        records = [
            {
                "kind": kind,
                "name": name,
                "contribution": amount,
                **{
                    field: getattr(criteria[name], field) if kind == "criterion" else None
                    for field in (*fields, "code")
                },
            }
            for kind, name, amount in known
        ]
        frame = pandas.DataFrame(records)
        numbers = ["contribution", "value", "weight", "weight_used", "reference", "shortfall"]
        return frame.astype(dict.fromkeys(numbers, "float64"))


def _plain(value: Any) -> Any:  # noqa: ANN401 (of any kind)
    """Return a value in the types of JSON."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        return {str(name): _plain(item) for name, item in entries.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in cast("list[object]", value)]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
