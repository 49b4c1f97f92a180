"""fp1 in plain Python, written from docs/fingerprint.md alone."""

import datetime as dt
import hashlib
import math
import struct


def number(value):
    double = float(value)
    if math.isnan(double):
        return None
    [bits] = struct.unpack(">q", struct.pack(">d", 0.0 if double == 0 else double))
    return str(bits)


CELLS = {
    "number": number,
    "text": lambda value: value,
    "boolean": lambda value: "1" if value else "0",
    "date": lambda value: str((value - dt.date(1970, 1, 1)).days),
}


def md5(text):
    return hashlib.md5(text.encode("utf-8")).digest()


def summed(texts):
    integers = [int.from_bytes(md5(text), "little") for text in texts]
    upper = sum(integer >> 64 for integer in integers) % 2**64
    lower = sum(integer % 2**64 for integer in integers) % 2**64
    return f"{upper:016x}{lower:016x}"


def cells_of(kind, values):
    return [None if value is None else CELLS[kind](value) for value in values]


def column_digest(kind, cells):
    present = [cell for cell in cells if cell is not None]
    lines = [kind if present else "", str(len(present)), summed(present)]
    return md5("\n".join(lines)).hex()


def side(kind, cell):
    if cell is None:
        return ","
    return f"{len(cell.encode())}:{cell}," if kind == "text" else f"{cell},"


def fp1(columns):
    """Return the parts of the fingerprint of {name: (kind, values)}, in a dict."""
    names = sorted(columns)
    cells = {name: cells_of(*columns[name]) for name in names}
    length = len(cells[names[0]])
    rows = ["".join(side(columns[n][0], cells[n][i]) for n in names) for i in range(length)]
    digests = {name: column_digest(columns[name][0], cells[name]) for name in names}
    lines = ["fp1", str(length), summed(rows), *(f"{digests[n]} {n}" for n in names)]
    text = f"fp1:{md5(chr(10).join(lines)).hex()}"
    return {"fingerprint": text, "rows": length, "content": summed(rows), "columns": digests}
