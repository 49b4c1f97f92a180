"""What the messages of an Arrow stream say of themselves, before anything in them is unpacked.

A few bytes can be packed so that they become thousands of megabytes; pyarrow does not tell
beforehand. The layout is that of flatbuffers (Arrow's Message.fbs): the root is a table, a table
begins with the distance back to its vtable, and the vtable has the places of its fields.
"""

from __future__ import annotations

import struct

_HEADER_TYPE, _HEADER = 1, 2  # fields of Message
_DICTIONARY, _RECORDS = 2, 3  # values of MessageHeader
_DATA = 1  # field of DictionaryBatch
_LENGTH, _COMPRESSION = 0, 3  # fields of RecordBatch


def is_packed(metadata: bytes) -> bool:
    """Whether a message holds compressed buffers; what cannot be read counts as such.

    metadata: the flatbuffer of a message, as pyarrow's `Message.metadata` gives it.
    """
    try:
        records = _records(metadata)
        return records is not None and _field(metadata, records, _COMPRESSION) is not None
    except struct.error:
        return True


def row_count(metadata: bytes) -> int:
    """Return how many rows a message says that it has; 0 for one that has none."""
    try:
        records = _records(metadata)
        place = None if records is None else _field(metadata, records, _LENGTH)
        return 0 if place is None else struct.unpack_from("<q", metadata, place)[0]
    except struct.error:
        return 0


def _records(data: bytes) -> int | None:
    """Return the place of the RecordBatch in a message, in a DictionaryBatch too."""
    root = _reference(data, 0)
    kind_at = _field(data, root, _HEADER_TYPE)
    header_at = _field(data, root, _HEADER)
    if kind_at is None or header_at is None:
        return None
    kind, header = data[kind_at], _reference(data, header_at)
    if kind == _RECORDS:
        return header
    if kind == _DICTIONARY:
        inner = _field(data, header, _DATA)
        return None if inner is None else _reference(data, inner)
    return None


def _reference(data: bytes, place: int) -> int:
    return place + struct.unpack_from("<I", data, place)[0]


def _field(data: bytes, table: int, number: int) -> int | None:
    """Return the place of a field in a table; None where it has its default."""
    vtable = table - struct.unpack_from("<i", data, table)[0]
    if vtable < 0:
        raise struct.error
    (size,) = struct.unpack_from("<H", data, vtable)
    entry = 4 + 2 * number
    if entry + 2 > size:
        return None
    (offset,) = struct.unpack_from("<H", data, vtable + entry)
    return table + offset if offset else None
