"""Names, messages and numbers that people give: any that both databases can hold."""

from __future__ import annotations

import re
import unicodedata

from scoring_kit.errors import RegistryError
from scoring_kit.registry.schema import LONGEST_NAME
from scoring_kit.scorecard.source_scalars import shown

_KEY = re.compile("sk_[0-9a-f]{12}_[0-9a-f]{64}")

LONGEST_MESSAGE = 10_000
"""Letters of a message or reason."""


def person(name: str, role: str) -> str:
    """Return the name of a person as it is kept: without spaces around it, one spelling of é.

    Raises
    ------
    RegistryError
        When it is empty or too long, or holds what a text cannot.

    Examples
    --------
    >>> person("  Ann ", "author")
    'Ann'
    """
    return _checked(unicodedata.normalize("NFC", _text(name, role)).strip(), role, LONGEST_NAME)


def named(name: str | None, role: str) -> str | None:
    """Return the name of a person as it is kept; None where a key says who it is."""
    return None if name is None else person(name, role)


def label(name: str, role: str) -> str:
    """Return the name of a scorecard or environment, as it is."""
    return _checked(_text(name, role), role, LONGEST_NAME)


def message(text: str, role: str) -> str:
    """Return a message or reason, as it is; an empty one says nothing and is refused."""
    _checked(_text(text, role).strip(), role, LONGEST_MESSAGE)
    return text


def storable(text: str) -> str:
    """Return a text with a question mark in the place of what a database cannot hold.

    Examples
    --------
    >>> storable("NUL: " + chr(0))
    'NUL: ?'
    """
    return text.replace(chr(0), "?").encode(errors="replace").decode()


def version_number(value: int, role: str) -> int:
    """Return the number of a version or revision, as both databases can hold it.

    Raises
    ------
    RegistryError
        When it is no integer, negative or too large.
    """
    if type(value) is not int or not 0 <= value < 2**31:
        found = f"a version or revision number is expected, found {value!r}"
        raise RegistryError("number", f"{role}: {found}")
    return value


def same_person(one: str, other: str) -> bool:
    """Return whether two names are one to a reader: case, width and spaces do not tell.

    Examples
    --------
    >>> same_person("Ann  Lee", "ann lee"), same_person("Ann", "Anna")
    (True, False)
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    visible = (sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc"))
    plain = unicodedata.normalize("NFKC", "".join(visible)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def _text(text: object, role: str) -> str:
    if not isinstance(text, str):
        raise RegistryError("text", f"{role}: a text is expected, found {type(text).__name__}")
    if _KEY.search(text):
        raise RegistryError(
            "text", f"{role}: it holds a key, which is not for others; leave it out"
        )
    odd = next((sign for sign in text if sign == "\0" or "\ud800" <= sign <= "\udfff"), None)
    if odd is not None:
        what = "a NUL" if odd == "\0" else "half a character (a surrogate)"
        raise RegistryError("text", f"{role}: {shown(text)} holds {what}; leave it out")
    return text


def _checked(text: str, role: str, longest: int) -> str:
    if not _folded(text):
        raise RegistryError(
            "text", f"{role}: found nothing that can be read; say it in a few words"
        )
    if len(text) > longest:
        found = f"found {len(text):,} letters; at most {longest:,} are allowed"
        raise RegistryError("text", f"{role}: {found}")
    return text
