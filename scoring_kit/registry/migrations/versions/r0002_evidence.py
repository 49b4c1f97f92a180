"""Evidence, policies, artefacts, users, keys, runs; the audit gets a chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from scoring_kit.registry.migrations.upgrading import no_downgrade

revision = "0002"
down_revision = "0001"
downgrade = no_downgrade

_NAME = sa.String(200)
_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)
_VERSION = (["scorecard_id", "number"], ["versions.scorecard_id", "versions.number"])

# Rows that one INSERT OR REPLACE would put the new row in the place of.
_SAME = {
    "artefacts": "sha256 = NEW.sha256",
    "policies": "id = NEW.id",
    "users": "name = NEW.name",
}


def upgrade(op: Operations) -> None:
    """Add to what is there; nothing of it changes."""
    for name in ("evidence", "policy"):
        op.add_column("transitions", sa.Column(name, _HASH))
    for name, kind in (("identity", _NAME), ("previous", _HASH), ("hash", _HASH)):
        op.add_column("audit", sa.Column(name, kind))
    op.create_table(
        "heads",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heads"),
    )
    _create_artefacts(op)
    _create_policies(op)
    _create_users_and_keys(op)
    _create_runs(op)
    if op.get_bind().dialect.name == "sqlite":
        _guard_in_sqlite(op)
    else:
        _guard_in_postgresql(op)


def _create_artefacts(op: Operations) -> None:
    op.create_table(
        "artefacts",
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_artefacts"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_artefacts_sha256")),
        sqlite_with_rowid=False,
    )


def _create_policies(op: Operations) -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer()),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("actor", _NAME, nullable=False),
        sa.Column("identity", _NAME, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("clock", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name="fk_policies_scorecard_id"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["artefacts.sha256"], name="fk_policies_sha256"),
    )
    op.create_index("ix_policies_scorecard_id", "policies", ["scorecard_id"])


def _create_users_and_keys(op: Operations) -> None:
    op.create_table(
        "users",
        sa.Column("name", _NAME, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("user", _NAME, nullable=False),
        sa.Column("sha256", _HASH, nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("environments", sa.Text()),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT),
        sa.Column("revoked", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("sha256", name="uq_keys_sha256"),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name="fk_keys_user"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keys_user", "keys", ["user"])


def _create_runs(op: Operations) -> None:
    op.create_table(
        "runs",
        *_columns_of_runs(),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.ForeignKeyConstraint(*_VERSION, name="fk_runs_scorecard_id_number"),
        sa.ForeignKeyConstraint(["environment"], ["environments.name"], name="fk_runs_environment"),
        sa.ForeignKeyConstraint(["fingerprint"], ["artefacts.sha256"], name="fk_runs_fingerprint"),
        sa.CheckConstraint(
            "status IN ('running', 'done', 'failed', 'lost')", name=op.f("ck_runs_status")
        ),
        sa.CheckConstraint(
            "(status = 'running') = (finished IS NULL)", name=op.f("ck_runs_finished")
        ),
        sqlite_with_rowid=False,
    )
    indexed = ["scorecard_id", "started", "id"]
    op.create_index(f"ix_runs_{'_'.join(indexed)}", "runs", indexed)
    running = sa.text("status = 'running'")
    op.create_index(
        "ix_runs_heartbeat", "runs", ["heartbeat"], sqlite_where=running, postgresql_where=running
    )


def _columns_of_runs() -> list[sa.Column[object]]:
    integer, text = sa.Integer(), sa.Text()
    kinds = {
        "id": sa.String(32), "scorecard_id": integer, "number": integer, "sha256": _HASH,
        "environment": _NAME, "status": sa.String(20), "actor": _NAME, "identity": _NAME,
        "started": _MOMENT, "heartbeat": _MOMENT, "finished": _MOMENT, "host": _NAME,
        "process": integer, "process_started": sa.String(40), "request": text, "data": text,
        "lineage": text, "rows": sa.BigInteger(), "fingerprint": _HASH, "result": _HASH,
        "error": text,
    }  # fmt: skip
    later = {"finished", "lineage", "rows", "fingerprint", "result", "error"}
    return [sa.Column(name, kind, nullable=name in later) for name, kind in kinds.items()]


def _guard_in_sqlite(op: Operations) -> None:
    for table, same in _SAME.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_no_{event.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {refuse}")
        # REPLACE fires no trigger for what it deletes unless a pragma of the connection says so
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {when} {refuse}")
    refuse = "BEGIN SELECT RAISE(ABORT, 'runs that have ended are never changed'); END"
    ended = "WHEN OLD.status <> 'running'"
    op.execute(f"CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs {ended} {refuse}")
    op.execute(f"CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs {refuse}")
    when = "WHEN EXISTS (SELECT 1 FROM runs WHERE id = NEW.id)"
    op.execute(f"CREATE TRIGGER runs_no_replace BEFORE INSERT ON runs {when} {refuse}")
    refuse = "BEGIN SELECT RAISE(ABORT, 'keys are never changed'); END"
    op.execute(
        f"CREATE TRIGGER keys_no_update BEFORE UPDATE ON keys {_other_than_ending(op)} {refuse}"
    )
    op.execute(f"CREATE TRIGGER keys_no_delete BEFORE DELETE ON keys {refuse}")
    when = "WHEN EXISTS (SELECT 1 FROM keys WHERE id = NEW.id OR sha256 = NEW.sha256)"
    op.execute(f"CREATE TRIGGER keys_no_replace BEFORE INSERT ON keys {when} {refuse}")


def _other_than_ending(op: Operations) -> str:
    """Return the condition of an update of a key that does more than revoke it once."""
    columns = ("id", '"user"', "sha256", "scopes", "environments", "created", "expires")
    other = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    changes = " OR ".join(f"OLD.{name} {other} NEW.{name}" for name in columns)
    return f"WHEN (OLD.revoked IS NOT NULL OR NEW.revoked IS NULL OR {changes})"


def _guard_in_postgresql(op: Operations) -> None:
    call = "EXECUTE FUNCTION scoring_kit_written_once()"
    guards = [
        (table, name, event, f"FOR EACH {each}")
        for table in _SAME
        for name, event, each in (
            ("no_change", "UPDATE OR DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        )
    ]
    guards += [
        ("runs", "no_change", "UPDATE", "FOR EACH ROW WHEN (OLD.status <> 'running')"),
        ("keys", "no_change", "UPDATE", f"FOR EACH ROW {_other_than_ending(op)}"),
    ]
    guards += [
        guard
        for table in ("runs", "keys")
        for guard in (
            (table, "no_delete", "DELETE", "FOR EACH ROW"),
            (table, "no_truncate", "TRUNCATE", "FOR EACH STATEMENT"),
        )
    ]
    for table, name, event, each in guards:
        trigger = f"{table}_{name}"
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} {each} {call}")
        # in sessions that replay a replica as well
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
