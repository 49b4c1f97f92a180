"""The tables of a registry, as SQLAlchemy writes and reads them.

Versions and transitions are written once: triggers of the database (see the migrations) refuse
to change or delete them, and hashes tell when somebody went around the triggers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    cast,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LONGEST_NAME = 200
"""Letters of a name: of a scorecard, an environment, a person."""

LONGEST_CODE = 40
"""Letters of why something was refused, as programs know it."""

_NAMES: dict[str, str] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_NO_ROWID = {"sqlite_with_rowid": False}
"""SQLite: a hidden number by which INSERT OR REPLACE could replace another row is not there."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; without a time zone it is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Content(TypeDecorator[bytes]):
    """Bytes; what somebody made a text of in SQLite is read as the bytes of that text."""

    impl = LargeBinary
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[bytes]:
        return cast(column, LargeBinary)


class Base(DeclarativeBase):
    """What all tables share: times in UTC, and names for their constraints."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, str: Text}  # noqa: RUF012 - SQLAlchemy reads it


class ScorecardRow(Base):
    """A scorecard by name, with the end of its chain. To write anything of it, lock this row."""

    __tablename__ = "scorecards"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    versions: Mapped[int]
    transitions: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    __table_args__ = (CheckConstraint("versions >= 0 AND transitions >= versions", name="counts"),)


class VersionRow(Base):
    """One document as it was added; numbers count from 1 without gaps."""

    __tablename__ = "versions"

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecards.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str]
    author: Mapped[str] = mapped_column(String(LONGEST_NAME))
    message: Mapped[str]
    created: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("scorecard_id", "sha256"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        _NO_ROWID,
    )


class EnvironmentRow(Base):
    """A place where versions go live, such as production."""

    __tablename__ = "environments"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)


class TransitionRow(Base):
    """A link of a scorecard's chain: who did what with which version, in which environment."""

    __tablename__ = "transitions"

    scorecard_id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    environment: Mapped[str | None] = mapped_column(
        String(LONGEST_NAME), ForeignKey("environments.name")
    )
    action: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    actor: Mapped[str] = mapped_column(String(LONGEST_NAME))
    identity: Mapped[str] = mapped_column(String(LONGEST_NAME))
    message: Mapped[str]
    at: Mapped[datetime]
    clock: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    evidence: Mapped[str | None] = mapped_column(String(64))
    policy: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        ForeignKeyConstraint(
            ["scorecard_id", "number"], ["versions.scorecard_id", "versions.number"]
        ),
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("(action = 'add') = (environment IS NULL)", name="environment"),
        Index(None, "scorecard_id", "environment", "sequence"),
        _NO_ROWID,
    )


class LiveRow(Base):
    """The version that is live in an environment; each change of it adds 1 to the revision."""

    __tablename__ = "live_versions"

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecards.id"), primary_key=True)
    environment: Mapped[str] = mapped_column(
        String(LONGEST_NAME), ForeignKey("environments.name"), primary_key=True
    )
    number: Mapped[int]
    revision: Mapped[int] = mapped_column()
    __table_args__ = (
        ForeignKeyConstraint(
            ["scorecard_id", "number"], ["versions.scorecard_id", "versions.number"]
        ),
    )
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy reads it


class AuditRow(Base):
    """What the chains do not hold: what was refused, and what was done to the registry itself."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(LONGEST_NAME))
    action: Mapped[str] = mapped_column(String(20))
    scorecard: Mapped[str | None] = mapped_column(String(LONGEST_NAME), index=True)
    number: Mapped[int | None]
    environment: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    message: Mapped[str]
    identity: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    previous: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))


class HeadRow(Base):
    """The end of a chain that belongs to no scorecard, such as that of the audit."""

    __tablename__ = "heads"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class ArtefactRow(Base):
    """Something by its content: evidence, a report, a policy, a fingerprint."""

    __tablename__ = "artefacts"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(Content)
    created: Mapped[datetime]
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"), _NO_ROWID)


class PolicyRow(Base):
    """What has to be so before versions move on; the newest counts, first of its scorecard's own.

    scorecard_id: NULL for all scorecards that have none of their own.
    """

    __tablename__ = "policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int | None] = mapped_column(ForeignKey("scorecards.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("artefacts.sha256"))
    actor: Mapped[str] = mapped_column(String(LONGEST_NAME))
    identity: Mapped[str] = mapped_column(String(LONGEST_NAME))
    message: Mapped[str]
    clock: Mapped[datetime]


class UserRow(Base):
    """A person or a program that has keys."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    created: Mapped[datetime]
    __table_args__ = (_NO_ROWID,)


class KeyRow(Base):
    """A key of a user; only the sha256 of its secret is here. It can be revoked, once.

    scopes, environments: JSON lists; NULL for all environments.
    """

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    user: Mapped[str] = mapped_column(String(LONGEST_NAME), ForeignKey("users.name"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str]
    environments: Mapped[str | None]
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    __table_args__ = (_NO_ROWID,)


class RunRow(Base):
    """One execution of a live version; what it came to is written once, when it ends.

    status: running, done, failed or lost. host, process, process_started: who runs it, so that a
    dead one is known. request, data, lineage: canonical JSON. fingerprint: the artefact that holds
    that of the data. result: the fingerprint of the scores.
    """

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scorecard_id: Mapped[int]
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    environment: Mapped[str] = mapped_column(String(LONGEST_NAME), ForeignKey("environments.name"))
    status: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(LONGEST_NAME))
    identity: Mapped[str] = mapped_column(String(LONGEST_NAME))
    started: Mapped[datetime]
    heartbeat: Mapped[datetime]
    finished: Mapped[datetime | None]
    host: Mapped[str] = mapped_column(String(LONGEST_NAME))
    process: Mapped[int]
    process_started: Mapped[str] = mapped_column(String(40))
    request: Mapped[str]
    data: Mapped[str]
    lineage: Mapped[str | None]
    rows: Mapped[int | None] = mapped_column(BigInteger)
    fingerprint: Mapped[str | None] = mapped_column(String(64), ForeignKey("artefacts.sha256"))
    result: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None]
    __table_args__ = (
        ForeignKeyConstraint(
            ["scorecard_id", "number"], ["versions.scorecard_id", "versions.number"]
        ),
        CheckConstraint("status IN ('running', 'done', 'failed', 'lost')", name="status"),
        CheckConstraint("(status = 'running') = (finished IS NULL)", name="finished"),
        Index(None, "scorecard_id", "started", "id"),
        Index(
            None,
            "heartbeat",
            sqlite_where=text("status = 'running'"),
            postgresql_where=text("status = 'running'"),
        ),
        _NO_ROWID,
    )


WRITTEN_ONCE = ("versions", "transitions", "audit", "artefacts", "policies", "users")
"""Tables whose rows are never changed or deleted."""
