"""The first tables: scorecards, versions, transitions, environments, live versions, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from scoring_kit.registry.migrations.upgrading import no_downgrade

revision = "0001"
down_revision = None
downgrade = no_downgrade

_NAME = sa.String(200)
_HASH = sa.String(64)
_STATE = sa.String(20)
_MOMENT = sa.DateTime(timezone=True)
_VERSION = (["scorecard_id", "number"], ["versions.scorecard_id", "versions.number"])

# Rows that one INSERT OR REPLACE would put the new row in the place of.
_SAME = {
    "versions": "scorecard_id = NEW.scorecard_id AND (number = NEW.number OR sha256 = NEW.sha256)",
    "transitions": "scorecard_id = NEW.scorecard_id AND sequence = NEW.sequence",
    "audit": "id = NEW.id",
}


def upgrade(op: Operations) -> None:
    """Create everything in an empty database."""
    _create_scorecards(op)
    _create_versions(op)
    environments = op.create_table(
        "environments", sa.Column("name", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_environments"),
    )  # fmt: skip
    op.bulk_insert(environments, [{"name": "staging"}, {"name": "production"}])
    _create_transitions(op)
    _create_live_versions(op)
    _create_audit(op)
    if op.get_bind().dialect.name == "sqlite":
        _guard_in_sqlite(op)
    else:
        _guard_in_postgresql(op)


def _create_scorecards(op: Operations) -> None:
    op.create_table(
        "scorecards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("transitions", sa.Integer(), nullable=False),
        sa.Column("head", _HASH, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scorecards"),
        sa.UniqueConstraint("name", name="uq_scorecards_name"),
        sa.CheckConstraint(
            "versions >= 0 AND transitions >= versions", name=op.f("ck_scorecards_counts")
        ),
    )


def _create_versions(op: Operations) -> None:
    op.create_table(
        "versions",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("author", _NAME, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("scorecard_id", "number", name="pk_versions"),
        sa.UniqueConstraint("scorecard_id", "sha256", name="uq_versions_scorecard_id_sha256"),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name="fk_versions_scorecard_id"
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_versions_number")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_versions_sha256")),
        sqlite_with_rowid=False,
    )


def _create_transitions(op: Operations) -> None:
    op.create_table(
        "transitions",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("environment", _NAME),
        sa.Column("action", _STATE, nullable=False),
        sa.Column("before", _STATE),
        sa.Column("after", _STATE, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor", _NAME, nullable=False),
        sa.Column("identity", _NAME, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("clock", _MOMENT, nullable=False),
        sa.Column("previous", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.PrimaryKeyConstraint("scorecard_id", "sequence", name="pk_transitions"),
        sa.ForeignKeyConstraint(*_VERSION, name="fk_transitions_scorecard_id_number"),
        sa.ForeignKeyConstraint(
            ["environment"], ["environments.name"], name="fk_transitions_environment"
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_transitions_sequence")),
        sa.CheckConstraint(
            "(action = 'add') = (environment IS NULL)", name=op.f("ck_transitions_environment")
        ),
        sqlite_with_rowid=False,
    )
    indexed = ["scorecard_id", "environment", "sequence"]
    op.create_index(f"ix_transitions_{'_'.join(indexed)}", "transitions", indexed)


def _create_live_versions(op: Operations) -> None:
    op.create_table(
        "live_versions",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("environment", _NAME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scorecard_id", "environment", name="pk_live_versions"),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name="fk_live_versions_scorecard_id"
        ),
        sa.ForeignKeyConstraint(
            ["environment"], ["environments.name"], name="fk_live_versions_environment"
        ),
        sa.ForeignKeyConstraint(*_VERSION, name="fk_live_versions_scorecard_id_number"),
    )


def _create_audit(op: Operations) -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock", _MOMENT, nullable=False),
        sa.Column("actor", _NAME, nullable=False),
        sa.Column("action", _STATE, nullable=False),
        sa.Column("scorecard", _NAME),
        sa.Column("number", sa.Integer()),
        sa.Column("environment", _NAME),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_scorecard", "audit", ["scorecard"])


def _guard_in_sqlite(op: Operations) -> None:
    for table, same in _SAME.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_no_{event.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {refuse}")
        # REPLACE fires no trigger for what it deletes unless a pragma of the connection says so
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {when} {refuse}")


def _guard_in_postgresql(op: Operations) -> None:
    op.execute(
        "CREATE FUNCTION scoring_kit_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; END $$"
    )
    call = "EXECUTE FUNCTION scoring_kit_written_once()"
    for table in _SAME:
        for name, event, each in (
            ("no_change", "UPDATE OR DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            trigger = f"{table}_{name}"
            op.execute(f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH {each} {call}")
            # in sessions that replay a replica as well
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
