"""Answers of a service: each says which version made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from scoring_kit.display.markup import Markup, said
from scoring_kit.display.numbers import plural
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import marked, table

MOST = 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version made an answer. sha256: the hash of its document."""

    scorecard: str
    version: int
    sha256: str
    environment: str

    def __str__(self) -> str:
        return f"{self.scorecard} version {self.version} ({self.environment}, {self.sha256[:8]})"


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Mapping[str, Any]):
    """What a service tells of one thing, by name; `stamp` says which version made it."""

    stamp: Stamp
    content: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self.content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def __repr__(self) -> str:
        return f"<{self.stamp}: {dict(self.content)}>"

    def _repr_html_(self) -> str:
        rows = [[name, value] for name, value in self.content.items()]
        return _drawn(str(self.stamp), ["name", "value"], rows)


@dataclass(frozen=True, slots=True, repr=False)
class Answers(Sequence[Mapping[str, Any]]):
    """What a service tells of several things, one after the other."""

    about: str
    items: tuple[Mapping[str, Any], ...]
    stamp: Stamp | None = None

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"<{self.stamp or self.about}: {plural(len(self), 'item')}>"

    def _repr_html_(self) -> str:
        names = [*dict.fromkeys(name for item in self.items[:MOST] for name in item)]
        rows = [[item.get(name) for name in names] for item in self.items[:MOST]]
        return _drawn(str(self.stamp or self.about), names, rows, len(self))


@dataclass(frozen=True, slots=True, repr=False)
class ScoredTable:
    """Results of a table, in its order; `stamp` says which version made them."""

    stamp: Stamp
    table: Any

    def __len__(self) -> int:
        return self.table.num_rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Let whatever reads Arrow read the results."""
        return self.table.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:  # noqa: ANN401
        """Return the results as a table of Arrow; the stamp is in the metadata of its schema."""
        return self.table

    def to_pandas(self) -> Any:  # noqa: ANN401
        """Return the results as a table of pandas."""
        return self.table.to_pandas()

    def __repr__(self) -> str:
        return f"<{self.stamp}: {plural(len(self), 'row')}>"

    def _repr_html_(self) -> str:
        rows = [[*row.values()] for row in self.table.slice(0, MOST).to_pylist()]
        return _drawn(str(self.stamp), self.table.column_names, rows, len(self))


def stamp_in(told: Mapping[str, Any]) -> Stamp:
    """Return the stamp of an answer."""
    number = int(told["version"])
    return Stamp(str(told["scorecard"]), number, str(told["sha256"]), str(told["environment"]))


def _drawn(
    title: str, names: Sequence[str], rows: Sequence[Sequence[Any]], among: int | None = None
) -> str:
    """Return the first rows of so many as a table; columns of numbers stand at the right."""
    columns = [
        [value for value in column if value is not None] for column in zip(*rows, strict=True)
    ]
    numbers = [i for i, column in enumerate(columns) if column and all(map(_is_number, column))]
    drawn = table(
        [said(name) for name in names],
        [[_cell(value) for value in row] for row in rows],
        numbers=numbers,
        caption=title,
    )
    rest = 0 if among is None else among - len(rows)
    aside = None if among is None else plural(among, "row")
    more = note(f"and {plural(rest, 'more row')}") if rest else None
    return output(header("Service", said(title), aside=aside), drawn, more, label=title)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object) -> Markup:
    if value is None or value == []:
        return marked("quiet", "–")
    return said(", ".join(map(str, value)) if isinstance(value, list) else value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - of anything
