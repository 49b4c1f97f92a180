"""What a document is made of: mappings, lists, texts, numbers, booleans, dates and null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from scoring_kit.errors import Problem
from scoring_kit.scorecard.fields import describe

MAX_DEPTH = 64
"""Levels of mappings and lists; files hold fewer, but data may be built by a program."""

Place = tuple[str, ...]


def plain_problems(data: object) -> list[Problem]:
    """Return what keeps data from being a document at all, whatever its fields are.

    Data that was read from a file has none of these problems.

    Examples
    --------
    >>> [str(problem) for problem in plain_problems({"key": {"customer_id"}})]
    ['key: a set is found where a text, number, list or mapping is expected [wrong_type]']
    """
    if not isinstance(data, Mapping):
        message = f"found {describe(data)}; a document is a mapping of fields"
        return [Problem("not_a_mapping", "", message)]
    found: list[Problem] = []
    for problem in _problems(cast("Mapping[object, object]", data), ()):
        found.append(problem)
        if problem.code == "too_deep":  # data may hold itself, and would be walked for ever
            break
    return found


def _problems(value: Any, place: Place) -> Iterator[Problem]:
    if value is None or isinstance(value, bool | int | float):
        return
    if isinstance(value, str):
        yield from _text_problems(value, place)
    elif not isinstance(value, Mapping | list | tuple):
        # A date, but no time, may be the default of a parameter.
        if type(value) is not date:
            kind = type(value).__name__
            message = f"a {kind} is found where a text, number, list or mapping is expected"
            yield Problem("wrong_type", ".".join(place), message)
    elif len(place) >= MAX_DEPTH:
        message = f"mappings and lists are nested more than {MAX_DEPTH} levels deep"
        yield Problem("too_deep", ".".join(place), message)
    else:
        yield from _entry_problems(value, place)


def _entry_problems(entries: Any, place: Place) -> Iterator[Problem]:
    is_mapping = isinstance(entries, Mapping)
    pairs = cast("Any", entries).items() if is_mapping else enumerate(entries)
    for key, value in cast("Iterator[tuple[object, object]]", pairs):
        here = (*place, str(key).encode("utf-8", "backslashreplace").decode())
        # Numbers and booleans are keys of categories and special codes; the models see to that.
        if isinstance(key, str):
            yield from _text_problems(key, here)
        elif not isinstance(key, int | float):
            message = f"the key {key!a} is not text; put it in quotes"
            yield Problem("key_not_text", ".".join(here), message)
            continue
        yield from _problems(value, here)


def _text_problems(text: str, place: Place) -> Iterator[Problem]:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        message = f"{text!a} holds half a character (a surrogate); take it out"
        yield Problem("not_utf8", ".".join(place), message)
