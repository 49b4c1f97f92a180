"""From plain data to a scorecard, with every problem at once; and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scoring_kit.collection import paused_collection
from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.scorecard.canonical import document_hash
from scoring_kit.scorecard.models import FORMAT, Scorecard
from scoring_kit.scorecard.plain import plain_problems
from scoring_kit.scorecard.problems import Place, location_of, place_in, problems_of, spell
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.validation import problems_across

Lines = Mapping[tuple[str | int, ...], int]

FOLLOWING_CODES: dict[str, tuple[str, ...]] = {
    "unknown_parameter": ("parameters",),
    "unknown_special": ("inputs",),
    **dict.fromkeys(("no_missing_policy", "no_reference", "not_positive", "unbounded"), ()),
}
"""Codes that an invalid part left out may cause elsewhere: of these fields, or any (empty)."""


def parse_scorecard(
    data: Mapping[str, Any], *, lines: Lines | None = None, source: str = "scorecard"
) -> Scorecard:
    """Return the scorecard that plain data describes.

    Parameters
    ----------
    data
        The document as nested mappings and lists, as in YAML.
    lines
        Line in the file by place in the data, for errors.
    source
        Name of the document in errors.

    Raises
    ------
    ScorecardError
        With everything that is wrong, each with its place.

    Examples
    --------
    >>> card = parse_scorecard({
    ...     "schema": "scoring-kit/1", "name": "tiny",
    ...     "score": {"aggregate": "sum", "of": [{"criterion": "age", "missing": 0}]},
    ... })
    >>> card.criteria[0].weight
    1.0
    """
    problems = plain_problems(data)
    if problems:
        raise ScorecardError(problems, source)
    try:
        with paused_collection():
            card = Scorecard.model_validate(data)
    except ValidationError as error:
        problems = [*problems_of(error, data), *_problems_of_the_rest(data, error)]
        raise ScorecardError(_with_lines(problems, lines), source) from error
    problems = problems_across(card)
    if problems:
        raise ScorecardError(_with_lines(problems, lines), source)
    return card


def parse_canonical(text: str | bytes, *, source: str = "scorecard") -> Scorecard:
    """Return the scorecard of a canonical document, whose names all stand in their order as text.

    That of its tiers comes from their cuts again: the highest stands first.

    Raises
    ------
    ScorecardError
        As `parse_scorecard`.

    Examples
    --------
    >>> from scoring_kit.scorecard.canonical import canonical_bytes
    >>> card = parse_scorecard({
    ...     "schema": "scoring-kit/1", "name": "tiny", "tiers": {"high": 50, "low": 0, "none": -1},
    ...     "score": {"aggregate": "sum", "of": [{"criterion": "age", "missing": 0}]},
    ... })
    >>> parse_canonical(canonical_bytes(to_document(card))) == card
    True
    """
    data: dict[str, Any] = json.loads(text)
    tiers = data.get("tiers")
    if is_mapping(tiers) and all(isinstance(cut, int | float) for cut in tiers.values()):
        data["tiers"] = dict(sorted(tiers.items(), key=lambda tier: -tier[1]))
    return parse_scorecard(data, source=source)


def _with_lines(problems: list[Problem], lines: Lines | None) -> list[Problem]:
    spelled = {spell(path): line for path, line in (lines or {}).items()}
    return [with_line(item, spelled) for item in problems]


def _problems_of_the_rest(data: Mapping[str, Any], error: ValidationError) -> list[Problem]:
    """Return what is wrong across the document once its invalid parts are left out."""
    data = {**data, "schema": FORMAT, "name": "rest"}
    left_out: set[Place] = set()
    rest: Any = data
    for _ in range(3):
        parts = (_part_to_leave_out(item, rest) for item in error.errors(include_url=False))
        left_out |= {original_place(part, data, left_out) for part in parts if part is not None}
        rest = without(data, left_out)
        try:
            card = Scorecard.model_validate(rest)
        except ValidationError as remaining:
            error = remaining
            continue
        return [
            replace(problem, place=translated(problem.place, data, left_out))
            for problem in problems_across(card)
            if not may_follow(problem.code, {str(part[0]) for part in left_out})
        ]
    return []


def may_follow(code: str, fields: set[str]) -> bool:
    """Return whether a problem may be there only because something in these fields is wrong."""
    causes = FOLLOWING_CODES.get(code)
    return causes is not None and (not causes or not fields.isdisjoint(causes))


def _part_to_leave_out(item: ErrorDetails, data: Any) -> Place | None:
    place = place_in(location_of(item), data)
    return place if item["type"] == "extra_forbidden" else removable_part(place)


def removable_part(place: Place) -> Place | None:
    """Return the smallest part around a place that a document can go without."""
    for length in range(len(place), 0, -1):
        part = place[:length]
        in_list = length > 1 and isinstance(part[-1], int)
        if in_list and part[-2] in ("of", "adjustments", "knock_outs", "key"):
            return part
        if length == 1 and part[0] not in ("schema", "name", "score"):
            return part
        if length == 2 and part[0] in ("inputs", "derived", "parameters"):
            return part
        if length == 2 and part[0] == "score" and part[1] not in ("aggregate", "of"):
            return part
    return None


def without(data: Any, places: set[Place], here: Place = ()) -> Any:
    """Return a copy of plain data without the parts at these places."""
    if is_mapping(data):
        return {
            key: without(value, places, (*here, key))
            for key, value in data.items()
            if (*here, key) not in places
        }
    if is_list(data):
        return [
            without(value, places, (*here, index))
            for index, value in enumerate(data)
            if (*here, index) not in places
        ]
    return data


def original_place(place: Place, data: Any, left_out: set[Place]) -> Place:
    """Return where a place of the pruned data stands in the whole data."""
    found: Place = ()
    for part in place:
        if is_list(data) and isinstance(part, int):
            kept = [index for index in range(len(data)) if (*found, index) not in left_out]
            part = kept[part] if part < len(kept) else part
        found = (*found, part)
        data = _below(data, part)
    return found


def _below(data: Any, part: str | int) -> Any:
    if is_mapping(data):
        return data.get(part)
    if is_list(data) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def translated(place: str, data: Any, left_out: set[Place]) -> str:
    """Return a spelt place of the pruned data as it is in the whole data."""
    return spell(original_place(_parts(place), data, left_out))


def _parts(place: str) -> Place:
    return tuple(int(part) if part.isdigit() else part for part in place.split(".") if part)


def with_line(problem: Problem, lines: Mapping[str, int]) -> Problem:
    """Return the problem with the line of its place, or of the nearest part around it.

    lines: line in the file by spelled place; a key such as "5" or "a.b" is found by its spelling.
    """
    place = problem.place
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return replace(problem, line=lines[place]) if place in lines else problem


def to_document(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as plain data, fields equal to their default left out.

    Categories and special codes are lists, so that their keys keep their types in JSON.
    """
    return card.model_dump(mode="json", by_alias=True, exclude_defaults=True, warnings=False)


def checked(card: Scorecard) -> Scorecard:
    """Return a scorecard whose parts were changed one by one as a whole that is valid.

    Raises
    ------
    ScorecardError
        With everything that is wrong; `model_copy` does not look at the values it is given.
    TypeError
        When it is no scorecard, say the path of one.
    """
    if not isinstance(card, Scorecard):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks
        raise TypeError(
            f"a Scorecard is expected, found {type(card).__name__}; "
            "read_scorecard(path) or parse_scorecard(data) gives one"
        )
    return parse_scorecard(to_document(card), source=card.name)


def hash_of(card: Scorecard) -> str:
    """Return the sha256 (64 hexadecimal digits) of a scorecard's canonical JSON (RFC 8785)."""
    return document_hash(to_document(card))
