"""Posted rows as the engines read them; with all that is wrong, each at its place.

JSON has numbers, texts, truths and null. Nothing is guessed: a truth is no number, a text is none
either, and dates are texts such as 2024-02-29.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np

from scoring_kit.engines.numpy_frame import Array
from scoring_kit.errors import DataError, nearest
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard.fields import describe
from scoring_kit.scorecard.value_functions.curves import calendar_date
from scoring_kit.service.problems import MOST_ERRORS, Fault, ServiceError, pointer
from scoring_kit.service.settings import Settings
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.names import check_column_names

NoneType = type(None)
Rows = Sequence[Mapping[str, Any]]
LONGEST_NAME = 1_000
"""Letters of a column's name."""

_MOST_NAMES = 50
"""Names among which the nearest one is looked for: it takes long, and a request is no search."""


class Unfit(Exception):
    """A value that does not fit its column."""


class Columns(NamedTuple):
    """Rows in the canonical forms of the numpy engine, and how many there are."""

    arrays: dict[str, Array]
    rows: int


class Reader:
    """Reads posted rows for the columns of a scorecard; columns it does not read are left out."""

    def __init__(self, columns: Mapping[str, Column], settings: Settings) -> None:
        self.columns = columns
        self._limits = settings
        self._values = [(name, _VALUES[column.kind]) for name, column in columns.items()]
        self._known: tuple[str, ...] | None = None  # the names of the row before, mostly the same

    @property
    def longest_text(self) -> int:
        """How many letters a text may have."""
        return self._limits.text_limit

    # ---- one row ---------------------------------------------------------------------------

    def row(self, row: object, at: str = "/row") -> dict[str, Any]:
        """Return a row as the row engine reads it.

        Raises
        ------
        ServiceError
            With all that is wrong (422).
        """
        if type(row) is not dict:
            raise wrong([Fault(at, "form", f"an object is expected, found {describe(row)}")])
        given = cast("dict[str, Any]", row)
        self._check_names(given, at)
        try:
            read = {name: value_of(given[name]) for name, value_of in self._values}
        except (KeyError, Unfit):
            raise wrong(self._faults_of_row(given, at)) from None
        self._check_texts(at, read)
        return read

    def _check_texts(self, at: str, read: Mapping[str, Any]) -> None:
        longest = self._limits.text_limit
        long = [name for name, x in read.items() if type(x) is str and len(x) > longest]
        if long:
            raise wrong([too_long(f"{at}{pointer(name)}", longest) for name in long])

    def _faults_of_row(self, row: Mapping[str, Any], at: str) -> list[Fault]:
        faults: list[Fault] = []
        for name, value_of in self._values:
            if name not in row:
                faults.append(absent(name, row, at))
                continue
            try:
                value_of(row[name])
            except Unfit:
                faults.append(_unfit(f"{at}{pointer(name)}", self.columns[name].kind, row[name]))
        return faults

    # ---- many rows -------------------------------------------------------------------------

    def rows(self, rows: object) -> Columns:
        """Return a list of rows as the numpy engine reads them; raises as `row`."""
        if type(rows) is not list:
            raise wrong([Fault("/rows", "form", f"a list is expected, found {describe(rows)}")])
        items = cast("list[Any]", rows)
        self.check_count(len(items))
        odd = [place for place, item in enumerate(items) if type(item) is not dict]
        if odd:
            message = "an object is expected"
            raise wrong([Fault(f"/rows/{place}", "form", message) for place in odd])
        rows_given = cast("list[dict[str, Any]]", items)
        for names in {tuple(row) for row in rows_given}:
            self._check_names(names, "/rows")
        try:
            lists = {name: [row[name] for row in rows_given] for name in self.columns}
        except KeyError:
            raise wrong(self._faults_of_rows(rows_given)) from None
        return self._converted(lists, len(items), lambda name, row: f"/rows/{row}{pointer(name)}")

    def _faults_of_rows(self, rows: Rows) -> list[Fault]:
        faults: list[Fault] = []
        for place, row in enumerate(rows):
            faults += self._faults_of_row(row, f"/rows/{place}")
            if len(faults) >= MOST_ERRORS:
                break
        return faults

    def lists(self, lists: object) -> Columns:
        """Return an object of lists, one a column, as the numpy engine reads them."""
        if type(lists) is not dict:
            found = f"an object of lists is expected, found {describe(lists)}"
            raise wrong([Fault("/columns", "form", found)])
        given = cast("dict[str, Any]", lists)
        self._check_names(given, "/columns")
        faults = [
            Fault(f"/columns{pointer(name)}", "form", "a list is expected")
            for name, values in given.items()
            if type(values) is not list
        ]
        faults += [absent(name, given, "/columns") for name in self.columns if name not in given]
        if faults:
            raise wrong(faults)
        rows = self._common_length(given)
        self.check_count(rows)
        wanted = {name: given[name] for name in self.columns}
        return self._converted(wanted, rows, lambda name, row: f"/columns{pointer(name, row)}")

    def _common_length(self, lists: Mapping[str, list[Any]]) -> int:
        lengths = {name: len(values) for name, values in lists.items()}
        rows = next(iter(lengths.values()), 0)
        odd = [name for name, length in lengths.items() if length != rows]
        if odd:
            message = f"the columns are not of one length; the first one has {rows} rows"
            raise wrong([Fault(f"/columns{pointer(name)}", "length", message) for name in odd])
        return rows

    def check_count(self, rows: int) -> None:
        """Refuse more rows than the limit.

        Raises
        ------
        ServiceError
            When there are more (413).
        """
        most = self._limits.row_limit
        if rows > most:
            detail = f"{rows:,} rows are posted, {most:,} at most are allowed; send several batches"
            raise ServiceError(413, "too_many_rows", detail)

    def check_names(self, names: Iterable[str], at: str) -> None:
        """Refuse names that some engine could not tell apart, and too many of them."""
        given = tuple(names)
        most = self._limits.column_limit
        if len(given) > most:
            message = f"{len(given):,} columns are posted, {most:,} at most are allowed"
            raise wrong([Fault(at, "too_many_columns", message)])
        if any(len(name) > LONGEST_NAME for name in given):
            raise wrong([Fault(at, "too_long", f"a name has {LONGEST_NAME} letters at most")])
        try:
            check_column_names(given)
        except DataError as error:
            raise wrong([Fault(at, x.code, x.message) for x in error.problems]) from None

    def _check_names(self, names: Iterable[str], at: str) -> None:
        given = tuple(names)
        if given != self._known:
            self.check_names(given, at)
            self._known = given

    def _converted(
        self, lists: Mapping[str, list[Any]], rows: int, place: Callable[[str, int], str]
    ) -> Columns:
        arrays: dict[str, Array] = {}
        faults: list[Fault] = []
        for name, values in lists.items():
            kind = self.columns[name].kind
            if set(map(type, values)) <= _TYPES[kind]:
                array = _array(values, kind)
                if array is not None and self._fits(values, kind):
                    arrays[name] = array
                    continue
            faults += self._faults_of_list(values, kind, lambda row, name=name: place(name, row))
        if faults:
            raise wrong(faults)
        return Columns(arrays, rows)

    def _fits(self, values: Sequence[Any], kind: Type) -> bool:
        if kind is not Type.TEXT:
            return True
        texts = cast("Sequence[str | None]", values)
        return max(map(len, filter(None, texts)), default=0) <= self.longest_text

    def _faults_of_list(
        self, values: Sequence[Any], kind: Type, place: Callable[[int], str]
    ) -> list[Fault]:
        faults: list[Fault] = []
        for row, value in enumerate(values):
            if len(faults) >= MOST_ERRORS:
                break
            try:
                _VALUES[kind](value)
            except Unfit:
                faults.append(_unfit(place(row), kind, value))
                continue
            if type(value) is str and len(value) > self._limits.text_limit:
                faults.append(too_long(place(row), self._limits.text_limit))
        return faults


def wrong(faults: list[Fault]) -> ServiceError:
    """Return the refusal of data that do not fit."""
    return ServiceError(422, "data", "the data do not fit the scorecard; see errors", faults)


# ---- values --------------------------------------------------------------------------------


def _number(value: object) -> float:
    if type(value) is float:
        return value
    if type(value) is int:
        return float(value)
    if value is None:
        return math.nan
    raise Unfit


def _text(value: object) -> str | None:
    if value is None or type(value) is str:
        return value
    raise Unfit


def _truth(value: object) -> bool | None:
    if value is None or type(value) is bool:
        return value
    raise Unfit


def _date(value: object) -> date | None:
    if value is None:
        return None
    found = calendar_date(value) if type(value) is str else None
    if found is None:
        raise Unfit
    return found


_VALUES: dict[Type, Callable[[object], Any]] = {
    Type.NUMBER: _number,
    Type.TEXT: _text,
    Type.BOOLEAN: _truth,
    Type.DATE: _date,
}
_TYPES: dict[Type, set[type]] = {
    Type.NUMBER: {float, int, NoneType},
    Type.TEXT: {str, NoneType},
    Type.BOOLEAN: {bool, NoneType},
    Type.DATE: {str, NoneType},
}


def _array(values: list[Any], kind: Type) -> Array | None:
    """Return values of the right types in the form of the numpy engine; None if a date is none."""
    if kind is Type.NUMBER:
        return np.array(values, dtype=np.float64)  # None is NaN there
    if kind is Type.TEXT:
        return np.fromiter(values, dtype=object, count=len(values))
    if kind is Type.BOOLEAN:
        return np.fromiter((-1 if x is None else x for x in values), np.int8, len(values))
    try:
        days = {text: _date(text) for text in set(values)}
    except Unfit:
        return None
    return to_column([days[text] for text in values], Type.DATE, "")


# ---- what is said of them ------------------------------------------------------------------

_WANTED = {
    Type.NUMBER: "a number",
    Type.TEXT: "a text",
    Type.BOOLEAN: "true or false",
    Type.DATE: "a date such as 2024-02-29",
}


def _unfit(at: str, kind: Type, value: object) -> Fault:
    found = describe(value)
    return Fault(at, "wrong_type", f"{_WANTED[kind]} is expected, or null, found {found}")


def absent(name: str, given: Collection[str], at: str) -> Fault:
    """Return what is said of a column that is not there."""
    hint = nearest(name, given) if len(given) <= _MOST_NAMES else ""
    message = f"{name!r} is missing{hint}; where it is not known, give null"
    return Fault(f"{at}{pointer(name)}", "column_missing", message)


def too_long(at: str, longest: int) -> Fault:
    """Return what is said of a text that is too long."""
    return Fault(at, "too_long", f"a text has {longest:,} letters at most")
