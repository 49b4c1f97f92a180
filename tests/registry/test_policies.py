import asyncio

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.policies import audit_message
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from tests.registry.copies import nothing
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


def test_a_policy_is_withdrawn_so_that_the_one_of_all_counts_again(cards):
    cards.set_policy(WEEK, "for all", by="carol")
    cards.set_policy(DAY, "for one", by="carol", name="small")
    cards.withdraw_policy("like all others", by="carol", name="small")
    assert (cards.policy("small"), cards.policy()) == (WEEK, WEEK)
    cards.withdraw_policy("nothing special", by="carol")
    assert (cards.policy("small"), cards.policy()) == (Policy(), Policy())
    cards.set_policy(DAY, "for one again", by="carol", name="small")
    assert (cards.policy("small"), cards.policy("other")) == (DAY, Policy())
    told = [(e.scorecard, e.message) for e in cards.audit() if "withdrawn" in e.message]
    assert told == [
        ("small", "policy withdrawn: like all others"), (None, "policy withdrawn: nothing special")
    ]  # fmt: skip
    assert cards.verify().scorecards == 2


def test_a_withdrawn_policy_guards_no_more_and_the_next_one_does(cards):
    cards.set_policy(Policy(evidence=False), "for one", by="carol", name="small")
    cards.withdraw_policy("as all others", by="carol", name="small")
    with pytest.raises(RegistryError, match="there is no evidence for it"):
        cards.propose("small", 1, "ready", by="ann")


def test_where_there_is_no_policy_none_is_withdrawn(cards):
    with pytest.raises(RegistryError, match="the registry has no policy, so that there is nothing"):
        cards.withdraw_policy("why not", by="carol")
    cards.set_policy(WEEK, "for all", by="carol")
    with pytest.raises(RegistryError, match="'small' has no own policy"):
        cards.withdraw_policy("why not", by="carol", name="small")
    cards.withdraw_policy("enough", by="carol")
    with pytest.raises(RegistryError, match="the registry has no policy"):
        cards.withdraw_policy("once more", by="carol")


def test_a_withdrawal_moves_with_an_export(cards, strict_url, tmp_path, copies):
    cards.set_policy(DAY, "for one", by="carol", name="small")
    cards.withdraw_policy("like all others", by="carol", name="small")
    cards.export(tmp_path / "out")
    with Registry(copies.of(nothing)) as other:
        other.import_from(tmp_path / "out", by="carol")
        assert other.policy("small") == Policy()


@pytest.mark.parametrize("name", ["a" * 201, "a\0b", 5])
def test_what_is_no_name_is_refused_before_anything_is_written(cards, name):
    before = cards.audit()
    with pytest.raises(RegistryError, match="name: ") as caught:
        cards.set_policy(WEEK, "why", by="carol", name=name)
    assert not hasattr(caught.value, "__notes__")
    assert cards.audit() == before


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
        with pytest.raises(RegistryError, match="admin"):
            ann.withdraw_policy("for five minutes")
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
