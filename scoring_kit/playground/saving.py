"""A session as plain data that JSON holds, and back; what is not right is refused as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import Any, TypeVar

from pydantic import ValidationError

from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.playground.draft import SECTIONS, Draft, is_on
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.history import Entry, History
from scoring_kit.playground.paths import ABSENT, Data, Difference, value_at
from scoring_kit.playground.saving_form import SAVED, SavedEntry, SavedSession
from scoring_kit.playground.session_state import State
from scoring_kit.scorecard.document import parse_scorecard, to_document, translated
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.plain import plain_problems
from scoring_kit.scorecard.problems import Place, problems_of, spell
from scoring_kit.scorecard.sections import Adjustment, KnockOut
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.writing_changes import is_same

Read = TypeVar("Read", Scorecard, Draft)

SOURCE = "saved session"
_ITEMS = {"adjustments": Adjustment, "knock_outs": KnockOut}


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept of a session."""

    state: State
    live: Scorecard
    author: str


def saved_data(saved: Saved) -> dict[str, Any]:
    """Return a session as plain data; see `Session.saved`."""
    state = saved.state
    entries = [_entry_data(entry) for entry in state.history]
    return {
        "schema": SAVED,
        "author": saved.author,
        "rebalancing": state.rebalancing,
        "locks": sorted(state.locks),
        "live": to_document(saved.live),
        "draft": state.draft.whole,
        "history": {"made": state.history.made, "entries": entries},
    }


def read_saved(data: object) -> Saved:
    """Return the session in plain data; see `Session.restored`."""
    problems = plain_problems(data)
    if problems or not is_mapping(data):
        raise ScorecardError(problems, SOURCE)
    form = _form(data, problems)
    live = _document(data, "live", parse_scorecard, problems)
    draft = _document(data, "draft", _draft, problems)
    if form is not None and draft is not None:
        history = History(tuple(map(_entry, form.history.entries)), form.history.made)
        problems += list(_numbering_problems(history)) or _way_back_problems(draft, history)
        if live is not None and not problems:
            state = State(0, draft, history, frozenset(form.locks), form.rebalancing)
            return Saved(state, live, form.author)
    raise ScorecardError(problems, SOURCE)


# ---- entries --------------------------------------------------------------------------------


def _entry_data(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": entry.number,
        "label": entry.label,
        "author": entry.author,
        "kind": entry.kind,
        "target": [_scalar(part) for part in entry.target],
        "differences": [_difference_data(one) for one in entry.differences],
        "name": entry.name,
        "below": sorted(entry.below),
        "is_undone": entry.is_undone,
    }
    return found | ({"effect": entry.effect} if _is_plain(entry.effect) else {})


def _difference_data(one: Difference) -> dict[str, Any]:
    sides = {"before": one.before, "after": one.after}
    present = {name: value for name, value in sides.items() if value is not ABSENT}
    return {"place": list(one.place), **present}


def _scalar(value: object) -> str | float | bool | None:
    """Return a part of a target as JSON holds it; numbers of other libraries as Python's."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def _is_plain(effect: object) -> bool:
    """Return whether an effect is the same after it went through JSON."""
    try:
        return json.loads(json.dumps(effect, allow_nan=False)) == effect
    except (TypeError, ValueError, RecursionError):
        return False


def _entry(saved: SavedEntry) -> Entry:
    return Entry(
        number=saved.number,
        label=saved.label,
        author=saved.author,
        differences=tuple(
            Difference(tuple(one.place), one.before, one.after) for one in saved.differences
        ),
        kind=saved.kind,
        target=tuple(saved.target),
        name=saved.name,
        effect=saved.effect,
        below=frozenset(saved.below),
        is_undone=saved.is_undone,
    )


# ---- what may be wrong ----------------------------------------------------------------------


def _form(data: Data, problems: list[Problem]) -> SavedSession | None:
    try:
        return SavedSession.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, data, SavedSession)
        return None


def _document(
    data: Data, field: str, read: Callable[[Data], Read], problems: list[Problem]
) -> Read | None:
    """Return what a document says; note what is wrong with it, each with its place."""
    whole = data.get(field)
    if not is_mapping(whole):
        return None  # which the form has noted
    try:
        return read(whole)
    except ScorecardError as error:
        problems += [replace(one, place=f"{field}.{one.place}") for one in error.problems]
        return None


def _draft(whole: Data) -> Draft:
    """Return the draft of a document, in which what is switched off is checked too."""
    off = {
        (section, index): item
        for section in SECTIONS
        for index, item in enumerate(_items(whole, section))
        if not is_on(item)
    }
    problems = [one for place, item in off.items() for one in _item_problems(place, item)]
    try:
        draft = Draft.of_whole(whole, SOURCE)
    except ScorecardError as error:
        places = set[Place](off)
        problems += [replace(p, place=translated(p.place, whole, places)) for p in error.problems]
        raise ScorecardError(problems, SOURCE) from error
    if problems:
        raise ScorecardError(problems, SOURCE)
    return draft


def _items(whole: Data, section: str) -> list[Any] | tuple[Any, ...]:
    items = whole.get(section, ())
    return items if is_list(items) else ()


def _item_problems(place: Place, item: Data) -> list[Problem]:
    model = _ITEMS[str(place[0])]
    data = {name: value for name, value in item.items() if name != "on"}
    try:
        model.model_validate(data)
    except ValidationError as error:
        found = problems_of(error, data, model)
        return [replace(one, place=f"{spell(place)}.{one.place}") for one in found]
    return []


def _numbering_problems(history: History) -> Iterator[Problem]:
    """Yield what is wrong with the numbers, and with the order of what is undone."""
    last, undone = 0, set[str]()
    for index, entry in enumerate(history):
        place = f"history.entries.{index}"
        if entry.number <= last:
            message = f"numbers rise, found {entry.number} after {last}"
            yield Problem("not_increasing", f"{place}.number", message)
        if not entry.is_undone and entry.author in undone:
            message = f"an edit of {entry.author!r} before it is undone, so this one is too"
            yield Problem("not_allowed", f"{place}.is_undone", message)
        undone |= {entry.author} if entry.is_undone else set()
        last = entry.number
    if history.made < last:
        message = f"{history.made} edits were made, but there is number {last}"
        yield Problem("out_of_range", "history.made", message)


def _way_back_problems(draft: Draft, history: History) -> list[Problem]:
    """Return what keeps the edits in force from being undone, down to the first document."""
    whole, authors = draft.whole, dict.fromkeys(entry.author for entry in history)
    while open_ := [entry for entry in history if not entry.is_undone]:
        ready = [a for a in authors if _can_undo(history, a)]
        if not ready:
            message = "is in force, but cannot be undone: what lies above or below it is not here"
            return [_problem_of(history, entry, message) for entry in open_]
        entry = history.next_to_undo(ready[0])
        for one in entry.differences:
            if not is_same(value_at(whole, one.place), one.after):
                message = f"put another value at {one} than the one that stands there"
                return [_problem_of(history, entry, message)]
        try:
            whole, history = history.undo(whole, ready[0])
        except EditError as error:
            return [_problem_of(history, entry, f"cannot be undone: {error.message}")]
    try:
        Draft.of_whole(whole, SOURCE)
    except ScorecardError as error:
        return [replace(one, place=f"history, all undone: {one.place}") for one in error.problems]
    return []


def _can_undo(history: History, author: str) -> bool:
    try:
        history.next_to_undo(author)
    except EditError:
        return False
    return True


def _problem_of(history: History, entry: Entry, message: str) -> Problem:
    index = next(i for i, other in enumerate(history) if other.number == entry.number)
    return Problem("changed_since", f"history.entries.{index}", f"edit {entry.number} {message}")
