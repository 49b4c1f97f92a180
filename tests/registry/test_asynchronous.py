import asyncio
import hashlib
import json
import sqlite3
from datetime import date, datetime, timedelta, timezone

import pytest

from scoring_kit.errors import RegistryError, ScorecardError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.document import hash_of, parse_scorecard
from tests.registry.registries import NOON, live_number, promoted, small


def test_it_is_used_without_threads(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            await registry.add(small(), "first", "ann")
            return await registry.names(), (await registry.version("small", 1)).sha256

    assert asyncio.run(run()) == (("small",), hash_of(small()))


def test_many_questions_at_once_are_answered(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            cards = [small(weight) for weight in range(1, 13)]
            added = await asyncio.gather(*(registry.add(c, "m", "ann") for c in cards))
            await registry.verify()
            return sorted(version.number for version in added)

    assert asyncio.run(run()) == list(range(1, 13))


def test_one_document_added_by_many_at_once_is_one_version(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            added = await asyncio.gather(*(registry.add(small(), "m", f"p{i}") for i in range(8)))
            return {(version.number, version.author) for version in added}

    assert len(asyncio.run(run())) == 1


def test_a_card_that_is_none_is_refused(registry):
    with pytest.raises(TypeError, match="a Scorecard is expected, found str"):
        registry.add("card.yaml", "first", author="ann")
    spoilt = small().model_copy(update={"name": "Not A Name"})
    with pytest.raises(ScorecardError, match="name"):
        registry.add(spoilt, "first", author="ann")
    assert registry.names() == ()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RegistryError, match="the folder does not exist; create it first"):
        Registry(f"sqlite:///{tmp_path / 'none' / 'scores.db'}")


# ---- what was live -------------------------------------------------------------------------


def test_what_was_live_at_a_moment_is_the_last_change_until_then(registry, clock):
    for minute, weight in ((10, 1.0), (20, 2.0)):
        clock.set(minutes=minute)
        promoted(registry, weight)
    clock.set(minutes=30)
    registry.rollback("small", 2, "bad", by="bob")
    expected = {9: None, 10: 1, 19: 1, 20: 2, 29: 2, 30: 1, 99: 1}
    moments = {minute: NOON + timedelta(minutes=minute) for minute in expected}
    assert {m: live_number(registry, as_of=t) for m, t in moments.items()} == expected


def test_a_date_means_the_end_of_its_day_in_utc(registry):
    promoted(registry)
    assert live_number(registry, as_of=date(2026, 11, 25)) is None
    assert live_number(registry, as_of=date(2026, 11, 26)) == 1


def test_a_moment_in_any_zone_is_the_same_moment(registry):
    promoted(registry)
    tokyo = timezone(timedelta(hours=9))
    assert live_number(registry, as_of=NOON.astimezone(tokyo)) == 1
    assert live_number(registry, as_of=datetime(2026, 11, 26, 20, 59, tzinfo=tokyo)) is None


def test_a_moment_without_its_zone_is_refused(registry):
    promoted(registry)
    with pytest.raises(RegistryError, match="as_of: 2026-11-26T12:00:00 has no time zone"):
        registry.live("small", as_of=datetime(2026, 11, 26, 12))


def test_a_clock_that_goes_backwards_changes_no_answer_that_was_given(registry, clock):
    promoted(registry, 1.0)
    clock.set(minutes=30)
    promoted(registry, 2.0)
    early = NOON + timedelta(minutes=10)
    before = live_number(registry, as_of=early)
    clock.set(minutes=5)
    promoted(registry, 3.0)
    last = registry.history("small")[-1]
    assert (last.at, last.clock) == (NOON + timedelta(minutes=30), NOON + timedelta(minutes=5))
    assert (before, live_number(registry, as_of=early), live_number(registry)) == (1, 1, 3)
    assert registry.verify().transitions == 14  # 4, and twice 5 with what was retired


# ---- environments --------------------------------------------------------------------------


def test_environments_can_be_added_once_and_are_audited(registry):
    for _ in range(2):
        registry.add_environment("europe", by="ann")
    assert registry.environments() == ("europe", "production", "staging")
    _, *added = registry.audit()  # after the policy of the tests
    assert [(entry.action, entry.environment) for entry in added] == [("add_environment", "europe")]
    promoted(registry, environment="europe")
    assert live_number(registry, "europe") == 1


def test_a_document_is_kept_as_the_bytes_that_were_hashed(tmp_path):
    path = tmp_path / "scores.db"

    async def run():
        async with AsyncRegistry(f"sqlite:///{path}") as registry:
            await registry.add(small(), "first", "ann")

    asyncio.run(run())
    connection = sqlite3.connect(path)
    kept = connection.execute("SELECT document, sha256 FROM versions").fetchone()
    connection.close()
    assert hashlib.sha256(kept[0].encode()).hexdigest() == kept[1] == hash_of(small())
    assert hash_of(parse_scorecard(json.loads(kept[0]))) == kept[1]
