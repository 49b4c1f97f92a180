"""Splits the text of an expression into the few kinds of token that the language has."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scoring_kit.errors import ExpressionError

Kind = Literal["number", "text", "quoted", "word", "parameter", "sign", "end"]

# Possessive quantifiers: text without an end is refused in one pass, never retried.
_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]++)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<text>'(?:[^']|'')*+')
    | (?P<quoted>"(?:[^"]|"")*+")
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*+)
    | (?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*+)
    | (?P<forbidden>--|/\*|\*/|\|\||::|->>?|=>|:=|==|\*\*|//|<=>|!~|\{[{%\#]|\$\$)
    | (?P<sign><=|>=|<>|!=|[-+*/=<>(),])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

# Control characters, halves of surrogate pairs, and the marks that turn the reading direction.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)

_HINTS = {
    "--": "it starts a comment, and comments are not allowed; two minus signs need a space",
    "/*": "it starts a comment, and comments are not allowed",
    ";": "an expression is one value, not statements",
    "==": "write =",
    "**": "write pow(x, y)",
    "^": "write pow(x, y)",
    "//": "write floor(x / y)",
    "%": "write x - y * floor(x / y)",
    "::": "types are never cast",
    "&": "write and",
    "|": "write or",
    "!": "write not",
    "||": "texts cannot be joined",
    ".": "names have no table in front of them",
    "$$": "text is written in single quotes",
    "$": "a parameter is written $name",
    "`": "an odd column name is written in double quotes",
    "{{": "expressions are not templates",
    "{%": "expressions are not templates",
    "{#": "expressions are not templates",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: what it is, how it is written, and where it starts (from 1)."""

    kind: Kind
    text: str
    start: int


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of the text, then one of kind "end".

    Raises
    ------
    ExpressionError
        expression_forbidden for a sign or character that the language has not,
        expression_syntax for a malformed number or text without an end.
    """
    if unsafe := _UNSAFE.search(text):
        point = f"U+{ord(unsafe[0]):04X}"
        raise ExpressionError(
            "expression_forbidden",
            f"the character {point} at character {unsafe.start() + 1} is not allowed anywhere",
        )
    for found in _TOKEN.finditer(text):
        kind, start = found.lastgroup, found.start() + 1
        if kind == "space":
            continue
        if kind == "forbidden" or kind == "other":
            raise _refusal(found[0], start)
        if kind == "number":
            _check_number_ends(text, found)
        assert kind is not None
        yield Token(_KINDS[kind], found[0], start)
    yield Token("end", "", len(text) + 1)


_KINDS: dict[str, Kind] = {
    "number": "number",
    "text": "text",
    "quoted": "quoted",
    "word": "word",
    "parameter": "parameter",
    "sign": "sign",
}


def _refusal(sign: str, start: int) -> ExpressionError:
    if sign in "'\"":
        return ExpressionError(
            "expression_syntax", f"the text that starts at character {start} has no closing {sign}"
        )
    if not sign.isascii():
        return ExpressionError(
            "expression_forbidden",
            f"the character {sign!a} (U+{ord(sign):04X}) at character {start} may stand only "
            "inside quotes; a column name that has it is written in double quotes",
        )
    hint = f": {_HINTS[sign]}" if sign in _HINTS else ""
    return ExpressionError(
        "expression_forbidden", f"{sign} at character {start} is not allowed{hint}"
    )


def _check_number_ends(text: str, found: re.Match[str]) -> None:
    """Refuse 1_000, 0x1F, 1d, 1.2.3 and their like, which SQL dialects read differently."""
    if re.compile(r"[A-Za-z0-9_.$]").match(text, found.end()):
        raise ExpressionError(
            "expression_syntax",
            f"the number at character {found.start() + 1} is malformed; "
            "numbers are written 12, 0.5 or 1.5e3",
        )


# ---- what a token says -----------------------------------------------------------------


def shown(token: Token) -> str:
    """Return the token for a message, on one line and not too long."""
    text = token.text if len(token.text) <= 40 else token.text[:37] + "..."
    return text.replace("\n", " ")


def unquoted(text: str) -> str:
    """Return what stands between the quotes."""
    return text[1:-1].replace(text[0] * 2, text[0])


def double(token: Token) -> float:
    """Return the value of a number, unless a double cannot hold it."""
    value = float(token.text)
    if math.isinf(value) or (value == 0.0 and re.search("[1-9]", re.split("[eE]", token.text)[0])):
        raise ExpressionError(
            "expression_syntax",
            f"the number {shown(token)} at character {token.start} is too "
            f"{'large' if value else 'small'} for a double",
        )
    return value


def calendar_date(token: Token) -> datetime.date:
    """Return the date that a text spells as 2024-02-29."""
    text = token.text[1:-1]
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:  # such as 30 February: told below, like a wrong shape
        pass
    raise ExpressionError(
        "expression_syntax",
        f"{shown(token)} at character {token.start} is not a calendar date; "
        "dates are written date '2024-02-29'",
    )
