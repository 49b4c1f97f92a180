import asyncio
import sqlite3

import pytest
from sqlalchemy import event

from scoring_kit.errors import RegistryError
from scoring_kit.registry import AsyncRegistry
from tests.registry.registries import opened, promoted, small


def asked(registry, *calls):
    """Return the answers of a registry to these methods with their arguments."""
    return [registry._run(getattr(registry._registry, name)(*given)) for name, given in calls]


def test_scorecards_come_by_name_a_part_after_the_other(registry):
    promoted(registry)
    for name in ("c", "a", "b"):
        registry.add(small().model_copy(update={"name": name}), "first", author="ann")
    first, second = asked(
        registry,
        ("scorecards_after", ("", 3, "production")),
        ("scorecards_after", ("c", 3, "production")),
    )
    assert [(each.scorecard, each.live) for each in first] == [("a", {}), ("b", {}), ("c", {})]
    assert [(x.scorecard, x.versions, x.live) for x in second] == [("small", 1, {"production": 1})]


def test_versions_come_from_the_newest_on(registry):
    for weight in (1, 2, 3):
        registry.add(small(weight), f"weight {weight}", author="ann")
    first, second = asked(
        registry, ("versions_before", ("small", 2**31 - 1, 2)), ("versions_before", ("small", 2, 2))
    )
    assert [each.number for each in first + second] == [3, 2, 1]
    version = registry.version("small", 3)
    assert first[0].sha256 == version.sha256
    assert (first[0].message, first[0].created) == ("weight 3", version.created)


def test_what_is_not_there_is_refused(registry):
    with pytest.raises(RegistryError, match="no environment 'nowhere'"):
        asked(registry, ("scorecards_after", ("", 3, "nowhere")))
    with pytest.raises(RegistryError, match="no scorecard 'other'"):
        asked(registry, ("versions_before", ("other", 3, 3)))


def test_no_part_reads_or_sorts_more_than_it_shows(tmp_path):
    path, questions = tmp_path / "scores.db", []
    with opened(f"sqlite:///{path}") as registry:
        promoted(registry)

    async def ask():
        async with AsyncRegistry(f"sqlite:///{path}") as registry:
            engine = registry._database._engine.sync_engine
            event.listen(engine, "before_cursor_execute", lambda *a: questions.append((a[2], a[3])))
            await registry.scorecards_after("a", 5, "production")
            await registry.versions_before("small", 9, 5)

    asyncio.run(ask())
    with sqlite3.connect(path) as reading:
        plans = [
            row[3]
            for sql, values in questions
            if "LIMIT" in sql
            for row in reading.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    reading.close()
    assert any("name>?" in plan for plan in plans)
    assert any("scorecard_id=? AND number<?" in plan for plan in plans)
    assert [plan for plan in plans if "SCAN" in plan or "TEMP B-TREE" in plan] == []
