"""Plain data as YAML text: block style for structure, one line for what is short."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from scoring_kit.scorecard.source_scalars import is_read_differently

WIDTH = 88
"""Longest line that a mapping or list may share with its key."""

# What a reader looks for stands on lines of its own, however short it is.
_ALWAYS_BLOCK = frozenset(
    {"inputs", "derived", "parameters", "score", "of", "adjustments", "knock_outs", "texts"}
)
_NAMING_KEYS = ("criterion", "group", "name")
_MOST_ON_A_LINE = 6
_DEEPEST_ON_A_LINE = 3

# Letters first, then nothing that YAML gives a meaning to. Inside {...} and [...] less is safe.
_PLAIN = re.compile(r"(?:[^\W\d]|\$)[\w .,;()<>=+*/$%&|?!'\"-]*(?<! )")
_PLAIN_IN_FLOW = re.compile(r"(?:[^\W\d]|\$)[\w .<>=+*/$%-]*(?<! )")
# Control characters, YAML's odd line breaks, the byte order mark.
_NEEDS_ESCAPE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LITERAL = re.compile(r"[^\s\x85\u2028\u2029\ufeff][^\r\x85\u2028\u2029\ufeff\t]*\n?")


def is_mapping(value: object) -> bool:
    """Return whether a value is written as a mapping."""
    return isinstance(value, Mapping)


def is_list(value: object) -> bool:
    """Return whether a value is written as a list."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def entries_of(value: object) -> list[tuple[object, object]]:
    """Return the keys and values of a mapping."""
    return list(cast("Mapping[object, object]", value).items())


def items_of(value: object) -> list[object]:
    """Return the items of a list."""
    return list(cast("Sequence[object]", value))


def document_lines(data: object) -> list[str]:
    """Return the lines of a whole document."""
    if not is_mapping(data) or not entries_of(data):
        return [flow_text(data)]
    return [line for key, value in entries_of(data) for line in entry_lines(key, value)]


def entry_lines(key: object, value: object, indent: int = 0) -> list[str]:
    """Return the lines of one field of a block mapping, indented but for the first."""
    head = f"{scalar_text(key, is_exact=True)}:"
    return value_lines(head, value, indent, owner=key if isinstance(key, str) else "")


def value_lines(head: str, value: object, indent: int, *, owner: str) -> list[str]:
    """Return a head such as ``key:`` with its value, on one line or on several below."""
    literal = _literal_lines(value)
    if literal:
        return [f"{head} {literal[0]}", *(_indented(line, indent + 2) for line in literal[1:])]
    is_exact = owner in ("in", "code")
    if not is_mapping(value) and not is_list(value):
        return [f"{head} {scalar_text(value, is_exact=is_exact)}"]
    if _fits(value, owner, WIDTH - indent - len(head) - 1):
        return [f"{head} {flow_text(value, is_exact=is_exact)}"]
    return [head, *(_indented(line, indent + 2) for line in block_lines(value, owner))]


def block_lines(value: object, owner: str) -> list[str]:
    """Return the lines of a mapping or list in block style, from column 0."""
    if is_mapping(value):
        return [line for key, item in entries_of(value) for line in entry_lines(key, item)]
    return [line for item in items_of(value) for line in item_lines(item, owner)]


def item_lines(item: object, owner: str) -> list[str]:
    """Return the lines of one item of a block list, from column 0."""
    if _fits(item, "", WIDTH - 2):
        return value_lines("-", item, 0, owner="in" if owner == "in" else "")
    first, *rest = block_lines(item, "")
    return [f"- {first}", *(_indented(line, 2) for line in rest)]


def flow_text(value: object, *, is_exact: bool = False) -> str:
    """Return any value on one line.

    is_exact: numbers are spelt in decimals, where the type of an unquoted text counts.

    Examples
    --------
    >>> flow_text({"below": 2.0, "value": 0.5, "reason": "no"})
    "{below: 2, value: 0.5, reason: 'no'}"
    """
    if is_mapping(value):
        fields = (
            f"{scalar_text(key, is_exact=True, in_flow=True)}: "
            f"{flow_text(item, is_exact=key in ('in', 'code'))}"
            for key, item in entries_of(value)
        )
        return f"{{{', '.join(fields)}}}"
    if is_list(value):
        items = (flow_text(item, is_exact=is_exact) for item in items_of(value))
        return f"[{', '.join(items)}]"
    return scalar_text(value, is_exact=is_exact, in_flow=True)


def scalar_text(value: object, *, is_exact: bool = False, in_flow: bool = False) -> str:
    """Return a text, number, boolean or null, quoted where it could be read as something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value, is_exact=is_exact)
    return _quoted(str(value), _PLAIN_IN_FLOW if in_flow else _PLAIN)


def _number_text(number: float, *, is_exact: bool) -> str:
    double = as_double(number)
    if double - double != 0.0:
        return ".nan" if double != double else ".inf"
    if double.is_integer() and abs(double) < 1e15:
        return str(int(double))
    text = repr(double)
    return format(Decimal(text), "f") if is_exact and "e" in text else text


def as_double(number: float) -> float:
    """Return a number as the double that every reader makes of it."""
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def _quoted(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text) and not is_read_differently(text) and not _NEEDS_ESCAPE.search(text):
        return text
    if _NEEDS_ESCAPE.search(text):
        return _NEEDS_ESCAPE.sub(_escape, json.dumps(text, ensure_ascii=False))
    return "'" + text.replace("'", "''") + "'"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _literal_lines(value: object) -> list[str]:
    """Return a text of several lines as a literal block; nothing where it cannot be one."""
    if not isinstance(value, str) or "\n" not in value.rstrip("\n"):
        return []
    lines = value.removesuffix("\n").split("\n")
    is_clean = _LITERAL.match(value) and not _NEEDS_ESCAPE.search(value.replace("\n", ""))
    if not is_clean or not lines[-1].strip() or any(line != line.rstrip() for line in lines):
        return []
    return ["|" if value.endswith("\n") else "|-", *lines]


def _indented(line: str, indent: int) -> str:
    return " " * indent + line if line else line


def _fits(value: object, owner: str, room: int) -> bool:
    """Return whether a value reads well on one line with its key."""
    if not is_mapping(value) and not is_list(value):
        return True
    if not (entries_of(value) if is_mapping(value) else items_of(value)):
        return True  # in block style nothing would be left of it
    if owner in _ALWAYS_BLOCK:
        return False
    return _is_simple(value, _DEEPEST_ON_A_LINE) and len(flow_text(value)) <= room


def _is_simple(value: object, levels: int) -> bool:
    if is_mapping(value):
        fields = entries_of(value)
        if levels == 0 or len(fields) > _MOST_ON_A_LINE:
            return False
        if any(key in _NAMING_KEYS for key, _ in fields):
            return False
        return all(_is_simple(item, levels - 1) for _, item in fields)
    if is_list(value):
        return levels > 0 and all(_is_simple(item, levels - 1) for item in items_of(value))
    return not isinstance(value, str) or _PLAIN_IN_FLOW.fullmatch(value) is not None
