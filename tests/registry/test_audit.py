import asyncio
from contextlib import suppress

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.audit import older_words
from scoring_kit.registry.chain import AUDIT_START, link_hash
from scoring_kit.registry.migrations.upgrading import upgrade
from scoring_kit.registry.records import AuditEntry
from scoring_kit.registry.registry import Registry
from tests.registry.migrations.test_upgrading import in_database
from tests.registry.raw import tampered
from tests.registry.registries import NOON, keyed, small


def test_each_entry_stands_on_the_one_before_it(strict):
    for place in ("europe", "asia"):
        strict.add_environment(place, by="ann")
    first, second = strict.audit()
    assert (first.previous, second.previous) == (AUDIT_START, first.hash)
    assert [link_hash(entry) for entry in (first, second)] == [first.hash, second.hash]


def test_an_entry_says_who_did_what_and_how_they_are_known(strict):
    strict.add_environment("europe", by="ann")
    assert strict.audit()[0] == AuditEntry(
        NOON, "ann", "add_environment", None, None, "europe", "done", "added", "claimed",
        AUDIT_START, strict.audit()[0].hash,
    )  # fmt: skip


def test_the_first_version_of_a_scorecard_is_told_of_once(strict):
    for weight in (1.0, 1.0, 2.0):
        strict.add(small(weight), "next", author="ann")
    assert [(e.action, e.scorecard) for e in strict.audit()] == [("new_scorecard", "small")]


def test_many_refusals_at_once_are_one_chain(strict_url):
    async def run():
        async with AsyncRegistry(strict_url) as registry:
            await registry.add(small(), "first", "ann")

            async def refused(number):
                with suppress(RegistryError):
                    await registry.approve("small", number, "mine", by="ann")

            await asyncio.gather(*(refused(number) for number in range(1, 9)))
            return await registry.verify()

    assert asyncio.run(run()).entries == 9


def test_an_entry_is_kept_with_what_it_tells_of_or_not_at_all(url):
    keys = keyed(url)
    with Registry(url, key=keys["root"]) as registry:
        before = registry.verify()
        tampered(registry, "ALTER TABLE audit RENAME COLUMN hash TO elsewhere")
        for attempt in (
            lambda: registry.add_user("ann"),
            lambda: registry.add_environment("europe"),
            lambda: registry.add_key("root", "author"),
        ):
            with pytest.raises(RegistryError, match=r"column .*\bhash\b"):
                attempt()
        tampered(registry, "ALTER TABLE audit RENAME COLUMN elsewhere TO hash")
        assert (registry.verify(), len(registry.keys())) == (before, 1)
        assert registry.environments() == ("production", "staging")


def test_where_the_end_of_the_chain_is_gone_nothing_more_is_done(registry):
    tampered(registry, "DELETE FROM heads WHERE name = 'audit'")
    with pytest.raises(TamperingError, match="the end of the chain 'audit' is gone"):
        registry.add_environment("europe", by="ann")
    assert registry.environments() == ("production", "staging")


# ---- what was there before the chain -------------------------------------------------------


@pytest.fixture
def older(strict_url):
    """Give a registry that got its chain when it held two entries and a scorecard already."""
    with Registry(strict_url) as registry:
        registry.add(small(), "first", author="ann")
        for action in ("add_environment", "approve"):
            tampered(
                registry,
                "DELETE FROM audit WHERE action = 'new_scorecard'",
                "INSERT INTO audit (clock, actor, action, code, message) VALUES "
                f"('2026-11-26 12:00:00', 'ann', '{action}', 'done', 'added')",
                "DELETE FROM heads",
            )
    in_database(strict_url, upgrade)
    with Registry(strict_url) as registry:
        yield registry


def test_a_chain_begins_with_what_was_there_before_it(older):
    told = [(entry.action, entry.scorecard, entry.hash is None) for entry in older.audit()]
    assert told == [
        ("add_environment", None, True), ("approve", None, True), ("older_entries", None, False),
        ("new_scorecard", "small", False),
    ]  # fmt: skip
    assert older.audit()[2].message == older_words(older.audit()[:2])
    assert older.verify().entries == 4


def test_a_chain_begins_once(older, strict_url):
    in_database(strict_url, upgrade, upgrade)
    assert older.verify().entries == 4


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit SET actor = 'eve' WHERE action = 'approve'",
     "DELETE FROM audit WHERE action = 'approve'",
     "UPDATE audit SET hash = NULL WHERE action = 'older_entries'",
     "INSERT INTO audit (id, clock, actor, action, code, message) VALUES "
     "(0, '2026-11-26 12:00:00', 'ann', 'approve', 'done', 'added')"],
)  # fmt: skip
def test_what_was_there_before_the_chain_does_not_change_either(older, change):
    tampered(older, change)
    with pytest.raises(TamperingError, match="the chain of the audit is broken at entry"):
        older.verify()
