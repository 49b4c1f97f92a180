"""Who plays: edits carry a name, and each person undoes their own."""

from __future__ import annotations

from threading import Lock

LONGEST_NAME = 60


class People:
    """The persons at the screens of one session.

    The first of them is its author, in whose name edits from Python are made as well, so that
    somebody alone undoes both. Others go by the names that their front-ends know them under.

    Examples
    --------
    >>> people = People("me")
    >>> people.author("Ada"), people.author("Grace"), people.author("Ada")
    ('me', 'Grace', 'me')
    >>> people.names
    {'me': 'Ada', 'Grace': 'Grace'}
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._authors: dict[str, str] = {}
        self._lock = Lock()

    @property
    def names(self) -> dict[str, str]:
        """What each author is called by their front-end."""
        with self._lock:
            return {author: who for who, author in self._authors.items() if who}

    def author(self, who: object) -> str:
        """Return the author for a person; somebody without a name is the owner."""
        name = " ".join(who.split())[:LONGEST_NAME] if isinstance(who, str) else ""
        if not name:
            return self._owner
        with self._lock:
            first = not self._authors
            return self._authors.setdefault(name, self._owner if first else self._other(name))

    def _other(self, name: str) -> str:
        return f"{name} (2)" if name == self._owner else name
