import asyncio
import threading

import pytest

import scoring_kit as sk
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.registry import Registry
from tests.registry.registries import promoted, small
from tests.registry.watched import TABLE, Watched, raising


def test_many_runs_at_once_are_all_recorded(live_url):
    async def run():
        async with AsyncRegistry(live_url) as registry:
            made = await asyncio.gather(
                *(registry.score("small", TABLE, key="id", by=f"p{i}") for i in range(6))
            )
            listed = await registry.runs("small")
            return made, listed

    made, listed = asyncio.run(run())
    assert {run.id for run in made} == {run.id for run in listed}
    assert {run.status for run in listed} == {"done"}
    assert {run.result for run in made} == {made[0].result}
    assert made[0].scores.to_pandas()["version"].tolist() == [1, 1, 1]


def test_scoring_leaves_the_loop_free_and_is_done_in_another_thread(live_url):
    async def run():
        async with AsyncRegistry(live_url) as registry:
            loop, reached, seen = asyncio.get_running_loop(), asyncio.Event(), []
            go_on = threading.Event()

            def look():
                seen.append(threading.current_thread())
                loop.call_soon_threadsafe(reached.set)
                go_on.wait(30)

            scoring = asyncio.create_task(registry.score("small", Watched(look), key="id"))
            await reached.wait()
            [running] = await registry.runs("small")  # with the run in the middle
            go_on.set()
            return running.status, (await scoring).status, seen

    before, after, seen = asyncio.run(run())
    assert (before, after) == ("running", "done")
    assert seen[0] is not threading.main_thread()


def test_one_that_is_cancelled_is_recorded_as_failed(live_url):
    async def run():
        async with AsyncRegistry(live_url) as registry:
            loop, reached, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

            def look():
                loop.call_soon_threadsafe(reached.set)
                go_on.wait(30)

            scoring = asyncio.create_task(registry.score("small", Watched(look), key="id"))
            await reached.wait()
            scoring.cancel()
            with pytest.raises(asyncio.CancelledError):
                await scoring
            go_on.set()
            return await registry.runs("small")

    [found] = asyncio.run(run())
    assert (found.status, found.error) == ("failed", "CancelledError: somebody stopped it")


def test_one_that_fails_is_recorded_as_failed(live_url):
    async def run():
        async with AsyncRegistry(live_url) as registry:
            with pytest.raises(MemoryError):
                await registry.score("small", raising(MemoryError()), key="id")
            return await registry.runs("small", status="failed")

    assert len(asyncio.run(run())) == 1


def test_a_version_that_goes_live_in_the_middle_of_a_run_changes_nothing_of_it(live_url):
    def look():
        with Registry(live_url) as other:
            promoted(other, 2.0)

    with Registry(live_url) as registry:
        made = registry.score("small", Watched(look), key="id")
        assert (made.version, registry.live("small").version.number) == (1, 2)
    plain = sk.score(small(1.0), TABLE, key="id").to_pandas()
    assert made.scores.to_pandas()["score"].tolist()[:2] == plain["score"].tolist()[:2]


def test_a_registry_that_is_closed_in_the_middle_of_a_run_leaves_it_to_the_next_opening(live_url):
    registry = Registry(live_url)
    with pytest.raises(sk.ScoringError, match="this registry is closed"):
        registry.score("small", Watched(registry.close), key="id")
    with Registry(live_url) as opened:
        [found] = opened.runs("small")
    assert (found.status, found.error) == (
        "lost", "its end could not be written, and nothing works on it any more",
    )  # fmt: skip
