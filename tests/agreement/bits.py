"""Results as bytes: what two executors must have in common, to the last bit."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Columns = Mapping[str, Sequence[Any]]


def bits(value: Any) -> bytes:
    """A value as bytes: doubles by their bits, so that -0.0 is not 0.0."""
    if value is None:
        return b"-"
    if isinstance(value, bool):
        return b"b1" if value else b"b0"
    if isinstance(value, float):
        return b"d" + struct.pack("<d", value)
    if isinstance(value, str):
        text = value.encode()
        return b"s" + str(len(text)).encode() + b":" + text
    if isinstance(value, list | tuple):
        return b"[" + b"".join(bits(item) for item in value) + b"]"
    raise TypeError(f"a result holds {value!r}")


def different_cells(left: Columns, right: Columns) -> Iterator[str]:
    """Where two results differ, as text."""
    if list(left) != list(right):
        yield f"columns: {list(left)} and {list(right)}"
        return
    for name, values in left.items():
        if len(values) != len(right[name]):
            yield f"{name}: {len(values)} rows and {len(right[name])}"
            continue
        for row, (one, other) in enumerate(zip(values, right[name], strict=True)):
            if bits(one) != bits(other):
                yield f"{name}, row {row}: {one!r} and {other!r}"


def digest(columns: Columns) -> str:
    """A fingerprint of all bits of a result."""
    sha = hashlib.sha256()
    for name, values in columns.items():
        sha.update(bits(name))
        for value in values:
            sha.update(bits(value))
    return sha.hexdigest()
