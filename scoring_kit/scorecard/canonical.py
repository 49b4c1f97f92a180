"""The identity of a document: RFC 8785 canonical JSON and its sha256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

import rfc8785

from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.scorecard.source_scalars import shown

_MAX_DEPTH = 64
"""Twice what a file may hold: the hashed form of a document nests a little deeper."""


def canonical_bytes(data: object) -> bytes:
    """Return the canonical JSON of plain data: sorted keys, numbers as ES6 writes doubles.

    Integers count as the nearest double, and -0 as 0.

    Parameters
    ----------
    data
        dict with text keys, list, tuple, str, int, float, bool, None.

    Raises
    ------
    ScorecardError
        A number is not finite, a key is not text, a text is not valid Unicode, or the
        data is nested too deep.

    Examples
    --------
    >>> canonical_bytes({"weight": 10.0, "name": "recency"})
    b'{"name":"recency","weight":10}'
    """
    return rfc8785.dumps(_with_doubles(data, ()))


def document_hash(data: object) -> str:
    """Return the sha256 of the canonical JSON, in 64 hexadecimal digits.

    Examples
    --------
    >>> document_hash({}) == document_hash({"a": 1}), document_hash({"a": 1})[:8]
    (False, '015abd7f')
    """
    return hashlib.sha256(canonical_bytes(data)).hexdigest()


def _with_doubles(value: object, path: tuple[str, ...]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _double(value, path)
    if isinstance(value, str):
        return _text(value, path)
    if len(path) >= _MAX_DEPTH:
        raise _refused("too_deep", path, f"data is nested more than {_MAX_DEPTH} levels deep")
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value).items()
        named = ((_key(key, path), item) for key, item in entries)
        return {name: _with_doubles(item, (*path, name)) for name, item in named}
    if isinstance(value, list | tuple):
        items = enumerate(cast("list[object]", value))
        return [_with_doubles(item, (*path, str(index))) for index, item in items]
    raise _refused("wrong_type", path, f"{type(value).__name__} is no plain data")


def _double(number: float, path: tuple[str, ...]) -> float:
    try:
        double = float(number)
    except OverflowError:
        raise _refused("not_finite", path, "the number is too large for a double") from None
    if double - double != 0.0:
        raise _refused("not_finite", path, f"found {number!r}; numbers must be finite")
    return double


def _key(key: object, path: tuple[str, ...]) -> str:
    if not isinstance(key, str):
        raise _refused("key_not_text", path, f"the key {key!r} is not text")
    return _text(key, path)


def _text(text: str, path: tuple[str, ...]) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _refused("not_utf8", path, f"{shown(text)} holds half a character (a surrogate)")
    return text


def _refused(code: str, path: tuple[str, ...], message: str) -> ScorecardError:
    return ScorecardError([Problem(code, ".".join(path), message)])
