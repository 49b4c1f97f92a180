"""The documents say what an expert would say: kinds by name, no formula where a kind exists."""

import pytest
from ruamel.yaml import YAML

from tests.truth.places import CARDS

# Where a formula is what was published, or no named kind says the same.
COMPUTED_BRANCHES = {
    "dmg_complex_partial_scores": ["0.03 * income + 11", "0.01 * income - 18"],
    "dmg_example": ["0.03 * income + 11", "0.01 * income - 18"],
    # A figure that counts as it stands, in the years in which it counts.
    "human_freedom": ["pf_association_political", "pf_association_prof"],
}
COMPUTED_GROUPS = {
    "cvss": ["score", "impact", "exploitability"],
    # A group inside the tree that is published, and used, in two decimals.
    "human_freedom": ["ef_score"],
}

pytestmark = pytest.mark.parametrize("path", CARDS.values(), ids=CARDS)


def nodes(path):
    """Yield every mapping of a document's tree of scores, the root first."""
    waiting = [YAML(typ="safe").load(path)["score"]]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting = [*node.get("of", ()), *waiting]


def branches(value):
    """Yield what the bins, categories and rules of a value function yield."""
    if not isinstance(value, dict):
        return
    for listed in value.values():
        entries = listed if isinstance(listed, list) else []
        yield from (entry["value"] for entry in entries if "value" in entry)


def test_no_value_function_is_an_expression(path):
    assert [node["criterion"] for node in nodes(path) if isinstance(node.get("value"), str)] == []


def test_a_branch_is_computed_only_where_that_is_published(path):
    found = [value for node in nodes(path) for value in branches(node.get("value"))]
    computed = [value for value in found if isinstance(value, str)]
    assert computed == COMPUTED_BRANCHES.get(path.stem, [])


def test_a_group_is_computed_only_where_no_aggregation_says_it(path):
    found = [n.get("group", "score") for n in nodes(path) if "then" in n]
    assert found == COMPUTED_GROUPS.get(path.stem, [])
    assert not any(isinstance(node.get("aggregate"), dict) for node in nodes(path))
