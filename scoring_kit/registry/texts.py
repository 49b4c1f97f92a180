"""Names, messages and numbers that people give: any that both databases can hold."""

from __future__ import annotations

import re
import unicodedata

from scoring_kit.errors import RegistryError
from scoring_kit.registry.schema import LONGEST_NAME
from scoring_kit.scorecard.source_scalars import shown

_KEY = re.compile("sk_[0-9a-f]{12}_[0-9a-f]{64}")

# signs that nobody sees, besides those of the categories Cf and Cc (Default_Ignorable_Code_Point
# of Unicode, and the empty pattern of Braille)
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_DRAWN_ALIKE = str.maketrans(
    # Cyrillic: A VE IE KA EM EN O ER ES TE U HA, I JE DZE, then the small ones, SHHA PALOCHKA
    # KOMI DE, QA WE
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u04cf\u0501\u051b\u051d"
    # Greek: ALPHA BETA EPSILON ZETA ETA IOTA KAPPA MU NU OMICRON RHO TAU UPSILON CHI, small ones
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7",
    "ABEKMHOPCTYXIJSaeopcyxijshldqwABEZHIKMNOPTYXaikvopux",
)
"""Letters of Cyrillic and Greek, and the Latin ones that they look like (UTS 39, confusables)."""

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
    """Return whether two names are one to a reader.

    Case, width, spaces and unseen signs do not tell, nor do letters of Cyrillic and Greek that look
    like Latin ones.

    Examples
    --------
    >>> same_person("Ann  Lee", "ann lee"), same_person("Ann", "Anna")
    (True, False)
    """
    return _folded(one) == _folded(other) or _drawn(one) == _drawn(other)


def _drawn(name: str) -> str:
    """Return a name with Latin letters for what looks like them, which hangs on the case."""
    return _folded(unicodedata.normalize("NFKC", name).translate(_DRAWN_ALIKE))


def _folded(name: str) -> str:
    seen = _UNSEEN.sub("", name)
    visible = (sign for sign in seen if unicodedata.category(sign) not in ("Cf", "Cc"))
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
