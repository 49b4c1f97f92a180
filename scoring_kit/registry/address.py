"""Where a registry is kept: a SQLite file or a PostgreSQL database, without its password."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from scoring_kit.errors import RegistryError
from scoring_kit.registry.hidden import Hidden, forget_values

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_OPTIONS = {"sslmode": "ssl"}
"""Options as addresses of PostgreSQL have them everywhere, and what the driver calls them."""
_ALLOWED = "sqlite:///scores.db (a file) or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """The address of a registry. Its text never holds a password or an option."""

    url: URL

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite, else a database of PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    def __str__(self) -> str:
        return self.url.set(drivername=self.url.get_backend_name(), query={}).render_as_string()

    __repr__ = __str__


def read_address(url: str | URL | Hidden) -> Address:
    """Return the address that a URL writes; only its kind of database is looked at.

    Raises
    ------
    RegistryError
        When it is none, or of another kind. The message does not repeat it, as it may hold
        a password.

    Examples
    --------
    >>> read_address("postgresql://ann:secret@localhost/scores")
    postgresql://ann:***@localhost/scores
    """
    try:
        parsed = make_url(url.reveal() if isinstance(url, Hidden) else url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError, AttributeError) as error:
        forget_values(error)
        message = f"this is no address of a registry; write {_ALLOWED}"
        raise RegistryError("address", message) from None
    backend = "postgresql" if backend == "postgres" else backend
    if backend not in _DRIVERS:
        message = f"a registry is not kept in {backend!r}; write {_ALLOWED}"
        raise RegistryError("address", message)
    if not parsed.database or ":memory:" in parsed.database:
        message = f"the address names no {'file' if backend == 'sqlite' else 'database'}"
        raise RegistryError("address", f"{message}; write {_ALLOWED}")
    options = {_OPTIONS.get(name, name): value for name, value in parsed.query.items()}
    return Address(parsed.set(drivername=_DRIVERS[backend], query=options))
