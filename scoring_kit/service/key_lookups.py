"""Scores of keys of a registered table, of which those asked for most are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from scoring_kit.engines.lookup import can_hold
from scoring_kit.engines.lookup_keys import repeated, run_keys
from scoring_kit.errors import DataError, EngineError
from scoring_kit.service.answers import rows_of
from scoring_kit.service.json_bodies import Posted
from scoring_kit.service.problems import Fault, ServiceError, pointer
from scoring_kit.service.reading import too_long, wrong
from scoring_kit.service.scorer import Scorer
from scoring_kit.service.settings import Settings
from scoring_kit.service.tables import Opened, unreadable

Key = Mapping[str, object]
Result = Mapping[str, Any]
Named = tuple[object, ...]


class KeptResults:
    """Results by key, each of one document, parameters and version of the data.

    What changes has another name, so that nothing here ever grows old; the one that was not
    asked for longest goes when there are too many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Named, Result] = {}

    def find(self, scorer: Scorer, table: Opened, key: Key) -> Result | None:
        """Return the result of a key; None where it is not kept."""
        name = _name(scorer, table, key)
        found = self._kept.pop(name, None)
        if found is not None:
            self._kept[name] = found
        return found

    def keep(self, scorer: Scorer, table: Opened, key: Key, result: Result) -> None:
        """Keep the result of a key."""
        self._kept[_name(scorer, table, key)] = result
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def __len__(self) -> int:
        return len(self._kept)


def _name(scorer: Scorer, table: Opened, key: Key) -> Named:
    # 1, 1.0 and True are one key of a dictionary, but not of a table
    values = tuple(map(repr, key.values()))
    parameters = tuple((name, repr(x)) for name, x in sorted(scorer.parameters.items()))
    return scorer.version.sha256, parameters, table.name, table.version, table.state, values


def read_keys(posted: Posted, table: Opened, settings: Settings) -> list[Key]:
    """Return the keys that are asked for: each a value, or an object with a value a column.

    Raises
    ------
    ServiceError
        When they are too many (413), or do not fit the key of the table (422).
    """
    if posted.form == "key":
        given, places = cast("list[object]", [posted.data]), ["/key"]
    elif type(posted.data) is list:
        given = cast("list[object]", posted.data)  # pyright: ignore[reportUnknownMemberType] - of anything
        places = [f"/keys/{place}" for place in range(len(given))]
    else:
        raise wrong([Fault("/keys", "form", "a list of keys is expected")])
    if len(given) > settings.row_limit:
        detail = f"{len(given):,} keys are posted, {settings.row_limit:,} at most are allowed"
        raise ServiceError(413, "too_many_rows", detail)
    faults: list[Fault] = []
    keys = [
        _key(value, at, table, settings, faults) for value, at in zip(given, places, strict=True)
    ]
    if faults:
        raise wrong(faults)
    return keys


def _key(given: object, at: str, table: Opened, settings: Settings, faults: list[Fault]) -> Key:
    """Return a key by column, and add what is wrong with it to the faults."""
    members = cast("dict[str, object]", given) if type(given) is dict else None
    values: dict[str, object]
    if members is None and len(table.key) == 1:
        values, places = {table.key[0]: cast("object", given)}, {table.key[0]: at}
    elif members is not None and members.keys() == set(table.key):
        values = {name: members[name] for name in table.key}
        places = {name: f"{at}{pointer(name)}" for name in table.key}
    else:
        names = ", ".join(table.key)
        faults.append(Fault(at, "form", f"a key is expected: an object with {names}"))
        return {}
    for name, value in values.items():
        kind = table.table.columns[name].kind
        if not (isinstance(value, str) if kind is None else can_hold(kind, value)):
            wanted = "text" if kind is None else kind.value
            faults.append(Fault(places[name], "wrong_type", f"a {wanted} is expected"))
        elif isinstance(value, str) and len(value) > settings.text_limit:
            faults.append(too_long(places[name], settings.text_limit))
    return values


def look_up(scorer: Scorer, table: Opened, keys: Sequence[Key]) -> list[Result | None]:
    """Return the result of each key, None where the table has no such row; takes a while.

    Raises
    ------
    ServiceError
        When several rows have a key (409), or the table changed meanwhile (503).
    """
    table.check_current()
    try:
        places, outputs = run_keys(table.finder, scorer.plan, table.table, keys)
    except (DataError, EngineError) as error:
        raise unreadable(table.name, error) from error
    table.check_current()
    several = repeated(places)
    if several:
        faults = [
            Fault(pointer("keys", place), "key_repeats", "several rows of the table have this key")
            for place in several
        ]
        detail = f"the key of the table {table.name!r} names several rows; see errors"
        raise ServiceError(409, "key_repeats", detail, faults)
    found = dict(zip(places, rows_of(outputs, scorer.plan), strict=True))
    return [found.get(place) for place in range(len(keys))]
