"""Texts and paths of files as literals of DuckDB's SQL."""

from __future__ import annotations

import re
from os import PathLike, fspath


def text_literal(text: str) -> str:
    """Return a text as an SQL literal.

    Examples
    --------
    >>> text_literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def file_pattern(file: str | PathLike[str]) -> str:
    """Return the pattern that stands for this file alone, as DuckDB reads a path as a pattern.

    Examples
    --------
    >>> file_pattern("scores[1].csv")
    'scores[[]1].csv'
    """
    return re.sub(r"([*?\[])", r"[\1]", fspath(file))


def file_literal(file: str | PathLike[str]) -> str:
    """Return a file as DuckDB's table functions name it, as an SQL literal.

    Examples
    --------
    >>> file_literal("scores.csv")
    "'scores.csv'"
    """
    return text_literal(file_pattern(file))
