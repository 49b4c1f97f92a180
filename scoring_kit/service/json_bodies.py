"""Bodies of requests in JSON: decoded strictly, so that nothing is guessed or lost."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any, NamedTuple, cast

import orjson

from scoring_kit.errors import nearest
from scoring_kit.service.problems import MOST_ERRORS, Fault, ServiceError, pointer

FORMS = ("row", "rows", "columns")
"""The forms in which rows are posted: one object, a list of objects, an object of lists."""

Object = dict[str, Any]


class Posted(NamedTuple):
    """What a body holds: its form, the data in it, the values of parameters, and what else."""

    form: str
    data: Any
    parameters: Object
    more: Object


def read_posted(body: bytes, forms: tuple[str, ...] = FORMS, also: tuple[str, ...] = ()) -> Posted:
    """Return what a body in JSON holds.

    forms: those that are taken. also: other fields that may be there.

    Raises
    ------
    ServiceError
        When it is no JSON (400), repeats a key, or is not of one of the forms (422).

    Examples
    --------
    >>> read_posted(b'{"row": {"age": 41}}')
    Posted(form='row', data={'age': 41}, parameters={}, more={})
    """
    document = read_object(body)
    if len(document) == 1:  # what is posted most
        form, data = next(iter(document.items()))
        if form in forms:
            return Posted(form, data, {}, {})
    return _checked(document, forms, also)


def read_object(body: bytes) -> Object:
    """Return the object that a body holds, in which no key is there twice.

    Raises
    ------
    ServiceError
        When it is no JSON (400), no object, or repeats a key (422).
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        detail = f"the body is no JSON: {error.msg} ({where})"
        raise ServiceError(400, "json", detail) from error
    if type(document) is not dict:
        raise _wrong([Fault("", "form", "an object is expected, such as {...}")])
    found = cast("Object", document)
    # a key that is there twice is read once; each key brings a colon, and so may texts
    if body.count(b":") != _members(found):
        _check_keys(body)
    return found


def _members(document: Object) -> int:
    """Return how many members are in the objects of a document, down to its rows."""
    count = len(document)
    for value in document.values():
        if type(value) is dict:
            count += len(cast("Object", value))
        elif type(value) is list:
            items = cast("list[Any]", value)
            count += sum([len(cast("Object", item)) for item in items if type(item) is dict])
    return count


def _check_keys(body: bytes) -> None:
    """Refuse an object in which a key is there twice, at any depth."""
    repeated: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> None:
        if len(dict(members)) < len(members):
            seen: set[str] = set()
            repeated.extend(name for name, _ in members if name in seen or seen.add(name))

    try:
        json.loads(body, object_pairs_hook=pairs)
    except RecursionError:
        raise _wrong([Fault("", "depth", "the body is nested too deep")]) from None
    if repeated:
        names = islice(dict.fromkeys(repeated), 10)
        raise _wrong(
            [Fault("", "key_repeats", f"the key {name!r} is twice in an object") for name in names]
        )


def _checked(document: Object, forms: tuple[str, ...], also: tuple[str, ...]) -> Posted:
    allowed = (*forms, "parameters", *also)
    faults = [
        Fault(pointer(name), "unknown_name", f"there is no such field{nearest(name, allowed)}")
        for name in islice(document, MOST_ERRORS)
        if name not in allowed
    ]
    given = [form for form in forms if form in document]
    if len(given) != 1:
        faults.append(Fault("", "form", f"one of {', '.join(forms)} is expected"))
    parameters = document.get("parameters", {})
    if type(parameters) is not dict:
        message = "an object with a value for each parameter is expected"
        faults.append(Fault("/parameters", "form", message))
    if faults:
        raise _wrong(faults)
    more = {name: document[name] for name in also if name in document}
    return Posted(given[0], document[given[0]], parameters, more)


def _wrong(faults: list[Fault]) -> ServiceError:
    return ServiceError(422, "body", "the body is not as it has to be", faults)
