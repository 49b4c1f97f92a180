"""Who may write: tried through the registry, as nothing else opens its transactions."""

import asyncio

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.keys import KEY_VARIABLE, new_key
from scoring_kit.registry.registry import Registry
from tests.registry.registries import Keyed, keyed, live_number, small

CYRILLIC_ANN = "\u0430nn"


PEOPLE = Keyed(ann="author", bob="approve")


def nobody(registry):
    """Fill a registry with no keys."""


@pytest.fixture
def url(copies, request):
    return copies.of(PEOPLE if "keys" in request.fixturenames else nobody)


@pytest.fixture
def keys(url):
    """Give the keys of a registry: of root, an admin, ann, an author, and bob, an approver."""
    return PEOPLE.keys(url)


def writes(registry, by=None):
    """Return everything that writes, by the scope that it takes."""
    name = ("small", 1, "so be it")
    return {
        "author": [
            lambda: registry.add(small(), "first", by),
            lambda: registry.propose(*name, by=by),
        ],
        "approve": [
            lambda: registry.approve(*name, by=by),
            lambda: registry.reject(*name, by=by),
            lambda: registry.promote(*name, by=by),
            lambda: registry.rollback(*name, by=by),
        ],
        "admin": [
            lambda: registry.add_environment("europe", by=by),
            lambda: registry.add_user("carol", by=by),
            lambda: registry.add_key("ann", "author", by=by),
            lambda: registry.revoke_key("0" * 12, by=by),
        ],
    }


def every(attempts):
    return [attempt for group in attempts.values() for attempt in group]


def everything(registry):
    """Return all that a registry holds, but for what it refused."""
    done = [entry for entry in registry.audit() if entry.code == "done"]
    histories = [list(registry.history(name)) for name in registry.names()]
    return done, histories, registry.keys(), registry.users(), registry.environments()


# ---- without keys --------------------------------------------------------------------------


def test_a_registry_without_keys_takes_a_name_and_calls_it_claimed(registry):
    registry.add(small(), "first", "ann")
    registry.propose("small", 1, "ready", by="ann")
    assert [link.identity for link in registry.history("small")] == ["claimed", "claimed"]
    assert {entry.identity for entry in registry.audit()} == {"claimed"}


def test_without_a_key_and_without_a_name_nothing_is_written(strict):
    for attempt in every(writes(strict)):
        with pytest.raises(RegistryError, match="nobody is named; say who does it") as caught:
            attempt()
        assert caught.value.code == "unnamed"
    assert strict.names() == ()
    assert {entry.actor for entry in strict.audit()} == {"somebody"}


def test_a_key_of_another_registry_is_refused_where_there_are_none(registry, url):
    with Registry(url, key=new_key()) as other:
        for attempt in every(writes(other)):
            with pytest.raises(RegistryError, match="is none of this registry's"):
                attempt()
        assert other.names() == ()


# ---- with keys -----------------------------------------------------------------------------


def test_once_there_is_a_key_nothing_is_written_without_one(url, keys):
    with Registry(url) as registry:
        before = everything(registry)
        for attempt in every(writes(registry, by="root")):
            with pytest.raises(RegistryError, match="this registry has keys, and it was opened wi"):
                attempt()
        assert everything(registry) == before


def test_one_that_was_opened_before_there_were_keys_needs_one_too(registry, url):
    registry.add(small(), "first", author="ann")
    keyed(url)
    with pytest.raises(RegistryError, match="this registry has keys") as caught:
        registry.add(small(2.0), "second", author="ann")
    assert caught.value.code == "key_needed"


def test_a_revoked_key_is_a_key_all_the_same(url, keys):
    with Registry(url, key=keys["root"]) as registry:
        other = registry.add_key("root", "admin")
        registry.revoke_key(keys["root"].id)
    with Registry(url, key=other) as registry:
        registry.add_environment("europe")
    with Registry(url) as registry, pytest.raises(RegistryError, match="this registry has keys"):
        registry.add(small(), "first", author="ann")


@pytest.mark.parametrize("scope", ["author", "approve", "admin"])
def test_each_write_takes_its_scope_and_no_other(url, keys, scope):
    held = {"root": "admin", "ann": "author", "bob": "approve"}
    for name, key in keys.items():
        if held[name] == scope:
            continue
        with Registry(url, key=key) as registry:
            before = everything(registry)
            for attempt in writes(registry)[scope]:
                with pytest.raises(RegistryError, match=f"and {scope} is needed") as caught:
                    attempt()
                assert caught.value.code == "key_scope"
            assert everything(registry) == before


def test_with_a_key_the_name_is_left_out_and_the_history_says_whose_it_was(url, keys):
    with Registry(url, key=keys["ann"]) as ann, Registry(url, key=keys["bob"]) as bob:
        ann.add(small(), "first")
        ann.propose("small", 1, "ready")
        bob.approve("small", 1, "agreed")
        bob.promote("small", 1, "go")
        links = ann.history("small")
        assert [(link.actor, link.identity) for link in links] == [
            (name, f"key {keys[name].id}") for name in ("ann", "ann", "bob", "bob")
        ]
        assert ann.version("small", 1).author == "ann"
        assert ann.verify().transitions == 4
    assert [(e.actor, e.action) for e in _audit(url)][-1] == ("ann", "new_scorecard")


def _audit(url):
    with Registry(url) as registry:
        return registry.audit()


def test_a_key_may_come_from_the_environment(url, keys, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, keys["ann"].reveal() + "\n")
    with Registry(url) as registry:
        assert registry.add(small(), "first").author == "ann"
    for key, message in ((keys["bob"], "of 'bob' has the scope"), ("", "opened without one")):
        with Registry(url, key=key) as registry, pytest.raises(RegistryError, match=message):
            registry.add(small(2.0), "second", author="ann")


@pytest.mark.parametrize("name", ["bob", "anna", "root"])
def test_another_name_than_the_keys_is_refused(url, keys, name):
    with Registry(url, key=keys["ann"]) as registry:
        for attempt in writes(registry, by=name)["author"]:
            with pytest.raises(RegistryError, match=f"is that of 'ann', and {name!r} is named"):
                attempt()
        assert registry.names() == ()
        assert {(e.actor, e.code) for e in registry.audit()[-2:]} == {("ann", "key_user")}


@pytest.mark.parametrize("name", ["ann", "Ann", " ANN ", "\u200bann", "\uff41nn", CYRILLIC_ANN])
def test_the_keys_own_name_in_any_spelling_is_written_as_the_user_is(url, keys, name):
    with Registry(url, key=keys["ann"]) as registry:
        assert registry.add(small(), "first", author=name).author == "ann"


def test_a_user_of_any_name_is_known_by_a_key(url):
    name = "Zo\u0308e \u66f8 \U0001f3db '; --"
    with Registry(url) as registry:
        registry.add_user(name, by=name)
        key = registry.add_key(name, ["admin", "author"], by=name)
    with Registry(url, key=key) as registry:
        assert registry.add(small(), "first", author=name).author == "Z\u00f6e".join(
            name.split("Zo\u0308e")
        )
        registry.verify()


def test_a_wrong_secret_with_a_known_id_is_an_unknown_key(url, keys):
    wrong = f"sk_{keys['ann'].id}_{'0' * 64}"
    with Registry(url, key=wrong) as registry:
        with pytest.raises(RegistryError, match=f"key {keys['ann'].id} is none of") as caught:
            registry.add(small(), "first", author="ann")
        assert caught.value.code == "key_unknown"
        assert registry.names() == ()
        last = registry.audit()[-1]
    assert (last.actor, last.identity, last.code) == ("ann", "claimed", "key_unknown")


def test_a_key_of_another_registry_is_unknown(url, keys, tmp_path):
    other = keyed(f"sqlite:///{tmp_path / 'other.db'}", ann="author")
    message = "is none of this registry's"
    with Registry(url, key=other["ann"]) as ann, pytest.raises(RegistryError, match=message):
        ann.add(small(), "first")


def test_a_key_of_one_environment_moves_nothing_in_another(url, keys):
    with Registry(url, key=keys["root"]) as registry:
        registry.add_user("carol")
        key = registry.add_key("carol", ["author", "approve"], environments=["staging"])
    with Registry(url, key=keys["ann"]) as ann, Registry(url, key=key) as carol:
        ann.add(small(), "first")
        with pytest.raises(RegistryError, match="is for staging, not for production"):
            carol.propose("small", 1, "ready")
        for move in (carol.propose, carol.approve, carol.promote):
            move("small", 1, "so be it", environment="staging")
        assert live_number(carol, "staging") == 1
        assert live_number(carol) is None


# ---- a key that ends -----------------------------------------------------------------------


def test_a_key_revoked_a_moment_ago_writes_no_more(url, keys):
    with Registry(url, key=keys["root"]) as root, Registry(url, key=keys["ann"]) as ann:
        ann.add(small(), "first")
        root.revoke_key(keys["ann"].id)
        with pytest.raises(RegistryError, match="of 'ann' was revoked on") as caught:
            ann.add(small(2.0), "second")
        assert caught.value.code == "key_revoked"
        assert len(ann.history("small")) == 1


def test_whoever_revokes_a_key_waits_for_the_write_that_it_is_in(url, keys):
    """The guard, in the middle of an approval, starts the revocation and sees it wait."""
    order = []

    async def run():
        started = asyncio.Event()
        loop = asyncio.get_running_loop()
        revoking = []

        def guard(attempt):
            if attempt.action != "approve":
                return
            loop.call_soon_threadsafe(started.set)
            done = asyncio.run_coroutine_threadsafe(asyncio.wait(revoking, timeout=0.3), loop)
            done.result()
            order.append("approved")

        async def revoke(root):
            await started.wait()
            await root.revoke_key(keys["bob"].id)
            order.append("revoked")

        async with AsyncRegistry(url, key=keys["ann"], guards=[guard]) as registry:
            await registry.add(small(), "first")
            await registry.propose("small", 1, "ready")
            revoking.append(asyncio.create_task(revoke(registry.with_key(keys["root"]))))
            bob = registry.with_key(keys["bob"])
            await bob.approve("small", 1, "agreed")
            await revoking[0]
            with pytest.raises(RegistryError, match="was revoked"):
                await bob.reject("small", 1, "no longer")
            return (await registry.history("small"))[-1].after

    assert asyncio.run(run()) == "approved"
    assert order == ["approved", "revoked"]
