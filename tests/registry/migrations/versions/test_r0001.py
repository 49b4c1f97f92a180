import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.migrations.upgrading import upgrade
from tests.registry.migrations.test_upgrading import in_database

MOMENT = "'2026-11-26 12:00:00'"
HASH = "0" * 64
ROWS = {
    "versions": f"VALUES (1, 1, '{HASH}', '{{}}', 'ann', 'first', {MOMENT})",
    "transitions": f"VALUES (1, 1, 1, '{HASH}', NULL, 'add', NULL, 'draft', 0, 'ann', 'claimed', "
    f"'first', {MOMENT}, {MOMENT}, '', '{HASH}', NULL, NULL)",
    "audit": f"VALUES (1, {MOMENT}, 'ann', 'approve', 'tiny', 1, NULL, 'author', 'refused', "
    "NULL, NULL, NULL)",
}
SCORECARD = f"INSERT INTO scorecards VALUES (1, 'tiny', 1, 1, '{HASH}')"
FILLED = (upgrade, SCORECARD, *(f"INSERT INTO {table} {row}" for table, row in ROWS.items()))


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("attempt", ["UPDATE {} SET message = 'other'", "DELETE FROM {}"])
def test_what_is_written_once_is_never_changed_or_deleted(strict_url, table, attempt):
    with pytest.raises(RegistryError, match=f"{table} are never changed"):
        in_database(strict_url, *FILLED, attempt.format(table))


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_sqlite_replaces_nothing_that_is_written_once(tmp_path, table, pragma):
    url = f"sqlite:///{tmp_path / 'scores.db'}"
    attempt = f"INSERT OR REPLACE INTO {table} {ROWS[table]}"
    # each step has its transaction, but all have the one connection that the pragma is of
    with pytest.raises(RegistryError, match=f"{table} are never changed"):
        in_database(url, *FILLED, f"PRAGMA recursive_triggers = {pragma}", attempt)


def test_sqlite_replaces_no_version_by_its_hash(tmp_path):
    url = f"sqlite:///{tmp_path / 'scores.db'}"
    row = ROWS["versions"].replace("(1, 1,", "(1, 2,")
    with pytest.raises(RegistryError, match="versions are never changed"):
        in_database(url, *FILLED, f"INSERT OR REPLACE INTO versions {row}")


def test_postgresql_truncates_nothing_that_is_written_once(server):
    attempt = "TRUNCATE versions, transitions, live_versions, runs"
    with pytest.raises(RegistryError, match="versions are never changed"):
        in_database(server.create_database(), *FILLED, attempt)


def test_postgresql_guards_replaying_sessions_too(server):
    attempt = "SET LOCAL session_replication_role = replica"

    def replayed(connection):
        connection.exec_driver_sql(attempt)
        connection.exec_driver_sql("DELETE FROM audit")

    with pytest.raises(RegistryError, match="audit are never changed"):
        in_database(server.create_database(), *FILLED, replayed)
