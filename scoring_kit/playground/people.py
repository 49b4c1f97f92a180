"""Who plays: edits carry a name, and each person undoes their own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from threading import Lock
from typing import cast

LONGEST_NAME = 60


class People:
    """The persons at the screens of one session.

    The first of them is its author, in whose name edits from Python are made as well, so that
    somebody alone undoes both. Others go by the names that their front-ends know them under; two
    persons of one name are told apart by what the front-end identifies them with.

    Examples
    --------
    >>> people = People("me")
    >>> people.author("Ada"), people.author("Grace"), people.author("Ada")
    ('me', 'Grace', 'me')
    >>> people.author({"id": "a7", "name": "Grace"})
    'Grace (2)'
    >>> people.names
    {'me': 'Ada', 'Grace': 'Grace', 'Grace (2)': 'Grace (2)'}
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._authors: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._lock = Lock()

    @property
    def names(self) -> dict[str, str]:
        """What each author is called by their front-end."""
        with self._lock:
            return dict(self._names)

    def author(self, who: object) -> str:
        """Return the author for a person: a name, or a mapping of `name` and `id`.

        Somebody without a name is the owner; without an id, the name tells persons apart.
        """
        parts = cast(Mapping[str, object], who) if isinstance(who, Mapping) else {"name": who}
        name = _text(parts.get("name"))
        if not name:
            return self._owner
        person = _text(parts.get("id")) or name
        with self._lock:
            if person not in self._authors:
                called = self._free(name) if self._authors else name
                author = called if self._authors else self._owner
                self._authors[person], self._names[author] = author, called
            return self._authors[person]

    def _free(self, name: str) -> str:
        taken = {self._owner, *self._names.values()}
        numbered = (f"{name} ({number})" for number in count(2))
        return name if name not in taken else next(one for one in numbered if one not in taken)


def _text(part: object) -> str:
    return " ".join(part.split())[:LONGEST_NAME] if isinstance(part, str) else ""
