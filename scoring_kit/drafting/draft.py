"""A first scorecard from a table's own profile: `draft_scorecard` and what it returns."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path

from scoring_kit.compiler import compile_scorecard
from scoring_kit.drafting.choosing import guessed_key, why_left_out
from scoring_kit.drafting.criteria import DraftCriterion, draft_criterion
from scoring_kit.drafting.draft_html import draft_html
from scoring_kit.drafting.names import Names, legal_name
from scoring_kit.drafting.outcome import read_outcome
from scoring_kit.drafting.reading import MOST_LOOKED_AT, REFUSED, Reading, read_table
from scoring_kit.drafting.spelling import counted, listed, shown
from scoring_kit.drafting.tiers import equal_tiers
from scoring_kit.drafting.writing import Contents, document_of, text_of
from scoring_kit.engines.profiles import ColumnProfile
from scoring_kit.engines.summaries import count_values
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.scorecard import Scorecard, parse_scorecard, read_scorecard_text
from scoring_kit.scorecard.writing import write_text_atomically
from scoring_kit.tables.table import table_columns

MOST_CRITERIA = 50
"""Criteria of a draft whose columns nobody named."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A first scorecard: the YAML text with comments, and the scorecard that it says.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = sk.draft_scorecard({"orders": [1, 4, 2, 9, 3, 5, 8], "city": list("aababba")})
    >>> draft
    Draft of 'draft': 2 criteria, 5 tiers
    >>> [criterion.name for criterion in draft.scorecard.criteria]
    ['orders', 'city']
    """

    text: str
    scorecard: Scorecard = field(compare=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        count = len(self.scorecard.criteria)
        criteria = f"{count} {'criterion' if count == 1 else 'criteria'}"
        tiers = counted(len(self.scorecard.tiers), "tier")
        return f"Draft of {self.scorecard.name!r}: {criteria}, {tiers}"

    def _repr_html_(self) -> str:
        return draft_html(self.text, self.scorecard)

    def write(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the text to a YAML file, whole or not at all.

        Raises
        ------
        FileExistsError
            When there is something of this name, unless it may be overwritten.
        ValueError
            When the name ends in .json, which holds no comments.
        OSError
            When the file cannot be written.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import mkdtemp
        >>> path = f"{mkdtemp()}/card.yaml"
        >>> draft = sk.draft_scorecard({"orders": [1, 4, 2, 9, 3, 5, 8]})
        >>> draft.write(path)
        >>> sk.read_scorecard(path) == draft.scorecard
        True
        """
        target = Path(path)
        if target.suffix.lower() == ".json":
            raise ValueError(f"a draft is YAML with comments; call it {target.stem}.yaml")
        if not overwrite and target.exists():
            message = "there is such a file already; choose another name, or pass overwrite=True"
            raise FileExistsError(errno.EEXIST, message, str(path))
        write_text_atomically(target, self.text)


def draft_scorecard(
    data: object,
    *,
    columns: str | Sequence[str] | None = None,
    key: str | Sequence[str] | None = None,
    outcome: str | None = None,
    name: str | None = None,
    table: str | None = None,
) -> Draft:
    """Return a first scorecard for a table, made of what the table holds.

    Each column that can tell rows apart becomes a criterion, with values from 0 to 100 by
    its quantiles or its frequent categories; constants, identifiers and free text are left
    out. Comments say what was found and what was assumed. The same table always gives the
    same draft.

    Parameters
    ----------
    data
        A table in any form that `score` takes. Columns of CSV files get the type that all
        their texts can be read as.
    columns
        The columns to use, whatever they look like; otherwise those that look useful, 50 at
        most of the first 300.
    key
        Columns that identify a row; otherwise a column that looks like it.
    outcome
        A number or boolean column that high scores should go with. It sets the direction of
        each criterion and is no criterion itself. Nothing is fitted beyond that.
    name
        The scorecard's name; otherwise that of the table or the file, or draft.
    table
        The table of a database file, where it has several.

    Raises
    ------
    DataError
        When the table cannot be read, has no rows, lacks one of the columns, or has none
        that tells rows apart.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = sk.draft_scorecard("data/book_club.parquet", columns=["orders", "gender"])
    >>> sk.check_scorecard(draft.scorecard, "data/book_club.parquet").has_errors
    False
    """
    asked = _names(columns)
    keys = _names(key)
    reading = read_table(data, asked, [*keys, *([outcome] if outcome else [])], table)
    contents = _contents(data, reading, asked, keys, outcome, name or table)
    card = parse_scorecard(document_of(contents), source="the draft")
    text = text_of(contents, equal_tiers(_score_counts(card, reading)))
    return Draft(text, read_scorecard_text(text, name="the draft"))


def _contents(
    data: object,
    reading: Reading,
    asked: Sequence[str],
    keys: Sequence[str],
    outcome: str | None,
    name: str | None,
) -> Contents:
    if not keys:
        guess = guessed_key(reading)
        keys = [guess] if guess is not None and guess not in (*asked, outcome) else []
    source = Path(fspath(data)).name if isinstance(data, str | PathLike) else ""
    chosen, left_out = _choose(reading, asked, keys, outcome)
    as_of = max((p.quantiles[-1] for p in chosen if p.kind is Type.DATE), default=None)
    return Contents(
        name=legal_name(name or source.split(".")[0] or "draft"),
        source="".join(letter for letter in source if letter.isprintable()),
        rows=reading.rows,
        columns=len(reading.table.columns),
        key=keys,
        criteria=_criteria(reading, chosen, outcome, as_of),
        left_out=left_out,
        notes=_notes(reading, asked, keys),
        outcome=outcome,
        as_of=as_of,
    )


def _choose(
    reading: Reading, asked: Sequence[str], keys: Sequence[str], outcome: str | None
) -> tuple[list[ColumnProfile], list[tuple[str, str]]]:
    """Return the columns that become criteria, and the others with the reason."""
    chosen: list[ColumnProfile] = []
    left_out: list[tuple[str, str]] = []
    most = MOST_LOOKED_AT if asked else MOST_CRITERIA
    for name in dict.fromkeys([*(asked or reading.table.columns)][:MOST_LOOKED_AT]):
        if name in keys or name == outcome:
            left_out.append((name, "the key" if name in keys else "the outcome"))
        elif why := why_left_out(name, reading, is_asked_for=bool(asked)):
            left_out.append((name, why))
        elif len(chosen) == most:
            left_out.append((name, f"there are {most} criteria already"))
        else:
            chosen.append(reading.profiles[name])
    if not chosen:
        found = "; ".join(f"{shown(column)}: {why}" for column, why in left_out[:10])
        message = f"no column can be a criterion ({found}); name others with `columns`"
        raise DataError([Problem("nothing_to_score", "", message)], *REFUSED)
    return chosen, left_out


def _criteria(
    reading: Reading, chosen: Sequence[ColumnProfile], outcome: str | None, as_of: float | None
) -> list[DraftCriterion]:
    names = Names(reading.table.columns)
    found = read_outcome(outcome, reading, [p.name for p in chosen]) if outcome else None
    return [draft_criterion(profile, names, found, as_of or 0.0) for profile in chosen]


def _notes(reading: Reading, asked: Sequence[str], keys: Sequence[str]) -> list[str]:
    notes: list[str] = []
    beyond = len(reading.table.columns) - MOST_LOOKED_AT
    if beyond > 0 and not asked:
        looked = f"Only the first {MOST_LOOKED_AT} columns were looked at"
        notes.append(f"{looked}; name those that matter with `columns`.")
    if not keys:
        notes.append("No key was given or found; add `key: [...]` to tell rows by name.")
    for name in keys:
        profile = reading.profiles.get(name)
        if len(keys) == 1 and profile is not None and profile.distinct < reading.rows:
            keyed = f"The key {shown(name)} has {counted(profile.distinct, 'different value')}"
            notes.append(f"{keyed} in {counted(reading.rows, 'row')}, so it repeats or is missing.")
    if reading.types:
        typed = listed(dict.fromkeys(f"{kind.value}s" for kind in reading.types.values()))
        notes.append(f"The file holds texts; `inputs` says which are read as {typed}.")
    return notes


def _score_counts(card: Scorecard, reading: Reading) -> dict[float, int]:
    """Return how many rows have each score."""
    plan = compile_scorecard(card, table_columns(reading.table), with_contributions=False)
    counts = count_values(reading.engine, plan, reading.table, ["score"])["score"]
    return {float(str(score)): count for score, count in counts.items()}


def _names(given: str | Sequence[str] | None) -> list[str]:
    """Return column names without repeats; a single text is one name."""
    return list(dict.fromkeys([given] if isinstance(given, str) else given or []))
