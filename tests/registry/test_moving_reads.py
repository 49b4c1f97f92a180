"""What a move looks at: no more than it hangs on, and all of that as it was written."""

import asyncio

import pytest
from sqlalchemy import event

from scoring_kit.errors import TamperingError
from scoring_kit.registry import store
from scoring_kit.registry.asynchronous import AsyncRegistry
from tests.registry.raw import tampered
from tests.registry.registries import approved, live_number, promoted
from tests.registry.studies import TABLE, tiered


def rows_read(registry, move):
    """Return how many transitions a move takes out of the database."""
    seen, transition_of = [], store.transition_of

    def watched(name, row):
        seen.append(row.sequence)
        return transition_of(name, row)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "transition_of", watched)
        move()
    return len(seen)


def test_a_move_reads_as_much_of_a_long_history_as_of_a_short_one(registry):
    promoted(registry, 1.0)

    def a_life(weight):
        number = approved(registry, weight)
        read = rows_read(registry, lambda: registry.promote("small", number, "go", by="ann"))
        assert live_number(registry) == number
        return read

    first = a_life(2.0)
    for weight in range(3, 8):
        promoted(registry, float(weight))
    assert a_life(8.0) == first < 8


def test_statements_of_a_move_do_not_grow_with_the_history(registry):
    asked = []
    engine = registry._registry._database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements(weight):
        number = approved(registry, weight)
        asked.clear()
        registry.promote("small", number, "go", by="ann")
        return len(asked)

    statements(1.0)  # nothing was live before it
    second = statements(2.0)
    for weight in range(3, 6):
        promoted(registry, float(weight))
    assert statements(6.0) == second


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE versions SET author = 'zoe' WHERE number = 1", "is not the one that the chain s"),
        ("UPDATE transitions SET actor = 'zoe' WHERE sequence = 1", "broken at link 1: its fields"),
        ("UPDATE transitions SET actor = 'zoe' WHERE sequence = 3", "broken at link 3: its fields"),
        ("UPDATE transitions SET policy = evidence WHERE sequence = 3", "broken at link 3"),
        (
            "DELETE FROM transitions WHERE sequence = 1",
            "0 links say that version 1 of 'small' was added",
        ),
    ],
)
def test_what_an_approval_hangs_on_cannot_be_changed_before_it_counts(registry, change, message):
    number = approved(registry)  # links 1 to 3: add by ann, propose, approve by bob
    tampered(registry, change)
    with pytest.raises(TamperingError, match=message):
        registry.promote("small", number, "go", by="ann")


def test_an_approval_that_was_only_written_into_the_database_brings_nothing_live(registry):
    approved(registry)
    registry.reject("small", 1, "no", by="carol")
    change = "UPDATE transitions SET action = 'approve', \"after\" = 'approved' WHERE sequence = 4"
    tampered(registry, change)
    with pytest.raises(TamperingError, match="broken at link 4: its fields"):
        registry.promote("small", 1, "go", by="ann")


def test_programs_that_wait_for_nothing_propose_on_a_table_too(strict_url):
    async def run():
        async with AsyncRegistry(strict_url) as registry:
            await registry.add(tiered(8), "first", "ann")
            await registry.propose("small", 1, "ready", by="ann", data=TABLE, sample="ten")
            evidence = await registry.evidence("small", 1)
            report = await registry.report("small", 1)
            return evidence, report, await registry.artefact(report.sha256)

    evidence, report, again = asyncio.run(run())
    assert (evidence.sample.name, evidence.report) == ("ten", report.sha256)
    assert again == report
