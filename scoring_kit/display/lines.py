"""Texts of other people, as terminals show them: they steer none, and end no line."""

from __future__ import annotations

import unicodedata

_QUIET = "\n\t\u200c\u200d"
"""Line ends, tabs, and what joins letters and parts of an emoji."""


def visible(text: str) -> str:
    r"""Return a text that says nothing to a terminal: signs that steer one are spelt out.

    Examples
    --------
    >>> visible("red \x1b[31m")
    'red \\x1b[31m'
    """
    return "".join(_spelt(sign) if _steers(sign) else sign for sign in text)


def one_line(text: str) -> str:
    r"""Return a text in one line, its line ends spelt out, so that it passes for no other line.

    Examples
    --------
    >>> one_line("fine\n2  approve version 1  bob")
    'fine\\n2  approve version 1  bob'
    """
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _steers(sign: str) -> bool:
    """Tell whether a sign is a control character, or turns the direction of what follows."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in _QUIET


def _spelt(sign: str) -> str:
    return sign.encode("unicode_escape").decode()
