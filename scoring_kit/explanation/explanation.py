"""The explanation of one row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from scoring_kit.charts.waterfall import waterfall_chart
from scoring_kit.errors import DataError, Problem
from scoring_kit.explanation.explanation_html import as_html
from scoring_kit.explanation.explanation_parts import (
    AdjustmentPart,
    CriterionPart,
    GroupPart,
    InputPart,
    KnockOutPart,
    Line,
    Reason,
)
from scoring_kit.explanation.explanation_text import as_text, headline, is_worth_showing, name_of
from scoring_kit.explanation.numerals import amount, decimals, short

if TYPE_CHECKING:
    import altair
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

    def chart(self) -> altair.LayerChart:
        """Return an altair chart of how the lines add up; needs altair.

        Raises
        ------
        MissingPackageError
            When altair is not installed.
        DataError
            When the row has no score, before knock-outs either.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> why = sk.score(card, "data/book_club.parquet").explain(25)
        >>> why.chart().title
        'book_club, customer_id 25: 23.2, tier D (scored)'
        """
        return waterfall_chart(self._bars(), headline(self))

    def _bars(self) -> list[dict[str, Any]]:
        """Return the lines as bars of a chart, those that a reader misses only."""
        if self.total is None:
            problem = Problem("no_score", "chart", f"there is no score to draw: {self.problems[0]}")
            raise DataError([problem], "row", "cannot be drawn")
        places = decimals([line.amount for line in self.lines] + [self.total])
        bars: list[dict[str, Any]] = []
        start = 0.0
        for line in filter(is_worth_showing, self.lines):
            end = start + line.amount
            kind = "fall" if line.amount < 0 else "rise"
            label = amount(line.amount, places, with_sign=True)
            bars.append(_bar(name_of(line), kind, start, end, line.amount, label))
            start = end
        name = "score" if self.score is not None else "score before knock-out"
        return [*bars, _bar(name, "score", 0.0, self.total, self.total, short(self.total))]

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
        >>> float(round(why.to_pandas()["contribution"].sum(), 6))
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


def _bar(
    name: str, kind: str, start: float, end: float, points: float, label: str
) -> dict[str, Any]:
    ends = {"from": start, "to": end, "end": max(start, end)}
    return {"name": name, "kind": kind, **ends, "amount": points, "label": label}


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
