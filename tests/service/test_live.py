import asyncio
import sqlite3

import pytest

from scoring_kit.errors import TamperingError
from scoring_kit.registry import AsyncRegistry, Registry
from scoring_kit.service.live import LiveVersions, Wanted
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings
from tests.cards import card, criterion
from tests.service.served import WIDE, Registered, Served


def weighted(weight):
    """Return a card whose score is twice the age for the weight 2."""
    return card(criterion("age", weight=weight), name="plain", aggregate="sum")


@pytest.fixture
def plain(tmp_path):
    return Registered(tmp_path, weighted(1))


def movers(registered):
    """Return the keys of an author and of an approver, as they have them at another machine."""
    return registered.key("ann", "author"), registered.key("bob", "approve")


def promoted(registered, keys, weight):
    """Bring another version of `plain` live."""
    author, approver = keys
    with Registry(registered.url, key=author) as registry:
        number = registry.add(weighted(weight), "more").number
        registry.propose("plain", number, "more")
    with Registry(registered.url, key=approver) as registry:
        registry.approve("plain", number, "more")
        registry.promote("plain", number, "more")


def found(registered, *wanted, **settings):
    """Return the numbers of versions that are asked for, or the codes of refusals."""

    async def run():
        async with AsyncRegistry(registered.url, key="") as registry:
            live = LiveVersions(registry, Settings(**settings))
            results = [await outcome(live.of(each)) for each in wanted]
            await live.close()
            return results

    return asyncio.run(run())


async def outcome(asked):
    try:
        return (await asked).number
    except ServiceError as error:
        return error.status, error.code


def test_the_live_version_is_found_and_a_named_one(plain):
    live = Wanted("plain", "production")
    assert found(plain, live, live._replace(number=1)) == [1, 1]


REFUSED = {
    "nothing is live": (Wanted("plain", "staging"), (404, "not_live")),
    "no such scorecard": (Wanted("other", "production"), (404, "unknown")),
    "no such environment": (Wanted("plain", "nowhere"), (404, "unknown")),
    "no such version": (Wanted("plain", "production", 7), (404, "unknown")),
    "not approved there": (Wanted("plain", "staging", 1), (409, "not_approved")),
    "no name": (Wanted("\0", "production"), (422, "text")),
}


@pytest.mark.parametrize(("wanted", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_there_is_refused(plain, wanted, refusal):
    assert found(plain, wanted) == [refusal]


def test_a_draft_is_never_served(plain):
    with Registry(plain.url, key=plain.key("author", "author")) as registry:
        number = registry.add(weighted(5), "a draft").number
    assert found(plain, Wanted("plain", "production", number)) == [(409, "not_approved")]


def test_a_change_of_the_live_version_is_seen_within_its_time(plain):
    keys = movers(plain)
    with Served(plain, freshness=0.05) as service:
        before = service.score({"row": {"age": 3}}, name="plain").json()
        promoted(plain, keys, 2)
        service.runner.run(asyncio.sleep(0.06))
        after = service.score({"row": {"age": 3}}, name="plain").json()
        pinned = service.score({"row": {"age": 3}}, name="plain", query="?version=1").json()
    scores = [(each["version"], each["result"]["score"]) for each in (before, after, pinned)]
    assert scores == [(1, 3.0), (2, 6.0), (1, 3.0)]


def test_no_request_is_lost_while_the_live_version_changes(plain):
    """Each answer is that of the version that it names."""

    async def many(service, answers):
        path = "/v1/scorecards/plain/score"
        while not any(answer.get("version") == 4 for answer in answers[-8:]):
            asked = [
                service.asked("POST", path, json={"row": {"age": 3}}, key=plain.score)
                for _ in range(8)
            ]
            found = await asyncio.gather(*asked)
            assert {answer.status_code for answer in found} == {200}
            answers += [answer.json() for answer in found]

    async def changed(service, answers):
        asking = asyncio.ensure_future(many(service, answers))
        for weight in (2, 3, 4):
            await asyncio.to_thread(promoted, plain, keys, weight)
        await asyncio.wait_for(asking, 60)

    keys, answers = movers(plain), []
    with Served(plain, freshness=0.02) as service:
        service.runner.run(changed(service, answers))
    assert all(answer["result"]["score"] == 3.0 * answer["version"] for answer in answers)


def test_a_version_that_was_changed_behind_the_registry_is_not_served(tmp_path, caplog):
    registered = Registered(tmp_path, WIDE)
    with sqlite3.connect(tmp_path / "scores.db") as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE versions SET document = replace(document, '0.25', '0.95')")
    database.close()
    with Served(registered) as service:
        answer = service.score({"row": {}})
    assert (answer.status_code, answer.json()["code"]) == (500, "tampered")
    (record,) = [each for each in caplog.records if each.name == "scoring_kit.service"]
    assert answer.json()["request_id"] in record.getMessage()
    assert isinstance(record.exc_info[1].__cause__, TamperingError)
