import asyncio

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.policies import audit_message
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered
from tests.registry.registries import keyed, small

WEEK, DAY = Policy(max_age_days=7), Policy(max_age_days=1)


@pytest.fixture
def cards(strict):
    """Give a registry with the scorecards `small` and `other`."""
    strict.add(small(), "first", author="ann")
    strict.add(small(name="other"), "first", author="ann")
    return strict


def test_where_nobody_set_a_policy_the_strict_one_counts(cards):
    assert cards.policy() == cards.policy("small") == Policy()


def test_a_scorecards_own_policy_counts_before_that_of_the_registry(cards):
    cards.set_policy(WEEK, "for all", by="carol")
    cards.set_policy(DAY, "for one", by="carol", name="small")
    cards.set_policy(Policy(), "for all again", by="carol")
    assert (cards.policy("small"), cards.policy("other"), cards.policy()) == (
        DAY, Policy(), Policy()
    )  # fmt: skip


def test_the_newest_policy_counts_and_the_audit_tells_of_each(cards):
    for policy in (WEEK, DAY, WEEK):
        cards.set_policy(policy, "try", by="carol", name="small")
    assert cards.policy("small") == WEEK
    told = [entry for entry in cards.audit() if entry.action == "set_policy"]
    assert [(entry.actor, entry.scorecard) for entry in told] == [("carol", "small")] * 3
    digest = told[0].message.split()[1].rstrip(":")
    assert told[0].message == told[2].message == audit_message(digest, "try")
    assert cards.artefact(digest).content == WEEK.to_json()
    assert cards.verify().scorecards == 2


def test_what_is_no_policy_or_no_scorecard_is_refused(cards):
    with pytest.raises(TypeError, match="policy: a Policy is expected, found dict"):
        cards.set_policy({"evidence": False}, "why", by="carol")
    with pytest.raises(RegistryError, match="no scorecard 'smal'; did you mean 'small'"):
        cards.set_policy(WEEK, "why", by="carol", name="smal")
    with pytest.raises(RegistryError, match="message: found nothing that can be read"):
        cards.set_policy(WEEK, " ", by="carol")
    with pytest.raises(RegistryError, match="no scorecard 'smal'"):
        cards.policy("smal")
    assert cards.policy() == Policy()


def test_where_there_are_keys_only_an_admin_sets_a_policy(strict_url):
    keys = keyed(strict_url, ann=["author", "approve"])
    with Registry(strict_url, key=keys["ann"]) as ann:
        with pytest.raises(RegistryError, match="admin"):
            ann.set_policy(Policy(evidence=False), "for five minutes")
        assert ann.policy() == Policy()
    with Registry(strict_url, key=keys["root"]) as root:
        root.set_policy(WEEK, "a week")
        assert root.policy() == WEEK
        assert root.audit()[-1].identity == f"key {keys['root'].id}"


def test_a_policy_that_was_changed_is_refused_wherever_it_counts(cards):
    cards.set_policy(WEEK, "a week", by="carol")
    empty = "X'7b7d'" if cards._registry._address.is_sqlite else "decode('7b7d', 'hex')"
    tampered(cards, f"UPDATE artefacts SET content = {empty}")
    for look in (cards.policy, lambda: cards.propose("small", 1, "ready", by="ann")):
        with pytest.raises(TamperingError, match="was changed behind the registry's back"):
            look()


def test_policies_that_are_set_at_once_are_all_told_of(strict_url):
    async def run():
        async with AsyncRegistry(strict_url) as registry:
            days = range(1, 9)
            setting = (
                registry.set_policy(Policy(max_age_days=day), f"{day}", by="carol") for day in days
            )
            await asyncio.gather(*setting)
            return await registry.policy(), await registry.verify()

    policy, verified = asyncio.run(run())
    assert policy.max_age_days in range(1, 9)
    assert verified.entries == 8
