"""The documented problem codes, and how errors of the models become problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scoring_kit.errors import Problem, nearest
from scoring_kit.expression.parse import EXPRESSION_CODES
from scoring_kit.scorecard.fields import describe
from scoring_kit.scorecard.models import Criterion, Group, Scorecard
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.source import SOURCE_CODES
from scoring_kit.scorecard.value_functions import KINDS

Place = tuple[str | int, ...]

MODEL_CODES: dict[str, str] = {
    "unknown_field": "a field that the part does not have",
    "missing_field": "a field that the part needs is not there",
    "wrong_type": "a value of another type than the field takes",
    "not_allowed": "a word that the field does not take",
    "out_of_range": "a number outside what the field takes",
    "empty_text": "a text with nothing in it",
    "bad_name": "a name that is not small letters, digits and _",
    "reserved_name": "a name that a column of every result has",
    "bad_date": "a text that is no calendar date",
    "two_forms": "two forms of one thing at once",
    "too_few": "a list with too few entries",
    "empty_range": "a range whose ends do not rise",
    "not_increasing": "values that must rise and do not",
    "not_decreasing": "tiers that do not stand highest first",
    "last_bin_not_open": "bins that do not cover the highest values",
    "open_bin_not_last": "bins after an open one",
    "open_rule_not_last": "rules after one that always holds",
    "mixed_categories": "categories or codes of several types",
    "duplicate_category": "a category or special code that stands there twice",
    "unknown_kind": "no kind of value function",
    "input_not_read": "an input for a value function that reads columns by name",
    "field_not_here": "a field that another aggregation has",
    "weights_sum_to_zero": "a mean whose weights are all 0",
    "wrong_schema": "a document of another format version",
}
"""Problems that a part of the document has by itself."""

CARD_CODES: dict[str, str] = {
    "duplicate_name": "a name that two parts share",
    "no_missing_policy": "a criterion that does not say what a missing input means",
    "policy_not_here": "a policy that does not work in this place",
    "no_reference": "a policy or reason that needs a reference which is not there",
    "unbounded": "worst or best of a value function without lowest or highest value",
    "unknown_special": "a special label that the input does not declare",
    "not_positive": "a mean that can meet a member at or below 0",
    "cycle": "derived inputs that need each other",
    "unknown_parameter": "a parameter that the document does not declare",
    "type_conflict": "an input that is used as two types",
    "too_many_reasons": "more reason codes than a result can carry",
}
"""Problems that show only when the parts are seen together."""

_EXPRESSION_CODES = {
    # A name that no part of the document has is a column; the table shows whether it is there.
    code: meaning
    for code, meaning in EXPRESSION_CODES.items()
    if code != "unknown_name"
}

CODES: dict[str, str] = {**SOURCE_CODES, **MODEL_CODES, **CARD_CODES, **_EXPRESSION_CODES}
"""Every code that reading a document can give, with its meaning."""

_PYDANTIC_CODES = {
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "invalid_key": "key_not_text",
    "literal_error": "not_allowed",
    "finite_number": "not_finite",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}

_EXPECTED = {
    "model_type": "a mapping of fields",
    "dict_type": "a mapping",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number not below {ge:g}",
    "less_than_equal": "a number not above {le:g}",
}
"""What pydantic's errors say that a field takes, in the words of documents."""


def problems_of(
    error: ValidationError, data: Any, whole: type[BaseModel] = Scorecard
) -> list[Problem]:
    """Return the problems in a validation error, with places in the raw data.

    whole: the model that the data as a whole was to be.
    """
    found: list[Problem] = []
    for item in error.errors(include_url=False):
        place = place_in(location_of(item), data)
        kind = item["type"]
        code = _PYDANTIC_CODES.get(kind, kind if kind in CODES else "wrong_type")
        if place == ("schema",) and code in ("not_allowed", "wrong_type"):
            code = "wrong_schema"
        message = _message(kind, place, item)
        if kind == "extra_forbidden":
            allowed = fields_at(item["loc"], whole)
            message += f"; allowed: {', '.join(allowed)}{nearest(str(place[-1]), allowed)}"
        found.append(Problem(code=code, place=spell(place), message=message))
    return found


def location_of(item: ErrorDetails) -> Place:
    """Return the place of an error among the models, down to the entry that it is about."""
    return (*item["loc"], *item.get("ctx", {}).get("at", ()))


def place_in(location: Sequence[str | int], data: Any) -> Place:
    """Return the path in the raw data, without the tags of chosen forms."""
    place: list[str | int] = []
    current: Any = data
    for index, part in enumerate(location):
        is_last = index == len(location) - 1
        if isinstance(part, str) and part.startswith("<") and part.endswith(">"):
            continue
        if part == "[key]":
            break
        if is_mapping(current) and isinstance(part, int) and part not in current:
            # A short form, {art: 100}, was read as a list of entries: the key is the place.
            return (*place, list(current)[part])
        part = _as_written(part, current)
        if is_mapping(current) and part in current:  # noqa: SIM114 - joined, the types are lost
            current = current[part]
        elif is_list(current) and isinstance(part, int) and part < len(current):
            current = current[part]
        elif not is_last or isinstance(current, str | int | float):
            continue
        place.append(part)
    return tuple(place)


def _as_written(part: str | int, current: Any) -> str | int:
    """Return the word of the document for a field that has another name in the models."""
    is_power_mean = part == "exponent" and is_mapping(current) and "power_mean" in current
    return "power_mean" if is_power_mean else part


_TAGGED: dict[str, type[BaseModel]] = {
    "<criterion>": Criterion,
    "<group>": Group,
    **{f"<{kind}>": model for kind, model in KINDS.items()},
}


def fields_at(location: Sequence[str | int], whole: type[BaseModel] = Scorecard) -> list[str]:
    """Return the fields, as written, of the part that an error lies in."""
    models: list[type[BaseModel]] = [whole]
    for part in location[:-1]:
        if part in _TAGGED:
            models = [_TAGGED[str(part)]]
            continue
        below = [
            inner
            for model in models
            for name, field in model.model_fields.items()
            if part in (name, field.alias)
            for inner in _models_in(field.annotation)
        ]
        models = below or models
    return sorted(
        {field.alias or name for model in models for name, field in model.model_fields.items()}
    )


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def spell(place: Place) -> str:
    """Return a place as text: ``score.of.0.value``."""
    return ".".join(str(part) for part in place)


def _message(kind: str, place: Place, item: Any) -> str:
    context = item.get("ctx", {})
    last = str(place[-1]) if place else "document"
    found = describe(item["input"])
    if kind == "extra_forbidden":
        return f"unknown field {last!r}"
    if kind == "invalid_key":
        return f"the key {last!r} is not text; put it in quotes"
    if kind == "missing":
        return f"{last!r} is missing"
    if kind == "literal_error":
        hint = nearest(str(item["input"]), _quoted(context.get("expected", "")))
        return f"{found} is not allowed; allowed: {context.get('expected')}{hint}"
    if "message" in context:
        return str(context["message"])
    if kind in _EXPECTED:
        return f"{_EXPECTED[kind].format(**context)} is expected, found {found}"
    return f"{item['msg'][:1].lower()}{item['msg'][1:]}, found {found}"


def _quoted(expected: str) -> list[str]:
    return [part for part in expected.split("'") if part.strip(" ,or")]
