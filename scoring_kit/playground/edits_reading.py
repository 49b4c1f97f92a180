"""Edits from plain data, as a screen sends them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields
from functools import cache
from types import NoneType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from scoring_kit.errors import nearest
from scoring_kit.playground.edits_base import Edit
from scoring_kit.playground.errors import EditError
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.scorecard.fields import describe, shorten
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.shapes import is_list


def read_edit(edits: Mapping[str, type[Edit]], kind: object, data: object) -> Edit:
    """Return the edit of a kind whose fields stand in a mapping; see `edits.edit_from`."""
    if not isinstance(kind, str) or kind not in edits:
        raise _not_listed("unknown_edit", "edit", "kind of edit", kind, edits)
    if not isinstance(data, Mapping):
        message = f"the fields of an edit are a mapping, found {describe(data)}"
        raise EditError("wrong_type", kind, message)
    data = cast("Mapping[object, object]", data)
    known = {field.name: field for field in fields(edits[kind])}
    for name in data:
        if name not in known:
            raise _not_listed("unknown_field", kind, "field", name, known)
    for name, field in known.items():
        if name not in data and field.default is MISSING:
            message = f"{name!r} is missing; fields of the edit: {', '.join(known)}"
            raise EditError("missing_field", f"{kind}.{name}", message)
    hints = _types(edits[kind])
    found = {
        name: _read(data[name], hints[name], f"{kind}.{name}") for name in known if name in data
    }
    return edits[kind](**found)


@cache
def _types(edit: type[Edit]) -> dict[str, Any]:
    return get_type_hints(edit)


def _not_listed(
    code: str, place: str, noun: str, found: object, allowed: Collection[str]
) -> EditError:
    name = shorten(str(found)) if isinstance(found, str) else describe(found)
    message = f"there is no {noun} {name!r}; allowed: {', '.join(allowed)}"
    return EditError(code, place, message + nearest(name, allowed))


def _read(value: object, hint: object, place: str) -> object:
    """Return a value as the type of its field; refuse a value of another type."""
    forms = [form for form in _forms(hint) if _is_of(value, form)]
    if not forms:
        words = " or ".join(dict.fromkeys(_in_words(form) for form in _forms(hint)))
        message = f"{words} is expected, found {describe(value)}"
        has_words = any(_base(form) is Literal for form in _forms(hint))
        code = "not_allowed" if has_words and isinstance(value, str) else "wrong_type"
        raise EditError(code, place, message)
    return _READ.get(_base(forms[0]), lambda same: same)(value)


def _forms(hint: object) -> tuple[object, ...]:
    """Return the types of a union, or the one type."""
    is_one = isinstance(hint, type) or _base(hint) in (*_WORDS, Literal)
    return (hint,) if is_one else get_args(hint)


def _base(form: object) -> object:
    return get_origin(form) or form


def _is_of(value: object, form: object) -> bool:
    base: Any = _base(form)
    if base is Literal:
        return isinstance(value, str) and value in get_args(form)
    if base in (int, float):
        wanted = int if base is int else int | float
        return isinstance(value, wanted) and not isinstance(value, bool)
    if base is frozenset:
        return is_list(value) and all(isinstance(item, str) for item in value)
    return isinstance(value, _KINDS.get(base, base))


def _in_words(form: object) -> str:
    base = _base(form)
    return f"one of {', '.join(get_args(form))}" if base is Literal else _WORDS[base]


_WORDS: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
    frozenset: "a list of names",
    Mapping: "a mapping",
    Scorecard: "a document",
}
"""What a field of each type takes, in words."""

_KINDS: dict[Any, Any] = {Scorecard: Mapping}
"""Types whose data is of another type."""

_READ: dict[Any, Callable[[Any], object]] = {frozenset: frozenset, Scorecard: parse_scorecard}
"""How data becomes a value of these types."""
