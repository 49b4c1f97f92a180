"""Scorecard files: reading with every problem at once, writing that keeps comments."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any, Literal, cast

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard.document import (
    checked,
    hash_of,
    may_follow,
    parse_scorecard,
    to_document,
)
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.source import read_source
from scoring_kit.scorecard.writing import to_yaml, write_text_atomically

JSON_ENDINGS = (".json",)

LEADING = ("schema", "name", "criterion", "group", "title", "description", "weight")
"""Fields that people write first."""


def read_scorecard(path: str | PathLike[str]) -> Scorecard:
    """Return the scorecard in a YAML or JSON file (by its ending; YAML unless ``.json``).

    Raises
    ------
    ScorecardError
        With everything that is wrong in the file: line, place, what was found, what is allowed.
    FileNotFoundError
        When there is no such file.

    Examples
    --------
    >>> card = read_scorecard("data/book_club.yaml")
    >>> card.name
    'book_club'
    """
    path = Path(path)
    format_: Literal["yaml", "json"] = "json" if path.suffix in JSON_ENDINGS else "yaml"
    return read_scorecard_text(path.read_bytes(), name=str(path), format=format_)


def read_scorecard_text(
    text: str | bytes, *, name: str = "scorecard", format: Literal["yaml", "json"] = "yaml"
) -> Scorecard:
    """Return the scorecard in a text; see `read_scorecard`."""
    source = read_source(text, name=name, format=format)
    known = list(source.problems)
    if known and not is_mapping(source.data):
        raise ScorecardError(known, name)
    try:
        card = parse_scorecard(cast("dict[str, Any]", source.data), lines=source.lines, source=name)
    except ScorecardError as error:
        taken = [problem.place for problem in known]
        fields = {place.partition(".")[0] for place in taken}
        known += [
            problem
            for problem in error.problems
            if not _is_within(problem.place, taken)
            and not (taken and may_follow(problem.code, fields))
        ]
    else:
        if not known:
            return card
    raise ScorecardError(sorted(known, key=lambda problem: problem.line or 0), name)


def _is_within(place: str, taken: list[str]) -> bool:
    return any(
        place == other or place.startswith(f"{other}.") or other.startswith(f"{place}.")
        for other in taken
        if other
    )


def write_scorecard(card: Scorecard, path: str | PathLike[str]) -> None:
    """Write a scorecard to a YAML or JSON file, whole or not at all.

    An existing YAML file keeps its comments, order and spelling wherever the meaning stays;
    a file that already holds this scorecard is not touched.

    Raises
    ------
    ScorecardError
        When the scorecard is not valid, or the file holds something that is no scorecard, or
        one with a mistake; delete it, or mend it first. It is then as it was.
    OSError
        When the file cannot be written; it is then as it was.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "card.yaml"
    >>> write_scorecard(read_scorecard("data/book_club.yaml"), path)
    >>> read_scorecard(path) == read_scorecard("data/book_club.yaml")
    True
    """
    path = Path(path)
    text = changed_file(card, path, path.read_bytes() if path.exists() else None)
    if text is not None:
        write_text_atomically(path, text)


def changed_file(card: Scorecard, path: Path, before: bytes | None) -> str | None:
    """Return the text of a file that shall hold a scorecard; None where it holds it already.

    path: says by its ending whether it is YAML or JSON, and is the name in errors. before: what
    the file holds, whose comments, order and spelling stay; None where there is none.

    Raises
    ------
    ScorecardError
        As `write_scorecard` does.
    """
    card = checked(card)
    is_json = path.suffix in JSON_ENDINGS
    if before is None:
        return to_json(card) if is_json else yaml_text(card)
    existing = read_scorecard_text(before, name=str(path), format="json" if is_json else "yaml")
    if hash_of(existing) == hash_of(card):
        return None
    if is_json:
        return to_json(card)
    text = before.decode("utf-8")  # line ends as they are
    written = read_source(text, name=str(path), format="yaml").data
    data = friendly(to_document(card))
    data = with_written_defaults(data, written, friendly(to_document(existing)))
    return to_yaml(data, existing=text)


def yaml_text(card: Scorecard) -> str:
    """Return a scorecard as the text of a new YAML file.

    Examples
    --------
    >>> yaml_text(read_scorecard("data/book_club.yaml")).splitlines()[1]
    'schema: scoring-kit/1'
    """
    return to_yaml(friendly(to_document(card)))


def with_written_defaults(data: Any, written: Any, meant: Any) -> Any:
    """Return the data with fields that a person wrote out although they equal their default.

    written: the data of a file; meant: the same without such fields.
    """
    if is_mapping(data) and is_mapping(written) and is_mapping(meant):
        kept = {name: written[name] for name in written if name not in meant}
        known = {
            name: with_written_defaults(value, written.get(name), meant.get(name))
            for name, value in data.items()
        }
        return {**kept, **known}
    if is_list(data) and is_list(written) and is_list(meant):
        before = dict(zip(map(_identity, meant), zip(written, meant, strict=False), strict=False))
        return [
            with_written_defaults(item, *before.get(_identity(item), (None, None))) for item in data
        ]
    return data


def _identity(item: Any) -> str:
    names = ("criterion", "group", "name")
    found = [item[name] for name in names if name in item] if is_mapping(item) else []
    return repr(found or item)


def to_json(card: Scorecard) -> str:
    """Return a scorecard as indented JSON, fields equal to their default left out."""
    return json.dumps(to_document(card), indent=2, ensure_ascii=False) + "\n"


def friendly(data: Any, key: str = "") -> Any:
    """Return plain document data in the short forms that people write.

    Categories and special codes become mappings where nothing is lost by it.
    """
    if is_mapping(data):
        names = [*(name for name in LEADING if name in data), *data]
        return {name: friendly(data[name], name) for name in dict.fromkeys(names)}
    if not is_list(data):
        return data
    if key == "categories" and all(_is_plain_branch(branch) for branch in data):
        return {branch["in"][0]: branch["value"] for branch in data}
    if key == "special":
        return {special["code"]: special["label"] for special in data}
    return [friendly(item) for item in data]


def _is_plain_branch(branch: Any) -> bool:
    return set(branch) == {"in", "value"} and len(branch["in"]) == 1
