import asyncio

import pytest

from scoring_kit.registry import AsyncRegistry
from scoring_kit.service.principals import Principals, credential_of
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings

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
