import json
from dataclasses import replace

import numpy as np
import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.policy import Policy

STRICT = Policy(
    max_age_days=7.5, sample="customers of October", tier_change=0.05, auc_fall=0.0,
    outcome="bought", event="yes",
)  # fmt: skip


@pytest.mark.parametrize("policy", [Policy(), Policy(evidence=False), STRICT])
def test_a_policy_comes_back_from_its_json_as_it_was(policy):
    assert Policy.from_json(policy.to_json()) == policy
    assert Policy.from_json(policy.to_json()).to_json() == policy.to_json()


def test_its_json_holds_all_fields_so_that_later_defaults_do_not_change_it():
    assert json.loads(Policy().to_json()) == {
        "format": "scoring_kit policy 1", "evidence": True, "max_age_days": 30,
        "author_may_approve": False, "sample": None, "tier_change": None, "auc_fall": None,
        "outcome": None, "event": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"evidence": 1}, "evidence: True or False is expected, found 1"),
        ({"author_may_approve": "no"}, "author_may_approve: True or False is expected, f"),
        (
            {"max_age_days": 0},
            "max_age_days: a number above 0 and up to 100,000 is expected, found 0",
        ),
        (
            {"max_age_days": float("inf")},
            "max_age_days: a number above 0 and up to 100,000 is expected, found inf",
        ),
        (
            {"max_age_days": float("nan")},
            "max_age_days: a number above 0 and up to 100,000 is expected, found nan",
        ),
        ({"max_age_days": 10**400}, "max_age_days: a number above 0 and up to 100,000 is ex"),
        (
            {"max_age_days": True},
            "max_age_days: a number above 0 and up to 100,000 is expected, found True",
        ),
        ({"tier_change": 5}, "tier_change: a number from 0 to 1 is expected, found 5"),
        ({"auc_fall": -0.1}, "auc_fall: a number from 0 to 1 is expected, found -0.1"),
        ({"sample": ""}, "sample: found nothing that can be read"),
        ({"sample": 3}, "sample: a text is expected, found int"),
        ({"auc_fall": 0, "outcome": ""}, "outcome: found nothing that can be read"),
        ({"outcome": "bought"}, "outcome: it goes with auc_fall, which is not given"),
        ({"auc_fall": 0, "event": "yes"}, "event: it goes with outcome, which is not given"),
        ({"auc_fall": 0, "outcome": "a", "event": []}, "event: a text, number, True or False is"),
        ({"auc_fall": 0, "outcome": "a", "event": float("nan")}, "event: a number that is one"),
        ({"evidence": False, "sample": "x"}, "sample: it is a rule about evidence, which"),
        ({"evidence": False, "tier_change": 0.1}, "tier_change: it is a rule about evidence"),
    ],
)
def test_what_is_no_rule_is_refused(fields, message):
    with pytest.raises(RegistryError, match=message):
        Policy(**fields)


def test_all_problems_are_told_at_once():
    with pytest.raises(RegistryError, match="the policy has 3 problems") as caught:
        Policy(evidence=None, max_age_days=-1, auc_fall=2)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()[1:]] == [
        "- evidence", "- max_age_days", "- auc_fall"
    ]  # fmt: skip


def test_numbers_of_numpy_are_numbers():
    assert Policy(tier_change=np.float64(0.05)).to_json() == Policy(tier_change=0.05).to_json()


def test_limits_may_be_nothing_or_everything():
    assert (Policy(tier_change=0, auc_fall=1).tier_change, Policy(max_age_days=None)) == (
        0, Policy(max_age_days=None)
    )  # fmt: skip


def test_a_policy_of_before_there_were_some_fields_is_read():
    known = json.loads(STRICT.to_json())
    older = {name: known[name] for name in known if name not in ("outcome", "event")}
    assert Policy.from_json(json.dumps(older).encode()) == replace(STRICT, outcome=None, event=None)


@pytest.mark.parametrize("change", [{"two_approvers": True}, {"format": "scoring_kit policy 2"}])
def test_a_policy_with_rules_of_a_later_time_is_refused_not_half_followed(change):
    content = json.dumps({**json.loads(Policy().to_json()), **change}).encode()
    with pytest.raises(RegistryError, match="a newer scoring_kit set the policy that counts"):
        Policy.from_json(content)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"3"])
def test_what_is_no_policy_is_refused(content):
    with pytest.raises(TamperingError, match="what counts as the policy is none"):
        Policy.from_json(content)
