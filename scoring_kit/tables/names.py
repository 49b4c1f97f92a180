"""Column names that every engine can tell apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from scoring_kit.errors import DataError, Problem


def check_column_names(names: Iterable[object]) -> tuple[str, ...]:
    """Return the names if every engine can hold them next to each other.

    DuckDB ignores case in names, so two that differ by case only would silently be one.

    Raises
    ------
    DataError
        With all problems: a name that is no text, is empty, holds control characters, or
        collides with another when case is ignored.

    Examples
    --------
    >>> check_column_names(["age", "income"])
    ('age', 'income')
    """
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name in names:
        if not isinstance(name, str) or not _is_sound(name):
            message = f"{name!r} is no column name; use a text without control characters"
            problems.append(Problem("column_name", ascii(name), message))
            continue
        folded = name.casefold()
        if folded in seen:
            message = f"{name!r} and {seen[folded]!r} differ by case at most; rename one of them"
            problems.append(Problem("column_names_collide", name, message))
        seen[folded] = name
    if problems:
        raise DataError(problems)
    return tuple(seen.values())


def column_names(given: str | Sequence[str]) -> tuple[str, ...]:
    """Return column names without repeats; a single text is one name."""
    return tuple(dict.fromkeys((given,) if isinstance(given, str) else given))


def _is_sound(name: str) -> bool:
    return bool(name) and all(unicodedata.category(letter) not in ("Cc", "Cs") for letter in name)
