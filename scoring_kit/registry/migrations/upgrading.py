"""Which tables a database has, and how it gets those of today; Alembic keeps the steps."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from scoring_kit.errors import RegistryError
from scoring_kit.registry.audit import start_chains
from scoring_kit.registry.schema import Base

STEPS = "scoring_kit_schema"
"""The table that names the newest step; not Alembic's own, which other programs may use."""

_LOCK = 7_302_615_449
"""Which of PostgreSQL's advisory locks is held while tables are changed; any number does."""


def is_current(connection: Connection) -> bool:
    """Return whether the database has the tables of today, and False where it is empty.

    Raises
    ------
    RegistryError
        When its tables are those of another version of scoring_kit, or of another program.
    """
    found = _step(connection)
    scripts = _scripts()
    if found is None:
        taken = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        if taken:
            names = ", ".join(sorted(taken))
            message = f"the database has tables of another program ({names}); name another database"
            raise RegistryError("foreign_tables", message)
        return False
    if found not in {script.revision for script in scripts.walk_revisions()}:
        message = (
            f"a newer scoring_kit wrote this registry (its tables are those of step {found!r}); "
            "update scoring_kit, and nothing is lost"
        )
        raise RegistryError("newer_schema", message)
    if found != scripts.get_current_head():
        message = (
            f"the tables of this registry are those of step {found!r}, which is older than "
            "this scoring_kit; make a copy, then call Registry.upgrade(url), or run "
            "scoring-kit registry upgrade"
        )
        raise RegistryError("older_schema", message)
    return True


def upgrade(connection: Connection) -> None:
    """Create the tables, or bring them up to date, in the transaction that is open."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    scripts = _scripts()

    def steps(revision: str, context: object) -> list[Any]:
        del context
        # what alembic's own command does; it has no public name
        return scripts._upgrade_revs("head", revision)  # pyright: ignore[reportPrivateUsage]

    with EnvironmentContext(_config(), scripts, fn=steps) as environment:
        environment.configure(connection, target_metadata=Base.metadata, version_table=STEPS)
        environment.run_migrations()
    if _step(connection) == scripts.get_current_head():
        start_chains(connection, datetime.now(UTC))


def drift(connection: Connection) -> list[Any]:
    """Return what would have to change for the tables to be those of `schema`; nothing is good."""
    options: dict[str, Any] = {"version_table": STEPS, "compare_type": True}
    return list(
        compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    )


def _step(connection: Connection) -> str | None:
    options = {"version_table": STEPS}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


@cache  # the files of the steps are read once
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
