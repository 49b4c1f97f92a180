from dataclasses import replace

import pytest

from scoring_kit.errors import TamperingError
from scoring_kit.registry.chain import chain_start, sealed
from scoring_kit.registry.registry import Registry
from scoring_kit.registry.schema import ScorecardRow
from scoring_kit.registry.verifying import verify_chain
from tests.registry.registries import approved, promoted


@pytest.fixture(scope="module")
def links(copies_in_sqlite):
    """Give links 1 to 4, by which version 1 goes live; 5 to 9, by which version 2 does.

    Then 10 and 11, by which version 2 is taken back; 12, by which version 3 is added; and 13 and
    14, by which it is proposed for staging and approved there.
    """
    with Registry(copies_in_sqlite.of(taken_back)) as registry:
        return registry.history("small").items


def taken_back(registry):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    registry.rollback("small", 2, "bad", by="bob")
    approved(registry, 3.0, "staging")


def verified(links):
    """Verify the chain of some links whose hashes are made anew, as a forger would."""
    end, chain = chain_start("small"), []
    for number, link in enumerate(links, 1):
        chain.append(sealed(replace(link, sequence=number, previous=end)))
        end = chain[-1].hash
    verify_chain(ScorecardRow(name="small", transitions=len(chain), head=end), chain)
    return len(chain)


def test_links_that_were_made_verify_and_so_do_those_of_each_moment(links):
    # but for the moment between the two links by which one version replaces another
    whole = [count for count in range(1, len(links) + 1) if count not in (8, 10)]
    assert [verified(links[:count]) for count in whole] == whole


@pytest.mark.parametrize(
    ("forge", "message"),
    [
        (lambda x: [x[0], replace(x[3], before="draft")], "link 2: promote does not lead from dra"),
        (lambda x: [x[0], x[1], replace(x[3], before="proposed")], "link 3: promote does not lead"),
        (lambda x: [x[0], replace(x[1], after="approved")], "propose does not lead from draft to"),
        (lambda x: [x[0], replace(x[1], action="bless")], "bless does not lead from draft to prop"),
        (lambda x: [x[0], x[2]], "link 2: version 1 was not proposed before it"),
        (lambda x: x[1:], "link 1: version 1 was not added before it"),
        (lambda x: [*x[:7], replace(x[8], revision=2)], "version 1 was live, and was not retired"),
        (lambda x: x[:8], "link 9: version 1 was retired for none"),
        (lambda x: [*x[:8], replace(x[5], number=1, before="retired")], "link 9: version 1 was re"),
        (lambda x: [*x[:3], replace(x[3], revision=7)], "its revision is 7, and 1 comes next"),
        (lambda x: [*x[:6], replace(x[6], revision=2)], "its revision is 2, and 1 comes next"),
        (lambda x: [*x[:10], replace(x[10], number=2)], "version 2 was not live before version 2"),
        (
            lambda x: [*x[:10], *x[11:12], replace(x[10], number=3, before="draft")],
            "link 12: version 3 was not live before version 2",
        ),
    ],
)
def test_a_chain_that_somebody_made_up_is_no_history_although_its_hashes_fit(links, forge, message):
    with pytest.raises(TamperingError, match=f"the chain of 'small' is broken at .*{message}"):
        verified(forge(links))


def test_what_was_proposed_against_an_earlier_live_version_was_not_promoted(links):
    first, second = links[:3], [links[4], *links[5:7]]
    early = [*first, *second, links[3]]  # both are proposed while nothing is live
    early = [replace(x, revision=0) if x.action in ("propose", "approve") else x for x in early]
    assert verified(early) == 7
    with pytest.raises(TamperingError, match="version 2 was not proposed against what was live"):
        verified([*early, *links[7:9]])
