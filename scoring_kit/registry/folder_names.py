"""Names of files for names of any text: the same on every system, and each for one text only."""

from __future__ import annotations

import hashlib
import string

LONGEST = 100
"""Letters of a name that `file_name` gives; every file system takes more than that."""

_KEPT = frozenset(string.ascii_lowercase + string.digits + "_-")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
"""Names of devices on Windows, whatever ending they have."""


def file_name(text: str) -> str:
    """Return a name for a file or folder that no other text gets, on any file system.

    Small letters, digits, ``_`` and ``-`` stay. All else becomes ``%`` and the number of each of
    its bytes: a file system may hold capital letters, é or a final dot for something else. A long
    name ends with a part of its hash.

    Examples
    --------
    >>> file_name("book_club"), file_name("../Größe"), file_name("con")
    ('book_club', '%2e%2e%2f%47r%c3%b6%c3%9fe', '%63on')
    """
    name = "".join(sign if sign in _KEPT else _spelt(sign) for sign in text)
    if name in _RESERVED or name.startswith("-"):
        name = _spelt(name[0]) + name[1:]
    if len(name) > LONGEST:
        digest = hashlib.sha256(_bytes(text)).hexdigest()[:32]
        return f"{name[: LONGEST - 33]}~{digest}"
    return name or "%"


def _spelt(sign: str) -> str:
    return "".join(f"%{byte:02x}" for byte in _bytes(sign))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
