"""The fingerprint of a table: what two tables share, and where they differ.

`docs/fingerprint.md` specifies fp1; `engines/fingerprints.py` calculates it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, cast

VERSION = "fp1"
BLOCK_ROWS = 10_000
_HALF = 2**64
_DIGEST = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of a table, 128 bits, whatever order its rows and columns stand in.

    rows: how many. content: of the whole rows. columns: of each column, by name. key: the
    columns that say in which order rows fall into blocks. blocks: of each 10,000 rows in
    the order of the key; empty without one. Two fingerprints are equal when all of this is;
    `text` is the same with and without a key. It guards against accidents, not forgery.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> before = sk.fingerprint({"id": [1, 2], "income": [10, 20]}, key="id")
    >>> after = sk.fingerprint({"id": [1, 2], "income": [10, 21]}, key="id")
    >>> print(before.differences(after))
    column 'income' differs
    block 1 of 1 differs: rows 1 to 2 in the order of id
    """

    rows: int
    content: str
    columns: Mapping[str, str]
    key: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        by_name = {name: self.columns[name] for name in sorted(self.columns)}
        object.__setattr__(self, "columns", MappingProxyType(by_name))

    @property
    def text(self) -> str:
        """The version and 32 hexadecimal digits, such as ``fp1:0cc1...``."""
        columns = (f"{digest} {name}" for name, digest in self.columns.items())
        lines = (VERSION, str(self.rows), self.content, *columns)
        return f"{VERSION}:{md5_of(lines)}"

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        blocks = f", blocks by {', '.join(self.key)}: {len(self.blocks)}" if self.key else ""
        return f"<{self.text}: {self.rows} rows, {len(self.columns)} columns{blocks}>"

    def __hash__(self) -> int:
        return hash((self.text, self.key, self.blocks))

    def differences(self, other: Fingerprint) -> TableDifferences:
        """Return where another table differs from this one; false where it does not.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> before, after = sk.fingerprint({"a": [1, 2]}), sk.fingerprint({"a": [2, 1]})
        >>> bool(before.differences(after))
        False
        """
        mine, others = self.columns, other.columns
        same_columns = mine.keys() == others.keys()
        comparable = same_columns and self.key == other.key and bool(self.key)
        pairs = enumerate(zip_longest(self.blocks, other.blocks)) if comparable else ()
        return TableDifferences(
            rows=(self.rows, other.rows),
            columns=tuple(n for n in mine if n in others and mine[n] != others[n]),
            gone=tuple(name for name in mine if name not in others),
            new=tuple(name for name in others if name not in mine),
            rows_differ=self.content != other.content,
            blocks=tuple(number for number, (one, two) in pairs if one != two),
            blocks_in_all=max(len(self.blocks), len(other.blocks)) if comparable else 0,
            key=self.key if comparable else (),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the fingerprint as plain data, its text first.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> list(sk.fingerprint({"a": [1, 2]}).to_dict())
        ['fingerprint', 'rows', 'content', 'columns', 'key', 'blocks']
        """
        return {
            "fingerprint": self.text,
            "rows": self.rows,
            "content": self.content,
            "columns": dict(self.columns),
            "key": list(self.key),
            "blocks": list(self.blocks),
        }

    def to_json(self) -> str:
        """Return the fingerprint as JSON, the same text for the same fingerprint.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> sk.fingerprint({"a": [1, 2]}).to_json()[:22]
        '{"fingerprint": "fp1:a'
        """
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: object) -> Fingerprint:
        """Return the fingerprint that `to_dict` wrote.

        Raises
        ------
        ValueError
            When it is none, of another version, or its parts contradict each other.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> found = sk.fingerprint({"a": [1, 2]})
        >>> sk.Fingerprint.from_dict(found.to_dict()) == found
        True
        """
        fields: Any = cast(object, data) if isinstance(data, Mapping) else {}
        text: object = fields.get("fingerprint")
        if not isinstance(text, str) or not text.startswith(f"{VERSION}:"):
            raise ValueError(f"no fingerprint of version {VERSION}: {_shortened(text)}")
        try:
            found = cls(
                rows=_count(fields["rows"]),
                content=_digest(fields["content"]),
                columns={_name(n): _digest(d) for n, d in fields["columns"].items()},
                key=tuple(map(_name, fields["key"])),
                blocks=tuple(map(_digest, fields["blocks"])),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the fingerprint {_shortened(text)} is damaged: {error}") from error
        if found.text != text or not found._adds_up():
            raise ValueError(f"the fingerprint {_shortened(text)} was altered: it does not add up")
        return found

    @classmethod
    def from_json(cls, text: str) -> Fingerprint:
        """Return the fingerprint that `to_json` wrote; raises as `from_dict` does.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> found = sk.fingerprint({"a": [1, 2]})
        >>> sk.Fingerprint.from_json(found.to_json()) == found
        True
        """
        return cls.from_dict(json.loads(text))

    def _adds_up(self) -> bool:
        if not self.key:
            return not self.blocks
        return added(self.blocks) == self.content and self.columns.keys() >= set(self.key)


@dataclass(frozen=True, slots=True)
class TableDifferences:
    """Where one table differs from another; false where it does not differ.

    rows: numbers of rows, before and after. columns: names that differ, gone, new.
    rows_differ: whether the rows differ, be it only in what stands next to what. blocks:
    numbers of blocks that differ, from 0; they are compared only where both fingerprints
    have the same columns and the same key, and a row more or less moves all later blocks.
    """

    rows: tuple[int, int]
    columns: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    rows_differ: bool
    blocks: tuple[int, ...]
    blocks_in_all: int
    key: tuple[str, ...]

    def __bool__(self) -> bool:
        named = self.columns or self.gone or self.new
        return self.rows_differ or bool(named) or self.rows[0] != self.rows[1]

    def __str__(self) -> str:
        return "\n".join(self.lines()) or "no difference"

    def lines(self) -> tuple[str, ...]:
        """Return a line for each difference, the number of rows first."""
        before, after = self.rows
        lines = [f"the number of rows differs: {before}, then {after}"] if before != after else []
        lines += [f"column {name!r} is gone" for name in self.gone]
        lines += [f"column {name!r} is new" for name in self.new]
        lines += [f"column {name!r} differs" for name in self.columns]
        if self and not lines:
            lines.append("each column holds the same values, but in other rows")
        return (*lines, *map(self._blocks, _runs(self.blocks)))

    def _blocks(self, run: tuple[int, int]) -> str:
        first, last = run
        end = min((last + 1) * BLOCK_ROWS, max(self.rows))
        where = f"rows {first * BLOCK_ROWS + 1} to {end}"
        order = f"in the order of {', '.join(self.key)}"
        if first == last:
            return f"block {first + 1} of {self.blocks_in_all} differs: {where} {order}"
        return f"blocks {first + 1} to {last + 1} of {self.blocks_in_all} differ: {where} {order}"


def md5_of(lines: Iterable[str]) -> str:
    """Return the md5 of lines in UTF-8, with line feeds between them, in hexadecimal digits."""
    return hashlib.md5("\n".join(lines).encode(), usedforsecurity=False).hexdigest()


def digest_of_sums(upper: int, lower: int) -> str:
    """Return two sums of 64-bit halves, each modulo 2^64, as 32 hexadecimal digits."""
    return f"{upper % _HALF:016x}{lower % _HALF:016x}"


def added(digests: Sequence[str]) -> str:
    """Return the sum of digests, half by half."""
    upper = sum(int(digest[:16], 16) for digest in digests)
    return digest_of_sums(upper, sum(int(digest[16:], 16) for digest in digests))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return numbers that follow each other as (first, last)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{_shortened(value)} is no number of rows")
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise TypeError(f"{_shortened(value)} is no 32 hexadecimal digits")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{_shortened(value)} is no column name")
    return value


def _shortened(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
