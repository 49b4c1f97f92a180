"""Which columns of a table can be criteria, which is the key, and why the others are left out."""

from __future__ import annotations

import re

from scoring_kit.drafting.knots import can_have_knots
from scoring_kit.drafting.names import is_like_a_key
from scoring_kit.drafting.reading import Reading
from scoring_kit.drafting.spelling import counted, percent, shown
from scoring_kit.engines.profiles import ColumnProfile
from scoring_kit.expression.words import Type
from scoring_kit.scorecard.fields import shorten

LONGEST_COLUMN_NAME = 200
LONGEST_CATEGORY = 80
"""Letters of a text that can stand as a category."""

MOST_CATEGORIES = 12
FEW_TEXTS = 50
"""So few texts are categories, however equal their shares are."""

SMALLEST_SHARE = 0.01
"""Share of the rows with a value that a category of its own has at least."""

# No document may hold these; texts with them get `other`.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_RESULTS = re.compile(
    r"(?:score|tier|status|coverage|rank|unrounded|probability|knock_outs|score_before_knock_out)$"
    r"|(?:reason|value|state|contribution|coverage)_"
)


def guessed_key(reading: Reading) -> str | None:
    """Return a unique column that is named like a key, or the first one if it counts or names."""
    unique = [p for p in reading.profiles.values() if _is_unique(p) and _can_be_key(p)]
    named = [p.name for p in unique if is_like_a_key(p.name)]
    first = next(iter(reading.table.columns))
    fitting = [
        p.name for p in unique if p.name == first and (p.kind is Type.TEXT or _numbers_rows(p))
    ]
    return next(iter([*named, *fitting]), None)


def why_left_out(name: str, reading: Reading, *, is_asked_for: bool) -> str:
    """Return why a column cannot, or unless asked for should not, be a criterion; or nothing."""
    column = reading.table.columns[name]
    if not name.strip() or len(name) > LONGEST_COLUMN_NAME:
        return "its name is blank or very long; rename it"
    if column.kind is None:
        return f"values of type {shorten(column.engine_type, 40)} cannot be scored"
    profile = reading.profiles[name]
    return _says_nothing(profile) or _is_of_no_use(profile, reading, is_asked_for=is_asked_for)


def frequent(profile: ColumnProfile) -> list[tuple[str, int]]:
    """Return the categories that a text column gets, with their rows."""
    least = SMALLEST_SHARE * profile.present
    return [
        (text, count)
        for text, count in profile.counts[:MOST_CATEGORIES]
        if count >= least and len(text) <= LONGEST_CATEGORY and not _UNPRINTABLE.search(text)
    ]


def _says_nothing(profile: ColumnProfile) -> str:
    usable = profile.present - profile.infinite
    if usable == 0:
        return "no row has a value"
    if profile.distinct > 1:
        return ""
    value = f": {shown(profile.counts[0][0])}" if profile.counts else ""
    where = "all rows" if usable == profile.rows else "every row that has one"
    return f"one value in {where}{value}"


def _is_of_no_use(profile: ColumnProfile, reading: Reading, *, is_asked_for: bool) -> str:
    if profile.kind in (Type.NUMBER, Type.DATE) and not can_have_knots(profile.quantiles):
        return "its numbers are too large, or too close together, for arithmetic in doubles"
    if is_asked_for:
        return _only_long_texts(profile)
    if profile.present < 0.05 * profile.rows:
        return f"only {percent(profile.present, profile.rows)} of the rows have a value"
    if profile.kind is Type.TEXT:
        return _half_a_type(profile, reading) or _free_text(profile) or _only_long_texts(profile)
    if profile.kind is Type.NUMBER and _numbers_rows(profile):
        return "a different whole number in each row: it looks like an identifier"
    return ""


def _half_a_type(profile: ColumnProfile, reading: Reading) -> str:
    """Texts that are meant as something else; a table in memory or Parquet has to say so."""
    form = reading.forms.get(profile.name)
    if form is None or form.kind is Type.TEXT or profile.distinct <= MOST_CATEGORIES:
        return ""
    if form.misfits == 0:
        return f"its texts are {form.kind.value}s; convert the column, and it can be scored"
    misfits = counted(form.misfits, "text")
    return f"{form.kind.value}s but for {misfits}; mend them, and the column can be scored"


def _free_text(profile: ColumnProfile) -> str:
    if profile.distinct == profile.present:
        return "a different text in each row: it looks like an identifier or free text"
    listed = sum(count for _, count in frequent(profile))
    if profile.distinct <= FEW_TEXTS or listed >= 0.5 * profile.present:
        return ""
    return (
        f"{profile.distinct:,} different texts, the {MOST_CATEGORIES} most frequent in "
        f"{percent(listed, profile.present)} of the rows with a value: it looks like free text"
    )


def _only_long_texts(profile: ColumnProfile) -> str:
    if profile.kind is not Type.TEXT or frequent(profile):
        return ""
    return "no short and printable text is frequent enough to be a category"


def _numbers_rows(profile: ColumnProfile) -> bool:
    """Whether each row has its own whole number, and they are named like keys or consecutive."""
    if not profile.is_whole or profile.distinct != profile.rows:
        return False
    span = profile.quantiles[-1] - profile.quantiles[0] + 1.0
    is_consecutive = span == profile.rows and profile.rows >= 20
    return is_consecutive or is_like_a_key(profile.name)


def _is_unique(profile: ColumnProfile) -> bool:
    return profile.distinct == profile.rows == profile.present


def _can_be_key(profile: ColumnProfile) -> bool:
    is_kind = profile.kind is Type.TEXT or (profile.kind is Type.NUMBER and profile.is_whole)
    has_name = bool(profile.name.strip()) and len(profile.name) <= LONGEST_COLUMN_NAME
    return is_kind and has_name and not _RESULTS.match(profile.name.casefold())
