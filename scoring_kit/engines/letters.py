"""Upper and lower case, one character for one, the same in Python as in DuckDB.

DuckDB maps each code point by itself with the simple mappings of Unicode 14. Python maps
whole texts with the full mappings of its own Unicode version: 'ß' becomes 'SS', a sigma at
the end of a word has its own form, and later versions know further letters.
"""

from __future__ import annotations

from collections.abc import Callable

WHITESPACE = " \t\n\r\f\v"
"""What `Trim` removes at both ends."""

_SINGLE = {"İ": "i", "ß": "ẞ"}

_LATER = frozenset(
    [
        *map(chr, (0x019B, 0x0264, 0x1C89, 0x1C8A)),
        *map(chr, range(0xA7CB, 0xA7D0)),
        *map(chr, (0xA7D2, 0xA7D3, 0xA7D4, 0xA7D5, 0xA7DA, 0xA7DB, 0xA7DC)),
        *map(chr, range(0x10D50, 0x10D86)),
        *map(chr, range(0x16EA0, 0x16ED4)),
    ]
)
"""Letters that got the other case in Unicode 16 or 17; they stay as they are."""


def lower(text: str | None) -> str | None:
    """Return the text with each character in lower case; None stays None."""
    if text is None or text.isascii():
        return text.lower() if text else text
    return "".join([_single(letter, str.lower) for letter in text])


def upper(text: str | None) -> str | None:
    """Return the text with each character in upper case; None stays None."""
    if text is None or text.isascii():
        return text.upper() if text else text
    return "".join([_single(letter, str.upper) for letter in text])


def trim(text: str | None) -> str | None:
    """Return the text without ASCII white space at its ends; None stays None."""
    return text.strip(WHITESPACE) if text else text


def _single(letter: str, change: Callable[[str], str]) -> str:
    changed = change(letter)
    if changed == letter or letter in _LATER:
        return letter
    if len(changed) == 1 and letter not in _SINGLE:
        return changed
    # 'ᾳ' has no single capital, but a title form that the simple mapping uses
    titled = letter.title()
    return _SINGLE.get(letter, titled if len(titled) == 1 else letter)
