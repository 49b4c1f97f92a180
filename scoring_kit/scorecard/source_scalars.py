"""What unquoted text means: the YAML 1.2 core schema, less what readers disagree on."""

from __future__ import annotations

import re
from dataclasses import dataclass

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# 012 is 12 or octal 10, 0x1F and 0o17 are numbers or texts, 1_000 is a number or a text, and
# 12:30 is a time or, in base 60, 750: it depends on the reader.
_AMBIGUOUS = re.compile(
    r"""[-+]?(?:
        0[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?
      | 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
      | (?=[0-9.]*_)\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?
      | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    )""",
    re.VERBOSE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
# What YAML 1.1 readers, which are many, take for a boolean, null, a merge or a default.
_OLD_WORDS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "="}
)
_SAFE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an unquoted text cannot be read. `code` is a problem code."""

    code: str
    message: str


def resolve(text: str) -> Scalar | Doubt:
    """Return the value of an unquoted text.

    Examples
    --------
    >>> resolve("1.50"), resolve("no"), resolve("2024-01-01")
    (1.5, 'no', '2024-01-01')
    """
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        return Doubt("not_finite", f"found {shown(text)}; numbers must be finite")
    if _FLOAT.fullmatch(text):
        return _number(text)
    if _AMBIGUOUS.fullmatch(text):
        return Doubt(
            "ambiguous_number",
            f"{shown(text)} means different things to different readers; write a decimal "
            "number without leading zeros, or put it in quotes if it is text",
        )
    return text


def resolve_exactly(text: str) -> Scalar | Doubt:
    """Return the value of an unquoted text that every YAML reader takes for the same.

    This is how category values, special codes and the like are read, where the type counts.

    Examples
    --------
    >>> resolve_exactly("-99"), resolve_exactly("art"), resolve_exactly("true")
    (-99, 'art', True)
    >>> resolve_exactly("no").code
    'unquoted_text'
    """
    if text in ("true", "false"):
        return text == "true"
    if _SAFE_NUMBER.fullmatch(text):
        return _number(text)
    if is_read_differently(text):
        return Doubt("unquoted_text", _quote_it(text))
    return text


def is_read_differently(text: str) -> bool:
    """Return whether some reader takes an unquoted text for something else than this text."""
    return (
        not isinstance(resolve(text), str)
        or text.lower() in _OLD_WORDS
        or _DATE.fullmatch(text) is not None
    )


def shown(text: str) -> str:
    """Return a text for a message, shortened and with odd signs escaped."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _number(text: str) -> int | float | Doubt:
    number = float(text)
    if number - number != 0.0:
        return Doubt("not_finite", f"{shown(text)} is too large for a number (1.8e308 at most)")
    if not _INTEGER.fullmatch(text):
        return number
    # Numbers are doubles; what an int says beyond their precision would only be lost later.
    integer = int(text)
    return integer if abs(integer) <= 2**53 else number


def _quote_it(text: str) -> str:
    if not text:
        return "nothing is written here; write the text, or '' for an empty one"
    number = resolve(text)
    if isinstance(number, int | float) and not isinstance(number, bool):
        return (
            f"write {shown(text)} in quotes if it is text, or as a plain decimal number: "
            "not every YAML reader takes it for a number"
        )
    return f"write {shown(text)} in quotes: YAML readers may take it for something else than text"
