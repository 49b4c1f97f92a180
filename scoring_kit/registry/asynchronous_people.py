"""Users and keys, for programs that wait for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from scoring_kit.errors import RegistryError
from scoring_kit.registry import people
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import SOMEBODY, Deed, Who
from scoring_kit.registry.hidden import Hidden, hidden
from scoring_kit.registry.identity import holder, principal_of, record_of
from scoring_kit.registry.keys import Key, KeyRecord, Principal, User, check_in_force, key_id
from scoring_kit.registry.moments import moment
from scoring_kit.registry.schema import KeyRow, UserRow
from scoring_kit.registry.texts import named, person


class AsyncPeople(AsyncBase):
    """Who may write, and with which keys."""

    async def add_user(self, name: str, *, by: str | None = None) -> None:
        """Add a user; one that is there already stays as it is."""
        user = person(name, "name")
        async with self._writing(Deed(people.ADD_USER, "admin"), named(by, "by")) as writing:
            await people.add_user(writing, user)

    async def users(self) -> tuple[User, ...]:
        """Return the users, by name."""
        await self.open()
        async with self._database.reading() as session:
            rows = await session.scalars(select(UserRow))
            users = [User(row.name, row.created) for row in rows]
        return tuple(sorted(users, key=lambda user: user.name))

    async def add_key(
        self,
        user: str,
        scopes: str | Iterable[str],
        *,
        environments: Iterable[str] | None = None,
        expires: datetime | date | None = None,
        by: str | None = None,
    ) -> Key:
        """Add a key of a user, and return it; its secret is nowhere else."""
        holding, until = person(user, "user"), moment(expires, "expires")
        async with self._writing(Deed(people.ADD_KEY, "admin"), named(by, "by")) as writing:
            return await people.add_key(writing, holding, scopes, environments, until)

    async def keys(self) -> tuple[KeyRecord, ...]:
        """Return what is known of all keys, the oldest first; their secrets are not."""
        await self.open()
        async with self._database.reading() as session:
            records = [record_of(row) for row in await session.scalars(select(KeyRow))]
        return tuple(sorted(records, key=lambda record: (record.created, record.id)))

    async def revoke_key(self, key: str | Hidden, *, by: str | None = None) -> None:
        """Revoke a key for good, by its id or itself."""
        key = hidden(key)  # a traceback may show values
        known = key_id(key)
        async with self._writing(Deed(people.REVOKE_KEY, "admin"), named(by, "by")) as writing:
            await people.revoke_key(writing, known)

    async def principal(self, key: str | Hidden) -> Principal:
        """Return whose key it is, by one indexed read; what is no key in force is refused."""
        text = hidden(key)
        del key  # a traceback may show values
        shown = text if isinstance(text, Key) else Key(text)
        await self.open()
        who = Who(SOMEBODY)
        try:
            async with self._database.reading() as session:
                record, at = await holder(session, shown, self._time())
                who = Who(record.user, principal_of(record).identity)
                check_in_force(record, at)
        except RegistryError as error:
            await self._record_refusal(who, Deed("use_key", "read"), error, shown)
            raise
        return principal_of(record)
