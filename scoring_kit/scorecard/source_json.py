"""JSON text as nodes, strictly after RFC 8259."""

from __future__ import annotations

import json
import re

from scoring_kit.errors import Problem
from scoring_kit.scorecard.source_nodes import MAX_NODES, Growing, Lines, Node, Tree
from scoring_kit.scorecard.source_scalars import shown

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<mark>[][{},:])
      | (?P<quoted>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
      | (?P<plain>(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)
          (?![0-9A-Za-z_.+-]))
      | (?P<infinite>-?(?:NaN|Infinity)\b)
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[^\s,:\]}\[{\"]{1,40}|.", re.DOTALL)

# What may come next, in words. The parser is always in one of these states.
_VALUE = "a value"
_FIRST_ITEM = "a value or ]"
_FIRST_KEY = "a key in double quotes or }"
_KEY = "a key in double quotes"
_COLON = "a colon"
_AFTER = "a comma or the closing bracket"
_END = "the end of the text"


class _Unexpected(Exception):
    """Something stands where it may not."""

    def __init__(self, offset: int, message: str, code: str = "json_syntax") -> None:
        self.offset = offset
        self.code = code
        super().__init__(message)


def parse_json(text: str, lines: Lines) -> Tree:
    """Return the nodes of a JSON text, as far as it can be parsed.

    text: without byte order mark and control characters.
    """
    growing = Growing(MAX_NODES["json"])
    try:
        _grow(growing, text)
    except _Unexpected as error:
        line = lines.line(error.offset)
        message = f"column {lines.column(error.offset)}: {error}"
        return growing.finish(Problem(error.code, "", message, line))
    return growing.finish()


def _grow(growing: Growing, text: str) -> None:
    expected, offset = _VALUE, 0
    while True:
        token = _TOKEN.match(text, offset)
        if token is None or token.lastgroup is None:
            _check_end(text, offset, expected)
            return
        start = token.start(token.lastgroup)
        found = token[token.lastgroup]
        if token.lastgroup == "mark":
            expected = _take_mark(growing, found, start, expected)
        else:
            node = _scalar(token.lastgroup, found, start)
            expected = _take_scalar(growing, node, expected)
        limit = growing.overgrown()
        if limit is not None:
            raise _Unexpected(start, limit[1], limit[0])
        offset = token.end()


def _check_end(text: str, offset: int, expected: str) -> None:
    space = _SPACE.match(text, offset)
    here = offset if space is None else space.end()
    if here < len(text):
        word = _WORD.match(text, here)
        raise _unexpected(here, "" if word is None else word[0], expected)
    if expected != _END:
        raise _Unexpected(here, f"the text ends where {expected} is expected")


def _unexpected(offset: int, found: str, expected: str) -> _Unexpected:
    return _Unexpected(offset, f"found {shown(found)} where {expected} is expected")


def _take_mark(growing: Growing, mark: str, start: int, expected: str) -> str:
    """Act on a bracket, comma or colon; return what may come next."""
    inside = growing.open[-1].kind if growing.open else None
    if mark in "{[" and expected in (_VALUE, _FIRST_ITEM):
        kind = "mapping" if mark == "{" else "list"
        growing.enter(Node(kind, start, start + 1, flow=True))
        return _FIRST_KEY if mark == "{" else _FIRST_ITEM
    if mark == ":" and expected == _COLON:
        return _VALUE
    if mark == "," and expected == _AFTER:
        return _KEY if inside == "mapping" else _VALUE
    closes = {"mapping": "}", "list": "]", None: ""}[inside]
    if mark == closes and expected in (_FIRST_KEY, _FIRST_ITEM, _AFTER):
        growing.leave(start + 1)
        return _AFTER if growing.open else _END
    raise _unexpected(start, mark, expected)


def _take_scalar(growing: Growing, node: Node, expected: str) -> str:
    """Add a key or a value; return what may come next."""
    is_key = expected in (_KEY, _FIRST_KEY)
    is_value = expected in (_VALUE, _FIRST_ITEM)
    if not (is_value or (is_key and node.kind == "quoted")):
        raise _unexpected(node.start, node.text, expected)
    growing.add(node)
    if is_key:
        return _COLON
    return _AFTER if growing.open else _END


def _scalar(group: str, found: str, start: int) -> Node:
    end = start + len(found)
    if group == "plain":
        return Node("plain", start, end, found)
    if group == "infinite":
        # Spelt as in YAML, so that one place refuses it.
        return Node("plain", start, end, ".nan" if found == "NaN" else ".inf")
    try:
        return Node("quoted", start, end, json.loads(found))
    except ValueError:
        raise _Unexpected(
            start, f"the text {shown(found)} holds no JSON escape after \\; write \\\\ for \\"
        ) from None
