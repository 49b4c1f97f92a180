import asyncio
import re
import sqlite3

import pytest
from sqlalchemy import event

from scoring_kit.errors import ConflictError, RegistryError, TamperingError
from scoring_kit.registry import store
from scoring_kit.registry.address import read_address
from scoring_kit.registry.database import Database
from tests.registry.raw import tampered
from tests.registry.registries import NOON, live_number, opened, promoted, small


def test_versions_count_from_1_and_keep_what_was_said(registry):
    for number in (1, 2):
        registry.add(small(number), f"message {number}", author="ann")
    found = registry.version("small", 2)
    assert (found.number, found.message, found.author, found.created) == (
        2, "message 2", "ann", NOON
    )  # fmt: skip
    assert found.card.criteria[0].weight == 2


def test_a_document_that_is_there_keeps_its_number_author_and_message(registry):
    first = registry.add(small(), "first", author="ann")
    again = registry.add(small(), "again", author="bob")
    assert (again.number, again.message, again.author) == (1, "first", "ann")
    assert len(registry.history("small")) == 1
    assert again.sha256 == first.sha256


@pytest.mark.parametrize("text", ["'; DROP TABLE versions; --", "Zoë 🏛️ 書", "a\nb\tc \\ % :x"])
def test_names_and_messages_of_any_text_come_back_as_they_are(registry, text):
    registry.add(small(), text, author=text)
    found = registry.version("small", 1)
    assert (found.message, found.author) == (text, text)
    assert registry.verify().versions == 1


def test_what_is_not_there_is_refused_with_what_is(registry):
    with pytest.raises(RegistryError, match="no scorecard 'small'; it holds none yet"):
        registry.version("small", 1)
    registry.add(small(), "first", author="ann")
    with pytest.raises(RegistryError, match="no scorecard 'smal'; did you mean 'small'"):
        registry.history("smal")
    with pytest.raises(RegistryError, match="'small' has no version 2; it has 1 version"):
        registry.version("small", 2)
    with pytest.raises(RegistryError, match="no environment 'prodution'; did you mean 'produc"):
        registry.live("small", "prodution")


def test_a_document_changed_behind_the_registrys_back_is_refused_and_named(registry):
    promoted(registry)
    tampered(registry, "UPDATE versions SET document = replace(document, 'age', 'wage')")
    for look in (lambda: registry.version("small", 1), lambda: registry.live("small")):
        with pytest.raises(TamperingError, match=r"version 1 of 'small' was changed behind"):
            look()


@pytest.mark.parametrize(
    "change",
    ["document = '{}', sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'",
     "author = 'eve'", "message = 'fine'"],
)  # fmt: skip
def test_a_version_that_is_not_what_was_added_is_refused_and_named(registry, change):
    promoted(registry)
    tampered(registry, f"UPDATE versions SET {change}")
    looks = (
        lambda: registry.version("small", 1),
        lambda: registry.live("small"),
        lambda: registry.propose("small", 1, "again", by="eve"),
    )
    for look in looks:
        with pytest.raises(
            TamperingError, match=r"version 1 of 'small' was changed .* chain says was"
        ):
            look()


def test_a_link_that_names_another_live_version_is_refused(registry):
    promoted(registry, 1.0)
    promoted(registry, 2.0)
    tampered(registry, "UPDATE transitions SET number = 1 WHERE sequence = 9")
    with pytest.raises(TamperingError, match="the chain of 'small' is broken at link 9"):
        registry.live("small")


def test_a_version_whose_link_is_gone_is_refused(registry):
    promoted(registry)
    tampered(registry, "DELETE FROM transitions WHERE sequence = 1")
    with pytest.raises(TamperingError, match="0 links say that version 1 of 'small' was added"):
        registry.live("small")


@pytest.mark.parametrize("number", ["1", 1.0, True, None, -1, 2**40])
def test_what_is_no_number_of_a_version_is_refused(registry, number):
    registry.add(small(), "first", author="ann")
    with pytest.raises(RegistryError, match="number: a version or revision number is expected"):
        registry.version("small", number)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", None, 5, "", "x" * 201])
def test_what_is_no_name_is_refused(registry, name):
    registry.add(small(), "first", author="ann")
    for look in (lambda: registry.history(name), lambda: registry.live(name)):
        with pytest.raises(RegistryError, match=r"^name: "):
            look()
    with pytest.raises(RegistryError, match=r"^environment: "):
        registry.live("small", name)


def test_a_live_version_moves_only_from_the_revision_that_was_seen(registry, url):
    promoted(registry)

    async def move(seen):
        database = Database(read_address(url))
        try:
            async with database.writing() as session:
                card = await store.scorecard_row(session, "small", lock=True)
                await store.make_live(session, card, "production", 1, seen)
        finally:
            await database.close()

    with pytest.raises(ConflictError, match="has changed; look again"):
        asyncio.run(move(0))
    assert live_number(registry) == 1


# whether there is any row is a question to the first one, which a plan calls a scan all the same
FIRST_ROW = re.compile(r"FROM \w+\s+LIMIT")


def test_no_question_reads_a_whole_table(tmp_path):
    path, asked = tmp_path / "scores.db", []
    with opened(f"sqlite:///{path}") as registry:
        promoted(registry)
        engine = registry._registry._database._engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
        for moment in (None, NOON):
            registry.live("small", as_of=moment)
        registry.version("small", 1)
        promoted(registry, 2.0)
        registry.history("small")
    reading = sqlite3.connect(path)
    plans = [
        row[3]
        for sql, values in asked
        if sql.startswith("SELECT") and not FIRST_ROW.search(sql)
        for row in reading.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    ]
    reading.close()
    assert len(plans) > 10
    assert [plan for plan in plans if "SCAN" in plan and "environments" not in plan] == []
