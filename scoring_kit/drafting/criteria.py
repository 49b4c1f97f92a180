"""A criterion for each column that can have one, with what an analyst should know about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scoring_kit.drafting.choosing import frequent
from scoring_kit.drafting.knots import MOST_BINS, bins, piecewise
from scoring_kit.drafting.names import Names
from scoring_kit.drafting.outcome import Outcome
from scoring_kit.drafting.spelling import counted, day, listed, number, percent, shown
from scoring_kit.drafting.variants import about_variants
from scoring_kit.engines.profiles import ColumnProfile
from scoring_kit.expression.words import Type

LONG_AGO = 15 * 365.25
"""Days between dates that are better told in years."""

PARAMETER = "as_of"


@dataclass(frozen=True, slots=True)
class DraftCriterion:
    """A criterion as it will stand in the document, and the comments above it.

    derived: the expression of the derived input that it reads, which has its name.
    """

    name: str
    column: str
    kind: Type
    value: Mapping[str, Any]
    comments: Sequence[str]
    text: str
    derived: str | None = None
    entry: Mapping[str, Any] = field(default_factory=dict[str, Any])


def draft_criterion(
    profile: ColumnProfile, names: Names, outcome: Outcome | None, as_of: float
) -> DraftCriterion:
    """Return the criterion for a column that varies.

    as_of: the day that ages of dates are counted to, in days since 1970-01-01.
    """
    if profile.kind is Type.DATE:
        return _of_dates(profile, names, outcome, as_of)
    maker = {Type.NUMBER: _of_numbers, Type.TEXT: _of_texts, Type.BOOLEAN: _of_truths}
    return maker[profile.kind](profile, names, outcome)


def _of_numbers(profile: ColumnProfile, names: Names, outcome: Outcome | None) -> DraftCriterion:
    sign, why = _direction(profile.name, outcome)
    falls = sign < 0
    low, high = profile.quantiles[0], profile.quantiles[-1]
    if profile.distinct <= MOST_BINS:
        value = bins(sorted(value for value, _ in profile.counts), falls=falls)
        spread = f"Shares: {_shares(profile, profile.counts)}."
    else:
        value = piecewise(profile.quantiles, is_whole=profile.is_whole, falls=falls)
        marks = listed(number(x) for x in profile.quantiles[1:-1])
        spread = (
            f"Quantiles 5/25/50/75/95 %: {marks}; lowest {number(low)}, highest {number(high)}."
        )
    what = "whole numbers" if profile.is_whole else "numbers"
    return DraftCriterion(
        names.take_own(profile.name),
        profile.name,
        Type.NUMBER,
        value,
        [_presence(profile, what), *_about_codes(profile), spread, *why],
        _reason("High" if falls else "Low", profile.name),
        entry=_entry(profile),
    )


def _entry(profile: ColumnProfile) -> dict[str, Any]:
    """What `inputs` says about a column of numbers beside its type."""
    special = {
        int(code): f"{'minus' if code < 0.0 else 'code'}_{abs(code):.0f}"
        for code, _ in profile.codes
    }
    return {
        **({"valid": [0, None]} if profile.quantiles[0] >= 0.0 else {}),
        **({"special": special} if special else {}),
    }


def _about_codes(profile: ColumnProfile) -> list[str]:
    if not profile.codes:
        return []
    shares = listed(
        f"{number(code)} in {percent(rows, profile.rows)} of the rows"
        for code, rows in profile.codes
    )
    label = next(iter(_entry(profile)["special"].values()))
    return [
        f"Apart from the others: {shares}. Taken for a special code, which is treated as missing "
        f"and left out below; `special: {{{label}: 0}}` in this criterion gives it a value. If it "
        "is a number like others, delete it in `inputs`."
    ]


def _of_truths(profile: ColumnProfile, names: Names, outcome: Outcome | None) -> DraftCriterion:
    sign, why = _direction(profile.name, outcome)
    values = {False: 100, True: 0} if sign < 0 else {False: 0, True: 100}
    return DraftCriterion(
        names.take_own(profile.name),
        profile.name,
        Type.BOOLEAN,
        {"categories": values},
        [_presence(profile, "true or false"), f"Shares: {_shares(profile, profile.counts)}.", *why],
        _reason("Unfavourable", profile.name),
    )


def _of_texts(profile: ColumnProfile, names: Names, outcome: Outcome | None) -> DraftCriterion:
    chosen = frequent(profile)
    means = outcome.means[profile.name] if outcome else dict[Any, float]()
    values, other = _by_outcome(chosen, means) if means else _by_frequency(chosen)
    if means:
        assert outcome is not None
        why = f"The values follow the mean of {shown(outcome.name)} in each category."
    else:
        why = "The values follow the frequency and mean nothing yet: say which category is better."
    rest = profile.distinct - len(chosen)
    more = f"; {counted(rest, 'other text')} get `other`" if rest else "; new texts get `other`"
    return DraftCriterion(
        names.take_own(profile.name),
        profile.name,
        Type.TEXT,
        {"categories": values, "other": other},
        [
            _presence(profile, "texts"),
            f"Shares: {_shares(profile, chosen)}{more}.",
            *about_variants((text for text, _ in chosen), _identifier(profile.name)),
            why,
        ],
        _reason("Unfavourable", profile.name),
    )


def _by_frequency(chosen: Sequence[tuple[str, int]]) -> tuple[dict[str, float], float]:
    if len(chosen) == 1:
        return {chosen[0][0]: 100}, 0
    step = 100.0 / (len(chosen) - 1)
    return {text: round(100.0 - step * i) for i, (text, _) in enumerate(chosen)}, 50


def _by_outcome(
    chosen: Sequence[tuple[str, int]], means: Mapping[Any, float]
) -> tuple[dict[str, float], float]:
    known = [means[text] for text, _ in chosen if text in means]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        return _by_frequency(chosen)
    return {
        text: round(100.0 * (means[text] - low) / (high - low)) if text in means else 50
        for text, _ in chosen
    }, 50


def _of_dates(
    profile: ColumnProfile, names: Names, outcome: Outcome | None, as_of: float
) -> DraftCriterion:
    ages = [as_of - days for days in reversed(profile.quantiles)]
    unit = "years" if ages[-2] - ages[1] >= LONG_AGO else "days"
    if unit == "years":
        ages = [float(_years(as_of - age, as_of)) for age in ages]
    sign, why = _direction(profile.name, outcome)
    if not sign:
        why = [f"Assumed: fewer {unit} since then is better; turn the values around if not."]
    name = names.take(f"{unit}_since_{profile.name}")
    marks = listed(day(x).isoformat() for x in profile.quantiles[1:-1])
    low, high = (day(profile.quantiles[end]).isoformat() for end in (0, -1))
    spread = f"Quantiles 5/25/50/75/95 %: {marks}; first {low}, last {high}."
    return DraftCriterion(
        name,
        profile.name,
        Type.DATE,
        piecewise(ages, is_whole=True, falls=sign >= 0),
        [_presence(profile, "dates"), spread, *why],
        _reason("Short time since" if sign < 0 else "Long time since", profile.name),
        derived=f"{unit}_between({_identifier(profile.name)}, ${PARAMETER})",
    )


def _years(start: float, end: float) -> int:
    """Completed years between two days."""
    one, other = day(start), day(end)
    return other.year - one.year - (_in_year(other) < _in_year(one))


def _in_year(moment: date) -> tuple[int, int]:
    return moment.month, moment.day


def _identifier(name: str) -> str:
    """A column in an expression; quoted, as its name may be a word of the language."""
    return '"' + name.replace('"', '""') + '"'


def _direction(column: str, outcome: Outcome | None) -> tuple[int, list[str]]:
    """Return 1 or -1 where the outcome shows a direction, else 0; and a comment."""
    if outcome is None:
        return 0, []
    found = outcome.correlations.get(column)
    sign = outcome.direction(column)
    name = shown(outcome.name)
    if found is None or not sign:
        return 0, [f"It hardly goes with {name}, so the direction is assumed."]
    better = "higher" if sign > 0 else "lower"
    return sign, [f"Correlation with {name}: {found:+.2f}, so {better} counts as better here."]


def _presence(profile: ColumnProfile, what: str) -> str:
    missing = profile.rows - profile.present - sum(rows for _, rows in profile.codes)
    rows = counted(profile.rows, "row")
    gaps = f"missing in {percent(missing, profile.rows)} of {rows}" if missing else "never missing"
    values = counted(profile.distinct, "different value")
    odd = f"; {counted(profile.infinite, 'row')} out of range, thus invalid"
    return f"{shown(profile.name)}: {what}, {values}, {gaps}{odd if profile.infinite else ''}."


def _shares(profile: ColumnProfile, counts: Sequence[tuple[Any, int]]) -> str:
    return listed(f"{shown(value)} {percent(n, profile.present)}" for value, n in counts)


def _reason(begin: str, column: str) -> str:
    """A reason's text: a column's name without signs that do not print."""
    name = "".join(letter if letter.isprintable() else " " for letter in column[:60]).strip()
    return f"{begin} {name or 'value'}"
