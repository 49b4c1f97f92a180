import asyncio

import pytest

from scoring_kit.registry import AsyncRegistry
from scoring_kit.service.principals import MOST, Principals, Strangers, credential_of
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from tests.service.served import Registered

CREDENTIALS = {
    "key": ([(b"x-api-key", b" sk_1 ")], b"sk_1"),
    "bearer": ([(b"authorization", b"bearer sk_1")], b"sk_1"),
}


@pytest.mark.parametrize(("headers", "found"), CREDENTIALS.values(), ids=CREDENTIALS)
def test_a_credential_is_found(headers, found):
    assert credential_of(headers) == found


NONE = {
    "nothing": [],
    "empty": [(b"x-api-key", b"")],
    "another scheme": [(b"authorization", b"Basic c2s6")],
    "two": [(b"x-api-key", b"sk_1"), (b"authorization", b"Bearer sk_1")],
    "twice": [(b"x-api-key", b"sk_1"), (b"x-api-key", b"sk_2")],
    "very long": [(b"x-api-key", b"x" * 10_000)],
}


@pytest.mark.parametrize("headers", NONE.values(), ids=NONE)
def test_what_is_no_single_credential_is_refused(headers):
    with pytest.raises(ServiceError, match="401 unauthorized"):
        credential_of(headers)


class Counting:
    """Counts how often a registry is asked whose a key is."""

    def __init__(self, registry):
        self.registry, self.count = registry, 0

    async def principal(self, key):
        self.count += 1
        return await self.registry.principal(key)


def asked(registered, key, times, **settings):
    """Return how often the registry was asked for the holder of a key, and who it is."""

    async def run():
        async with AsyncRegistry(registered.url, key="") as registry:
            counting = Counting(registry)
            found = Principals(counting, Settings(**settings))
            headers = [(b"x-api-key", key.encode())]
            results = [await outcome(found.of(headers)) for _ in range(times)]
            await found.close()
            return counting.count, results

    return asyncio.run(run())


async def outcome(asked):
    try:
        return (await asked).user
    except ServiceError as error:
        return error.status


def test_the_registry_is_asked_once_a_second_for_a_key(registered):
    assert asked(registered, registered.score.reveal(), 5) == (1, ["app"] * 5)


def test_it_is_asked_again_when_that_is_over(registered):
    count, results = asked(registered, registered.score.reveal(), 3, freshness=1e-9)
    assert (count, results) == (3, ["app"] * 3)


def test_a_key_that_is_none_is_refused_and_asked_for_once(registered):
    unknown = "sk_" + "0" * 12 + "_" + "0" * 64
    assert asked(registered, unknown, 5) == (1, [401] * 5)


def test_a_token_is_refused_where_none_are_expected(registered):
    assert asked(registered, "a.b.c", 2) == (0, [401] * 2)


def test_whoever_invents_keys_is_told_to_come_back_and_known_keys_are_let_in():
    strangers, invented = Strangers(2, clock=lambda: 5.0), [bytes([n]) for n in range(4)]
    strangers.let_in(b"known")
    for key in invented[:2]:
        strangers.check(key)
        strangers.refused(key)
    with pytest.raises(ServiceError, match="429 strangers") as refusal:
        strangers.check(invented[2])
    assert refusal.value.headers == {"Retry-After": "1"}
    strangers.check(b"known")
    strangers.refused(b"known")
    with pytest.raises(ServiceError, match="429 strangers"):
        strangers.check(b"known")


def test_in_the_next_second_others_are_looked_up():
    times = iter([5.0, 5.2, 6.0])
    strangers = Strangers(1, clock=lambda: next(times))
    strangers.check(b"1")
    with pytest.raises(ServiceError, match="429 strangers"):
        strangers.check(b"2")
    strangers.check(b"2")


def test_few_keys_are_known():
    strangers = Strangers(1, clock=lambda: 5.0)
    for number in range(MOST + 1):
        strangers.let_in(str(number).encode())
    strangers.check(b"a stranger")
    strangers.check(b"1")
    with pytest.raises(ServiceError, match="429 strangers"):
        strangers.check(b"0")


def test_the_audit_is_told_of_few_invented_keys(tmp_path):
    made = Registered(tmp_path)

    async def run():
        async with AsyncRegistry(made.url, key="") as registry:
            before = len(await registry.audit())
            found = Principals(registry, Settings(refusals=1))
            invented = [f"sk_{n:012x}_{n:064x}".encode() for n in range(30)]
            asked = [outcome(found.of([(b"x-api-key", key)])) for key in invented]
            results = await asyncio.gather(*asked)
            await found.close()
            return results, len(await registry.audit()) - before

    results, told = asyncio.run(run())
    assert set(results) <= {401, 429}
    assert results.count(401) == told
    assert told < 30
