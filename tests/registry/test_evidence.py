import json
from dataclasses import FrozenInstanceError, replace

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.evidence import Evidence
from scoring_kit.scorecard.document import hash_of
from tests.registry.registries import NOON
from tests.registry.studies import evidence_of, tiered


@pytest.mark.parametrize("outcome", [None, "bought"])
@pytest.mark.parametrize("live", [None, 6])
def test_evidence_comes_back_from_its_json_as_it_was(live, outcome):
    evidence = evidence_of(8, live, outcome)
    again = Evidence.from_json(evidence.to_json())
    assert again == evidence
    assert again.to_json() == evidence.to_json()


def test_it_is_bound_to_documents_and_a_sample():
    evidence = evidence_of(8, 6)
    assert (evidence.candidate, evidence.live) == (hash_of(tiered(8)), hash_of(tiered(6)))
    assert (evidence.sample.name, evidence.sample.rows) == ("a table in memory", 10)
    assert evidence.sample.fingerprint.startswith("fp1:")
    assert evidence.made == NOON


def test_it_tells_by_how_many_rows_each_tier_grows():
    # rows 6 and 7 leave A for B
    assert evidence_of(8, 6).tier_changes == {"A": -2, "B": 2}
    assert evidence_of(8).tier_changes == {}


def test_tiers_that_come_or_go_count_and_so_does_having_none():
    moves = [("A", "S", 3), ("A", "A", 4), ("B", None, 2), ("B", "S", 1), (None, "A", 5)]
    cells = [{"live_tier": was, "tier": now, "rows": rows} for was, now, rows in moves]
    evidence = replace(evidence_of(8, 6), impact={"tiers": cells})
    # A: 7 rows, then 9; B: 3, then 0; S: 0, then 4; none: 5, then 2
    assert evidence.tier_changes == {"A": 2, "B": -3, "S": 4, None: -3}


def test_figures_of_both_versions_are_there_by_name():
    # 4, 6, 8, 9 and 10 bought: 4 is above three of the others (1, 2, 3), 6 above four (and 5),
    # 8, 9 and 10 above all five, which is 22 of 25 pairs
    assert evidence_of(8, 6, "bought").metric("auc") == (22 / 25, 22 / 25)
    assert evidence_of(8, None, "bought").metric("auc") == (None, 22 / 25)
    assert evidence_of(8, 6).metric("auc") == (None, None)


def test_it_tells_what_it_is_in_words():
    told = repr(evidence_of(8, 6)).splitlines()
    assert told[0] == (
        f"Evidence for small {hash_of(tiered(8))[:8]} against {hash_of(tiered(6))[:8]}"
    )
    assert told[1:4] == [
        "  made 2026-11-26 12:00 UTC on a table in memory, 10 rows",
        "  change: tier A: 6 -> 8",
        "  2 of 10 rows have another score, rank, tier or status.",
    ]
    assert " against nothing" in repr(evidence_of(8))


def test_it_is_frozen():
    with pytest.raises(FrozenInstanceError, match="live"):
        evidence_of(8).live = None


def test_evidence_of_a_newer_registry_is_refused():
    plain = json.loads(evidence_of(8).to_json())
    plain["format"] = "scoring_kit evidence 2"
    with pytest.raises(RegistryError, match=r"'scoring_kit evidence 2', read here is a .* newer"):
        Evidence.from_json(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"format": "scoring_kit evidence 1", "made": 3}']
)
def test_what_is_no_evidence_is_refused(content):
    with pytest.raises(TamperingError, match="names as its evidence is none"):
        Evidence.from_json(content)
