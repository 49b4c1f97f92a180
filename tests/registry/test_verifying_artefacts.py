"""Raw SQL against evidence, reports and policies, with all triggers off."""

from dataclasses import replace

import pytest

from scoring_kit.errors import TamperingError
from scoring_kit.registry.chain import sealed
from scoring_kit.registry.policy import Policy
from tests.registry.raw import tampered
from tests.registry.registries import promoted, small
from tests.registry.studies import evidenced, proposed

# links of `evidenced`: add, propose, approve, promote
PROPOSAL = 2


def bytes_of(registry, digits):
    return f"X'{digits}'" if registry._registry._address.is_sqlite else f"decode('{digits}', 'hex')"


@pytest.fixture
def kept(strict):
    """A registry with a version that went live on evidence."""
    strict.set_policy(Policy(max_age_days=7), "a week is enough", by="carol")
    evidenced(strict, 8)
    assert strict.verify().transitions == 4
    return strict


@pytest.mark.parametrize("what", ["evidence", "report", "policy"])
def test_content_that_was_changed_is_named(kept, what):
    link = kept.history("small")[PROPOSAL - 1]
    sha256 = kept.evidence("small", 1).report if what == "report" else getattr(link, what)
    change = f"UPDATE artefacts SET content = {bytes_of(kept, '7b7d')} WHERE sha256 = '{sha256}'"
    tampered(kept, change)
    with pytest.raises(TamperingError, match=f"the artefact {sha256[:8]} was changed behind"):
        kept.verify()


@pytest.mark.parametrize("what", ["evidence", "report", "policy"])
def test_content_that_is_gone_is_named(kept, what):
    link = kept.history("small")[PROPOSAL - 1]
    sha256 = kept.evidence("small", 1).report if what == "report" else getattr(link, what)
    guard = [] if what != "policy" else ["DELETE FROM policies"]
    tampered(kept, *guard, f"DELETE FROM artefacts WHERE sha256 = '{sha256}'")
    message = f"the {what} of link 2 of 'small' is the artefact {sha256[:8]}, which is gone"
    with pytest.raises(TamperingError, match=message):
        kept.verify()


def test_content_that_nothing_names_is_looked_at_too(kept):
    moment = "'2026-11-26 12:00:00'"
    row = f"'{'0' * 64}', 'text/html', {bytes_of(kept, '00')}, {moment}"
    tampered(kept, f"INSERT INTO artefacts VALUES ({row})")
    with pytest.raises(TamperingError, match="the artefact 00000000 was changed behind"):
        kept.verify()


# ---- policies ------------------------------------------------------------------------------


def test_a_policy_that_the_audit_does_not_tell_of_is_found(kept):
    # as weak as those of the other tests, written past the registry
    kept.set_policy(Policy(evidence=False), "for staging", by="carol")
    copied = "SELECT 99, NULL, sha256, actor, identity, message, clock FROM policies WHERE id = 2"
    tampered(kept, f"INSERT INTO policies {copied}")
    with pytest.raises(TamperingError, match="the policies of the registry and the audit do not"):
        kept.verify()


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM policies WHERE id = 2", "UPDATE policies SET actor = 'ann' WHERE id = 2",
     "UPDATE policies SET scorecard_id = 1 WHERE id = 2",
     "UPDATE policies SET sha256 = (SELECT sha256 FROM policies WHERE id = 1) WHERE id = 2"],
)  # fmt: skip
def test_a_policy_that_was_changed_or_taken_out_is_found(kept, change):
    kept.set_policy(Policy(max_age_days=1), "stricter", by="carol")
    assert kept.verify().scorecards == 1
    tampered(kept, change)
    with pytest.raises(TamperingError, match=r"and the audit do not agree on what '(carol|ann)' s"):
        kept.verify()


def test_policies_of_scorecards_and_of_the_registry_verify(registry):
    promoted(registry)
    for name in ("small", None, "small"):
        registry.set_policy(Policy(evidence=False), "the same again", by="carol", name=name)
    assert registry.verify().versions == 1


# ---- evidence of something else ------------------------------------------------------------


def test_evidence_of_another_version_is_found_even_where_its_link_was_made_anew(strict, kept):
    """Whoever can write the whole chain anew can make all hashes fit, but not the evidence."""
    second = proposed(kept, 6, 8)
    first, other = (kept.history("small")[number].evidence for number in (1, -1))
    assert first != other
    relinked(kept, first)
    with pytest.raises(TamperingError, match="evidence of link 6 of 'small' is about another ver"):
        kept.verify()
    assert second == 2


def relinked(registry, evidence):
    """Put other evidence under the last link, and make its hash and the head anew."""
    link = sealed(replace(registry.history("small")[-1], evidence=evidence))
    tampered(
        registry,
        f"UPDATE transitions SET evidence = '{evidence}', hash = '{link.hash}' "
        f"WHERE sequence = {link.sequence}",
        f"UPDATE scorecards SET head = '{link.hash}'",
    )


def test_registries_without_any_evidence_verify(registry):
    registry.add(small(), "first", author="ann")
    assert registry.verify().transitions == 1
