from scoring_kit.registry.registry import Registry
from tests.registry.migrations.dumping import (
    dumped_postgresql,
    dumped_sqlite,
    fill,
    restored,
    told,
)
from tests.registry.migrations.shapes import shape
from tests.registry.migrations.test_upgrading import in_database


def test_what_is_dumped_today_comes_back_whole(copies, url, clock):
    with Registry(url, clock=clock) as registry:
        fill(registry, clock)
        before = told(registry)
    # what it has to hold for the dump of a revision to say anything
    assert before["verified"] == [2, 5, 23]
    assert {entry["code"] for entry in before["audit"]} == {"author", "done"}
    other = copies.empty()
    if url.startswith("sqlite"):
        restored(other, dumped_sqlite(url))
    else:
        restored(other, dumped_postgresql(copies.kind.server, url))
    with Registry(other) as registry:
        assert told(registry) == before
    assert in_database(other, shape) == in_database(url, shape)
