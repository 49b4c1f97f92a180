"""Which tables a database has, and how it gets those of today; Alembic keeps the steps."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
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
    found = _known_step(connection)
    if found not in (None, _scripts().get_current_head()):
        message = (
            f"the tables of this registry are those of step {found!r}, which is older than "
            "this scoring_kit; make a copy, then call Registry.upgrade(url), or run "
            "scoring-kit registry upgrade"
        )
        raise RegistryError("older_schema", message)
    return found is not None


def upgrade(connection: Connection) -> None:
    """Create the tables, or bring them up to date, in the transaction that is open.

    Raises
    ------
    RegistryError
        When its tables are those of a newer scoring_kit, or of another program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    _known_step(connection)
    scripts = _scripts()

    def steps(revision: str, context: object) -> list[Any]:
        del context
        # what alembic's own command does; it has no public name
        return scripts._upgrade_revs("head", revision)  # pyright: ignore[reportPrivateUsage]

    options: dict[str, Any] = {"version_table": STEPS, "fn": steps}
    options["target_metadata"] = Base.metadata
    context = MigrationContext.configure(connection, opts=options)
    # the steps are handed their operations: those of alembic.op are one for the whole process,
    # and would lead the steps of two registries that are opened at once to one database
    context.run_migrations(op=Operations(context))
    if _step(connection) == scripts.get_current_head():
        start_chains(connection, datetime.now(UTC))


def no_downgrade(op: Operations) -> NoReturn:
    """Refuse to bring tables back to an older step."""
    del op
    message = (
        "the tables of a registry are not brought back to an older step, as what they hold since "
        "would be lost; restore the copy that was made before the upgrade"
    )
    raise RegistryError("downgrade", message)


def drift(connection: Connection) -> list[Any]:
    """Return what would have to change for the tables to be those of `schema`; nothing is good."""
    options: dict[str, Any] = {"version_table": STEPS, "compare_type": True}
    return list(
        compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    )


def _known_step(connection: Connection) -> str | None:
    """Return the step that the tables are of, None for an empty database; refuse all others."""
    found = _step(connection)
    if found is None:
        taken = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        if taken:
            names = ", ".join(sorted(taken))
            message = f"the database has tables of another program ({names}); name another database"
            raise RegistryError("foreign_tables", message)
    elif found not in {script.revision for script in _scripts().walk_revisions()}:
        message = (
            f"a newer scoring_kit wrote this registry (its tables are those of step {found!r}); "
            "update scoring_kit, and nothing is lost"
        )
        raise RegistryError("newer_schema", message)
    return found


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
