"""Things that are kept by their content, each once: evidence, reports, policies, fingerprints."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from os import PathLike

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.engines.drafts import draft_path, drafted, output_path
from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.schema import ArtefactRow

JSON = "application/json"
HTML = "text/html"


@dataclass(frozen=True, slots=True, repr=False)
class Artefact:
    """Something that a registry keeps by its content.

    sha256: of the content, 64 hexadecimal digits. media: such as ``text/html``.
    created: when it was first kept, in UTC.
    """

    sha256: str
    media: str
    content: bytes
    created: datetime

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the content to a file, whole or not at all.

        Raises
        ------
        OSError
            When there is such a file and it may not be overwritten, or cannot be written.

        Examples
        --------
        >>> import hashlib, datetime
        >>> from tempfile import TemporaryDirectory
        >>> digest = hashlib.sha256(b"{}").hexdigest()
        >>> artefact = Artefact(digest, "application/json", b"{}", datetime.datetime.now())
        >>> with TemporaryDirectory() as folder:
        ...     artefact.save(f"{folder}/empty.json")
        """
        place = output_path(path, overwrite=overwrite)
        draft = draft_path(place)
        with drafted(place, draft, overwrite=overwrite):
            draft.write_bytes(self.content)

    def __repr__(self) -> str:
        return f"{self.media} of {len(self.content):,} bytes ({self.sha256[:8]})"


async def keep(session: AsyncSession, content: bytes, media: str, clock: datetime) -> str:
    """Keep content that may be there already, in a transaction that writes; return its sha256.

    Two that keep the same at once both succeed: on PostgreSQL the second waits for the first to
    end. Whoever keeps several keeps them in one order, so that no two wait for each other.

    Raises
    ------
    TamperingError
        When what is there under this hash is something else.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    found = await session.scalar(select(ArtefactRow.content).where(ArtefactRow.sha256 == sha256))
    if found is not None:  # triggers of SQLite refuse a row that is there, whatever its conflict
        _check(sha256, found)
        return sha256
    dialect = session.get_bind().dialect.name
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(ArtefactRow)
    row = {"sha256": sha256, "media": media, "content": content, "created": clock}
    await session.execute(insert.values(**row).on_conflict_do_nothing())
    return sha256


async def load(session: AsyncSession, sha256: str) -> Artefact:
    """Return what is kept under a hash.

    Raises
    ------
    RegistryError
        When nothing is.
    TamperingError
        When it is not what was kept.
    """
    row = await session.get(ArtefactRow, sha256)
    if row is None:
        raise RegistryError("unknown", f"the registry has no artefact {sha256[:8]}")
    _check(sha256, row.content)
    return Artefact(**{field.name: getattr(row, field.name) for field in fields(Artefact)})


async def named(session: AsyncSession, sha256: str, role: str) -> Artefact:
    """Return what something in the registry names; role: what it is to that.

    Raises
    ------
    TamperingError
        When it is gone, or not what was kept.
    """
    try:
        return await load(session, sha256)
    except TamperingError:
        raise
    except RegistryError as error:
        message = f"{role} is the artefact {sha256[:8]}, which is gone; restore it from a copy"
        raise TamperingError("missing_artefact", message) from error


def _check(sha256: str, content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        message = (
            f"the artefact {sha256[:8]} was changed behind the registry's back: its content has "
            f"the hash {found[:8]}; restore it from a copy"
        )
        raise TamperingError("changed_artefact", message)
