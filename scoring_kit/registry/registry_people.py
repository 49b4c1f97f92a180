"""Users and keys, as `Registry` offers them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from scoring_kit.registry.hidden import Hidden, hidden
from scoring_kit.registry.keys import Key, KeyRecord, User
from scoring_kit.registry.registry_base import Waiting


class People(Waiting):
    """Who may write, and with which keys."""

    def add_user(self, name: str, *, by: str | None = None) -> None:
        """Add a person or a program that can then have keys.

        One that is there already stays as it is; the same name in another spelling is refused.

        Parameters
        ----------
        name
            As histories show it.
        by
            Who adds it, where the registry has no keys yet; else the key's user does.

        Raises
        ------
        RegistryError
            When the key is not an admin's, or the name is no text.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.add_user("ann", by="ann")
        ...     [user.name for user in reg.users()]
        ['ann']
        """
        self._run(self._registry.add_user(name, by=by))

    def users(self) -> tuple[User, ...]:
        """Return the users, by name.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.users()
        ()
        """
        return self._run(self._registry.users())

    def add_key(
        self,
        user: str,
        scopes: str | Iterable[str],
        *,
        environments: Iterable[str] | None = None,
        expires: datetime | date | None = None,
        by: str | None = None,
    ) -> Key:
        """Add a key of a user, and return it: the registry keeps only a hash of it.

        The key that is returned shows its id alone, as notebooks are saved with what they show;
        `reveal` gives the text to hand on. As soon as a registry has a key, every write needs one:
        ``Registry(url, key=...)``, or the environment variable SCORING_KIT_KEY. The first key is
        that of an admin, and one of an admin that does not expire cannot be the last to be revoked.

        Parameters
        ----------
        user
            Whose key it is; what is written with it is in this name.
        scopes
            What it is good for, none of which includes another: ``author`` (add and propose),
            ``approve`` (approve, reject, promote, roll back), ``admin`` (users, keys, environments,
            policies), ``score`` and ``read`` (of a service).
        environments
            Those that it is good for; all unless given. A key of an admin is for all.
        expires
            A moment with its time zone, or a date (the end of that day in UTC); never unless given.
        by
            As in `add_user`.

        Raises
        ------
        RegistryError
            When the key is not an admin's, or what it shall be good for does not fit.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     url = f"sqlite:///{folder}/scores.db"
        ...     with Registry(url) as reg:
        ...         reg.add_user("ann", by="ann")
        ...         key = reg.add_key("ann", ["admin", "author"], by="ann")
        ...     with Registry(url, key=key) as reg:
        ...         reg.add_environment("europe")
        ...         reg.audit()[-1].actor
        'ann'
        """
        adding = self._registry.add_key(
            user, scopes, environments=environments, expires=expires, by=by
        )
        return self._run(adding)

    def keys(self) -> tuple[KeyRecord, ...]:
        """Return what is known of all keys, the oldest first; their secrets are not.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.add_user("ann", by="ann")
        ...     key = reg.add_key("ann", "admin", by="ann")
        ...     [(known.id == key.id, known.scopes) for known in reg.keys()]
        [(True, ('admin',))]
        """
        return self._run(self._registry.keys())

    def revoke_key(self, key: str | Hidden, *, by: str | None = None) -> None:
        """Revoke a key for good; what was written with it stays.

        Whoever writes with it at this moment is waited for; afterwards nobody does.

        Parameters
        ----------
        key
            Its id, as `keys` and histories tell it, or the key itself.
        by
            As in `add_user`.

        Raises
        ------
        RegistryError
            When there is no such key, or it is the last one of an admin that does not expire.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     url = f"sqlite:///{folder}/scores.db"
        ...     with Registry(url) as reg:
        ...         reg.add_user("ann", by="ann")
        ...         key = reg.add_key("ann", "admin", by="ann")
        ...     with Registry(url, key=key) as reg:
        ...         other = reg.add_key("ann", "author")
        ...         reg.revoke_key(other.id)
        ...         [known.revoked is None for known in reg.keys() if known.id == other.id]
        [False]
        """
        key = hidden(key)  # a traceback may show values
        self._run(self._registry.revoke_key(key, by=by))
