import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.chain import chain_start, link_hash
from scoring_kit.registry.migrations import upgrading
from scoring_kit.registry.migrations.upgrading import drift, is_current, upgrade
from scoring_kit.registry.records import Transition
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of, to_document
from tests.registry.migrations.test_upgrading import in_database
from tests.registry.registries import NOON, small

MOMENT = "'2026-11-26 12:00:00'"
HASH = "0" * 64
SCORECARD = f"INSERT INTO scorecards VALUES (1, 'tiny', 1, 1, '{HASH}')"
VERSION = f"INSERT INTO versions VALUES (1, 1, '{HASH}', '{{}}', 'ann', 'first', {MOMENT})"
KEY = f"VALUES ('a', 'ann', '{HASH}', '[]', NULL, {MOMENT}, NULL, NULL)"
ROWS = {
    "users": f"VALUES ('ann', {MOMENT})",
    "keys": KEY,
    "artefacts": f"VALUES ('{HASH}', 'text/html', '', {MOMENT})",
    "policies": f"VALUES (1, 1, '{HASH}', 'ann', 'claimed', 'strict', {MOMENT})",
    "runs": f"VALUES ('a', 1, 1, '{HASH}', 'staging', 'done', 'ann', 'claimed', {MOMENT}, "
    f"{MOMENT}, {MOMENT}, 'here', 1, '1', '{{}}', '{{}}', NULL, NULL, NULL, NULL, NULL)",
}
FILLED = (
    upgrade, SCORECARD, VERSION, *(f"INSERT INTO {table} {row}" for table, row in ROWS.items()),
)  # fmt: skip
CHANGED = {
    "users": "name", "keys": "scopes", "artefacts": "media", "policies": "message",
    "runs": "status",
}  # fmt: skip


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("attempt", ["UPDATE {} SET {} = 'running'", "DELETE FROM {}"])
def test_what_is_written_once_is_never_changed_or_deleted(strict_url, table, attempt):
    with pytest.raises(RegistryError, match="are never changed"):
        in_database(strict_url, *FILLED, attempt.format(table, CHANGED[table]))


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_sqlite_replaces_nothing_that_is_written_once(tmp_path, table, pragma):
    url = f"sqlite:///{tmp_path / 'scores.db'}"
    attempt = f"INSERT OR REPLACE INTO {table} {ROWS[table]}"
    with pytest.raises(RegistryError, match="are never changed"):
        in_database(url, *FILLED, f"PRAGMA recursive_triggers = {pragma}", attempt)


REVOKE = "UPDATE keys SET revoked = {}"


def test_a_key_can_be_revoked_once_and_never_comes_back(strict_url):
    in_database(strict_url, *FILLED, REVOKE.format(MOMENT))
    for moment in ("NULL", MOMENT, "'2030-01-01 00:00:00'"):
        with pytest.raises(RegistryError, match="keys are never changed"):
            in_database(strict_url, REVOKE.format(moment))


@pytest.mark.parametrize(
    "change",
    ["scopes = '[\"admin\"]'", "environments = '[]'", f"expires = {MOMENT}", "sha256 = upper(id)",
     f"created = {MOMENT}, scopes = 'x'"],
)  # fmt: skip
def test_nothing_else_of_a_key_changes_when_it_is_revoked(strict_url, change):
    with pytest.raises(RegistryError, match="keys are never changed"):
        in_database(strict_url, *FILLED, f"{REVOKE.format(MOMENT)}, {change}")


def test_sqlite_puts_no_other_key_in_the_place_of_one_with_its_secret(tmp_path):
    url = f"sqlite:///{tmp_path / 'scores.db'}"
    other = "INSERT OR REPLACE INTO keys " + KEY.replace("'a'", "'b'")
    with pytest.raises(RegistryError, match="keys are never changed"):
        in_database(url, *FILLED, "PRAGMA recursive_triggers = OFF", other)


def test_a_run_can_end_once(strict_url):
    end = f"UPDATE runs SET status = 'lost', finished = {MOMENT} WHERE id = 'b'"
    begun = ROWS["runs"].replace("'a', 1", "'b', 1").replace("'done'", "'running'")
    begun = begun.replace(f"{MOMENT}, 'here'", "NULL, 'here'")
    in_database(strict_url, *FILLED, f"INSERT INTO runs {begun}", end)
    with pytest.raises(RegistryError, match="are never changed"):
        in_database(strict_url, end)


def test_what_the_first_revision_held_is_kept_and_verifies(empty_url, monkeypatch):
    # written as the first revision was: its link hashed without the fields that came later
    document, scripts = small(), upgrading._scripts()
    first = scripts._upgrade_revs("0001", "base")

    def to_the_first(connection):
        with monkeypatch.context() as patched:
            patched.setattr(scripts, "_upgrade_revs", lambda *_: first)
            upgrade(connection)

    in_database(empty_url, to_the_first, *_first_rows(document))
    with pytest.raises(RegistryError, match="'0001', which is older than this scoring_kit"):
        in_database(empty_url, is_current)
    assert in_database(empty_url, upgrade, drift) == []
    with Registry(empty_url) as registry:
        assert registry.verify().transitions == 1
        assert registry.version("small", 1).card == document


def _first_rows(card):
    sha256, text = hash_of(card), canonical_bytes(to_document(card)).decode()
    link = Transition(
        "small", 1, 1, sha256, None, "add", None, "draft", 0, "ann", "claimed", "first", NOON,
        NOON, chain_start("small"), "",
    )  # fmt: skip
    head = link_hash(link)
    return (
        f"INSERT INTO scorecards VALUES (1, 'small', 1, 1, '{head}')",
        f"INSERT INTO versions VALUES (1, 1, '{sha256}', '{text}', 'ann', 'first', {MOMENT})",
        f"INSERT INTO transitions VALUES (1, 1, 1, '{sha256}', NULL, 'add', NULL, 'draft', 0, "
        f"'ann', 'claimed', 'first', {MOMENT}, {MOMENT}, '{chain_start('small')}', '{head}')",
    )
