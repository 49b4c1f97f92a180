import json

import pytest

DEFAULT = {
    "evidence": True, "max_age_days": 30, "author_may_approve": False, "sample": None,
    "tier_change": None, "auc_fall": None, "outcome": None, "event": None,
}  # fmt: skip


def shown(registry, *name):
    return json.loads(registry("policy", "show", *name, "--json").out)


def test_a_registry_begins_with_the_default(registry):
    assert shown(registry) == DEFAULT
    lines = registry("policy", "show").out.splitlines()
    assert lines[:2] == ["evidence: yes", "max age days: 30"]
    assert lines[-3] == "auc fall: none"


def test_rules_are_changed_one_by_one(versions):
    given = ("-m", "Careful", "--by", "carol")
    assert versions("policy", "set", "--evidence", "--tier-change", "0.05", *given).code == 0
    found = versions("policy", "set", "--sample", "October", "--max-age-days", "7.5", *given)
    assert "sample: October" in found.out.splitlines()
    expected = {**DEFAULT, "tier_change": 0.05, "sample": "October", "max_age_days": 7.5}
    assert shown(versions) == expected
    outcome = {"auc_fall": 0.01, "outcome": "bought", "event": "yes"}
    versions("policy", "set", "--auc-fall", "0.01", "--outcome", "bought", "--event", "yes", *given)
    assert shown(versions) == {**expected, **outcome}
    for name in ("event", "outcome", "auc-fall", "tier-change", "sample"):
        versions("policy", "set", f"--{name}", "none", *given)
    assert shown(versions) == {**DEFAULT, "max_age_days": 7.5}


def test_a_scorecard_may_have_one_of_its_own(versions):
    given = ("-m", "Alone", "--by", "carol", "--author-may-approve")
    assert versions("policy", "set", "club", *given).code == 0
    assert shown(versions, "club")["author_may_approve"] is True
    assert shown(versions)["author_may_approve"] is False
    found = versions("policy", "show", "clubb")
    assert (found.code, "did you mean 'club'?" in found.err) == (1, True)


def test_one_of_its_own_is_withdrawn_and_the_one_that_counts_then_is_shown(versions):
    given = ("-m", "Alone", "--by", "carol")
    versions("policy", "set", "--max-age-days", "7", *given)
    versions("policy", "set", "club", "--max-age-days", "1", *given)
    found = versions("policy", "withdraw", "club", "--json", *given)
    assert json.loads(found.out)["max_age_days"] == shown(versions, "club")["max_age_days"] == 7
    again = versions("policy", "withdraw", "club", *given)
    assert (again.code, "'club' has no own policy" in again.err) == (1, True)


@pytest.mark.parametrize(
    ("options", "code", "expected"),
    [
        ([], 2, "name a rule to change"),
        (["--tier-change", "much"], 2, "--tier-change: a number or none is expected, found 'much'"),
        (["--tier-change", "5"], 1, "tier_change: a number from 0 to 1 is expected, found 5"),
        (["--max-age-days", "nan"], 1, "max_age_days"),
        (["--no-evidence", "--auc-fall", "0.1"], 1, "auc_fall: it is a rule about evidence"),
    ],
)
def test_what_is_no_rule_is_refused(versions, options, code, expected):
    before = shown(versions)
    found = versions("policy", "set", *options, "-m", "x", "--by", "carol")
    assert (found.code, expected in " ".join(found.err.split())) == (code, True)
    assert shown(versions) == before
