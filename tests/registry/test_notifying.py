import asyncio
import functools
import json
import threading
import warnings

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError
from scoring_kit.registry import notifying
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.events import Event
from scoring_kit.registry.notifying import Notifier
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.changes import changes
from tests.registry.copies import no_version
from tests.registry.raw import tampered
from tests.registry.registries import (
    approved,
    keyed,
    live_number,
    promoted,
    small,
)
from tests.registry.studies import evidenced, tiered
from tests.registry.test_events import LINK


def told_by(hook, *events, seconds=10.0):
    """Return what of some events a hook could not be told."""
    failures = []

    async def fail(failure):
        failures.append(failure)

    async def run():
        notifier = Notifier(hook, seconds=seconds)
        for event in events:
            notifier.put(event)
        await notifier.tell(fail)

    asyncio.run(run())
    return failures


# ---- a hook --------------------------------------------------------------------------------


def functions(told):
    """Return ways to write a function that is told."""

    async def waits(event):
        await asyncio.sleep(0)
        told.append(event)

    class Thing:
        def __call__(self, event):
            told.append(event)

    class Waits:
        async def __call__(self, event):
            told.append(event)

    partial = functools.partial(lambda more, event: told.append(event), 1)
    return [told.append, waits, Thing(), Waits(), partial, lambda event: waits(event)]


@pytest.mark.parametrize("which", range(6))
def test_a_function_of_any_kind_is_told_in_order(which):
    told, events = [], [Event(LINK, (str(number),)) for number in range(3)]
    assert told_by(functions(told)[which], *events) == []
    assert told == events


@pytest.mark.parametrize("words", ["mail ann", [], [1], None, 3, ["mail", None]])
def test_what_can_be_told_nothing_is_refused(words):
    with pytest.raises(RegistryError, match="notify: a function is expected, or a"):
        Notifier(words)


@pytest.mark.parametrize(
    ("error", "text"),
    [(ValueError("no such room"), "ValueError: no such room"), (SystemExit(3), "SystemExit(3)"),
     (StopIteration(), "StopIteration"), (TimeoutError("no answer"), "TimeoutError: no answer")],
)  # fmt: skip
def test_a_hook_that_fails_keeps_no_other_event_from_being_told(error, text):
    told = []

    def hook(event):
        told.append(event)
        if len(told) == 1:
            raise error

    (failure,) = told_by(hook, Event(LINK, ("1",)), Event(LINK, ("2",)))
    assert [event.changes for event in told] == [("1",), ("2",)]
    assert text in str(failure)
    assert str(failure).startswith("approve version 2 of 'small' in production is done, but tell")


@pytest.mark.parametrize("is_async", [True, False])
def test_a_function_that_takes_too_long_is_not_waited_for(is_async):
    never = threading.Event()

    async def waits(event):
        await asyncio.Event().wait()

    hook = waits if is_async else lambda event: never.wait(60)
    (failure,) = told_by(hook, Event(LINK), seconds=0.1)
    never.set()
    assert failure.text == "it took longer than 0.1 seconds"


# ---- of a registry -------------------------------------------------------------------------


def test_what_is_told_is_the_move_once_it_is_written(url):
    told = []

    def hook(event):
        told.append((event, list(registry.history("small"))))  # nothing is locked

    with Registry(url, notify=hook) as registry:
        promoted(registry, 1.0)
        promoted(registry, 2.0)
        registry.rollback("small", 2, "bad", by="bob")
    assert [(e.action, e.number) for e, _ in told] == [
        ("propose", 1), ("approve", 1), ("promote", 1), ("propose", 2), ("approve", 2),
        ("promote", 2), ("rollback", 1),
    ]  # fmt: skip
    assert [event.transition for event, _ in told] == [links[-1] for _, links in told]


def test_what_changes_is_told_in_words_where_there_is_evidence(strict_url, clock):
    told = []
    with Registry(strict_url, clock=clock, notify=told.append) as registry:
        evidenced(registry, 6)
        evidenced(registry, 8, 6)
        registry.rollback("small", 2, "bad", by="bob")
    words = tuple(map(str, changes(tiered(6), tiered(8))))
    assert len(words) == 1
    assert [event.changes for event in told] == [(), (), (), words, words, words, ()]


def test_what_is_refused_is_told_to_nobody(url):
    told = []
    with Registry(url, notify=told.append) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.raises(RegistryError, match="it is draft there"):
            registry.approve("small", 1, "mine", by="ann")
    assert told == []


def test_a_command_is_told(url, tmp_path):
    script = f"cat >> '{tmp_path}/told'; echo >> '{tmp_path}/told'"
    with Registry(url, notify=["/bin/sh", "-c", script]) as registry:
        promoted(registry)
    lines = (tmp_path / "told").read_text().splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["propose", "approve", "promote"]


def test_a_move_stands_where_its_hook_fails_and_a_warning_and_the_audit_say_so(url):
    def hook(event):
        raise ConnectionError("cannot reach https://example.com/rooms/s3cret")

    message = "propose version 1 of 'small' in production is done, but telling of it failed: Conn"
    with Registry(url, notify=hook) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.warns(UserWarning, match=message) as caught:
            registry.propose("small", 1, "ready", by="ann")
        assert caught[0].filename == __file__  # where it was asked for
        assert registry.history("small")[-1].after == "proposed"
        last = registry.audit()[-1]
        registry.verify()
    assert (last.actor, last.action, last.scorecard, last.number, last.environment, last.code) == (
        "ann", "notify", "small", 1, "production", "not_told"
    )  # fmt: skip
    assert last.message.endswith("failed: ConnectionError")
    assert "s3cret" not in last.message


def test_a_failure_that_cannot_be_kept_is_still_a_warning_only(url):
    def hook(event):
        tampered(registry, "ALTER TABLE audit RENAME TO elsewhere")
        raise ValueError("and there is no audit")

    with Registry(url, notify=hook) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.warns(UserWarning, match=r"no audit .*this refusal is not in the audit"):
            registry.propose("small", 1, "ready", by="ann")
        assert registry.history("small")[-1].after == "proposed"


def test_a_hook_that_hangs_holds_nobody_up_for_long(url, monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(notifying, "SECONDS", 0.1)
    with Registry(url, notify=lambda event: never.wait(60)) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.warns(UserWarning, match=r"took longer than 0\.1 seconds"):
            registry.propose("small", 1, "ready", by="ann")
        registry.names()
    never.set()


def test_a_hook_may_move_versions_itself(url):
    order = []

    def hook(event):
        order.append((event.action, "told"))
        if event.action == "approve":
            registry.promote("small", event.number, "at once", by="robot")
            order.append(("promote", "returned"))

    with Registry(url, notify=hook) as registry:
        approved(registry)
        assert live_number(registry) == 1
    assert order == [
        ("propose", "told"), ("approve", "told"), ("promote", "returned"), ("promote", "told"),
    ]  # fmt: skip


def test_a_hook_may_move_versions_of_another_registry_whose_hook_is_told_as_well(url, copies):
    order = []

    def here(event):
        order.append(("here", event.action))
        if event.action == "approve":
            promoted(there)

    def back(event):
        order.append(("there", event.action))
        if event.action == "approve":
            registry.reject("small", 1, "not yet", by="robot")

    with (
        Registry(copies.of(no_version), notify=back) as there,
        Registry(url, notify=here) as registry,
    ):
        approved(registry)
    told = [("there", action) for action in ("propose", "approve", "promote")]
    own = [("here", action) for action in ("propose", "approve")]
    assert order == [*own, *told, ("here", "reject")]


def test_events_are_told_in_the_order_of_the_history_when_many_move_at_once(url):
    told = []

    async def hook(event):
        await asyncio.sleep(0.001 * (len(told) % 3))
        told.append(event)

    class Slow(AsyncRegistry):
        """Hears late that its first move was written."""

        async def _moved(self, asked, study):
            found = await super()._moved(asked, study)
            await asyncio.sleep(0.1 if asked.number == 1 else 0)
            return found

    async def run():
        async with Slow(url, notify=hook) as registry:
            for weight in range(1, 9):
                await registry.add(small(float(weight)), "next", "ann")
            moves = (registry.propose("small", n, "ready", by="ann") for n in range(1, 9))
            await asyncio.gather(*moves)
            return await registry.history("small")

    links = [link for link in asyncio.run(run()) if link.action == "propose"]
    assert [event.transition for event in told] == links


def test_in_the_hands_of_somebody_else_a_registry_tells_the_same_hook(url):
    keys, told = keyed(url, ann="author"), []

    async def run():
        async with AsyncRegistry(url, key=keys["root"], notify=told.append) as registry:
            ann = registry.with_key(keys["ann"])
            await ann.add(small(), "first")
            await ann.propose("small", 1, "ready")

    asyncio.run(run())
    assert [(event.who, event.transition.identity) for event in told] == [
        ("ann", f"key {keys['ann'].id}")
    ]


def test_a_program_that_waits_for_nothing_is_warned_as_well(url):
    def hook(event):
        raise ValueError("no such room")

    async def run():
        async with AsyncRegistry(url, notify=hook) as registry:
            await registry.add(small(), "first", "ann")
            await registry.propose("small", 1, "ready", by="ann")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(run())
    assert [str(warning.message)[-12:] for warning in caught] == ["no such room"]


# ---- whoever does not wait -----------------------------------------------------------------


def test_a_move_that_was_kept_is_told_although_its_answer_is_not_waited_for(url, monkeypatch):
    told, commit = [], AsyncSession.commit

    async def run():
        kept = asyncio.Event()

        async def slowly(session):
            await commit(session)
            kept.set()
            await asyncio.sleep(0.01)

        async with AsyncRegistry(url, notify=told.append) as registry:
            await registry.add(small(), "first", "ann")
            with monkeypatch.context() as patched:
                patched.setattr(AsyncSession, "commit", slowly)
                moving = asyncio.create_task(registry.propose("small", 1, "ready", by="ann"))
                await kept.wait()
                moving.cancel()
                with pytest.raises(asyncio.CancelledError, match=r"^$"):
                    await moving
            return await registry.history("small")

    history = asyncio.run(run())
    assert [event.transition for event in told] == [history[-1]]


def test_a_hook_is_told_to_the_end_although_nobody_waits_for_it(url):
    told = []

    async def run():
        begun, enough = asyncio.Event(), asyncio.Event()

        async def hook(event):
            begun.set()
            await enough.wait()
            told.append(event.action)

        async with AsyncRegistry(url, notify=hook) as registry:
            await registry.add(small(), "first", "ann")
            moving = asyncio.create_task(registry.propose("small", 1, "ready", by="ann"))
            await begun.wait()
            moving.cancel()
            with pytest.raises(asyncio.CancelledError, match=r"^$"):
                await moving
            enough.set()

    asyncio.run(run())
    assert told == ["propose"]


def test_a_hook_may_close_its_registry(url):
    closed = threading.Event()

    def hook(event):
        registry.close()
        closed.set()

    registry = Registry(url, notify=hook)
    registry.add(small(), "first", author="ann")
    with pytest.raises(RegistryError, match="this registry was closed before it answered"):
        registry.propose("small", 1, "ready", by="ann")
    assert closed.wait(60)
    with Registry(url) as registry:
        assert "notify" not in [entry.action for entry in registry.audit()]
