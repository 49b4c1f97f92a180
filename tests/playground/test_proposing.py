from datetime import UTC, datetime

import pyarrow
import pytest

import scoring_kit as sk
from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry import Policy
from tests.registry.copies import Copies, Files, nothing
from tests.registry.registries import NOON, Clock
from tests.registry.studies import TABLE, tiered

CARD = tiered(6.0)


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    return Copies(Files(tmp_path_factory.mktemp("registries")))


@pytest.fixture
def reg(copies):
    with sk.Registry(copies.of(nothing), clock=Clock()) as opened:
        yield opened
    copies.remove()


@pytest.fixture
def live(copies):
    """Give a registry in which the cut of A at 6 is live, by ada and bob."""
    with sk.Registry(copies.of(first_version), clock=Clock()) as opened:
        yield opened
    copies.remove()


def first_version(reg):
    go_live(reg, playground(reg, author="ada").propose("first"))


def playground(reg, card=CARD, data=TABLE, **how):
    return sk.Playground(card, data, registry=reg, **how)


def go_live(reg, proposal):
    number = proposal.version.number
    reg.approve("small", number, "agreed", by="bob")
    reg.promote("small", number, "go", by="ada")


def edited(reg, cut=8.0, **how):
    pg = playground(reg, author="ada", **how)
    pg.session.set_tier("A", cut)
    return pg


# ---- what is proposed ----------------------------------------------------------------------


def test_an_edited_draft_becomes_a_version_that_is_proposed_on_evidence(live):
    # of the ages 1 to 10, five are at least 6 and three at least 8
    proposal = edited(live).propose("fewer in A")
    found = live["small"]
    assert (found.newest.message, found.newest.author) == ("fewer in A", "ada")
    assert found.state(2, "production") == proposal.state == "proposed"
    evidence = live.evidence("small", 2)
    assert evidence == found.evidence(2)
    assert (evidence.live, evidence.candidate) == tuple(v.sha256 for v in found.versions)
    assert evidence.impact["crossed"]["down"] == 2
    assert (evidence.sample.name, evidence.sample.rows) == ("a table in memory", 10)
    assert live.report("small", 2).text.startswith("<!")


def test_the_report_asks_what_the_playground_asks(live):
    edited(live, outcome="bought").propose("fewer in A", sample="ten customers")
    evidence = live.evidence("small", 2)
    assert evidence.sample.name == "ten customers"
    assert evidence.outcome["column"] == "bought"


def test_the_answer_says_what_it_does_and_who_comes_next(live):
    assert repr(edited(live).propose("fewer in A")).splitlines() == [
        "small version 2 is proposed for production",
        "  2 of 10 rows have another score, rank, tier or status.",
        "  2 rows change tier: 0 up, 2 down.",
        "  The mean score goes from 5.50 to 5.50 (0.00).",
        "  Next: somebody other than ada approves it: "
        'reg.approve("small", 2, "why", by="...")',
    ]  # fmt: skip


def test_another_environment_is_named_in_the_call_that_comes_next(live):
    proposal = edited(live).propose("try it", environment="staging")
    assert live["small"].states(2) == {"staging": "proposed"}
    assert proposal.next_step.endswith("by=\"...\", environment='staging')")


def test_where_the_policy_lets_authors_approve_the_answer_says_so(live):
    live.set_policy(Policy(author_may_approve=True), "we are few", by="root")
    assert edited(live).propose("fewer in A").next_step.startswith("Next: anybody approves it")


def test_a_first_version_needs_nothing_to_be_held_against(reg):
    proposal = playground(reg, author="ada").propose("first")
    assert proposal.title == "small version 1 is proposed for production"
    assert reg.evidence("small", 1).impact is None


def test_rows_of_a_stream_that_has_gone_by_are_still_there_for_the_report(live):
    pg = playground(live, data=pyarrow.table(TABLE).to_reader(), author="ada")
    pg.session.set_tier("A", 8.0)
    pg.propose("fewer in A")
    assert live.evidence("small", 2).impact["crossed"]["down"] == 2


# ---- who, and against what -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "by", "expected"),
    [("me", None, "login"), ("ada", None, "ada"), ("ada", "cem", "cem")],
)
def test_it_is_proposed_by_whoever_is_named(reg, monkeypatch, author, by, expected):
    monkeypatch.setattr("scoring_kit.playground.proposing.logged_in", lambda: "login")
    assert playground(reg, author=author).propose("first", by=by).version.author == expected


def test_the_draft_is_held_against_what_is_live_in_production(live):
    pg = playground(live, tiered(8.0))
    assert (pg.live, str(pg.changes())) == (CARD, "tier A: 6 -> 8")


def test_or_against_what_was_live_at_a_moment_or_elsewhere(live):
    edited(live).propose("try it", environment="staging")
    live.approve("small", 2, "agreed", by="bob", environment="staging")
    live.promote("small", 2, "go", by="ada", environment="staging")
    pg = playground(live, tiered(9.0), live=live.live("small", "staging"))
    assert str(pg.changes()) == "tier A: 8 -> 9"
    before = live.live("small", as_of=datetime(2026, 1, 1, tzinfo=UTC))
    assert (before, playground(live, tiered(9.0), live=before).live) == (None, CARD)


def test_with_a_key_its_user_proposes_and_those_with_a_key_approve(copies):
    url = copies.of(nothing)
    with sk.Registry(url, clock=Clock()) as keyless:
        for name in ("root", "ada", "bob", "cem"):
            keyless.add_user(name, by="root")
        root = keyless.add_key("root", "admin", by="root")
    with sk.Registry(url, key=root, clock=Clock()) as admin:
        ada = admin.add_key("ada", ["author", "approve"])
        with sk.Registry(url, key=ada, clock=Clock()) as reg:
            lonely = playground(reg).propose("first", environment="staging")
            assert lonely.version.author == "ada"
            assert lonely.next_step == (
                "Next: an admin adds a key that may approve it in staging; nobody has one"
            )
            admin.add_key("bob", "approve")
            admin.add_key("cem", "approve", environments=["staging"])
            pg = playground(reg, tiered(8.0))
            assert pg.propose("second", environment="staging").next_step == (
                "Next: bob or cem approves it: "
                'reg.approve("small", 2, "why", environment=\'staging\')'
            )
            pg.session.set_tier("A", 9.0)
            assert pg.propose("third").next_step.startswith("Next: bob approves it: reg.approve(")


# ---- what is refused -----------------------------------------------------------------------


def test_without_a_registry_nothing_is_proposed():
    with pytest.raises(RegistryError, match=r"no registry; open it with sk.Playground\(..., reg"):
        sk.Playground(CARD, TABLE).propose("fewer in A")


def test_a_draft_that_is_live_already_is_refused(live):
    with pytest.raises(RegistryError, match="the draft is version 1 of 'small', which is live in"):
        playground(live).propose("nothing new")
    assert len(live["small"].versions) == 1


def test_a_draft_that_was_held_against_another_version_is_refused(live):
    pg = edited(live)
    other = edited(live, 7.0)
    go_live(live, other.propose("a little fewer"))
    with pytest.raises(ConflictError, match=r"version 2 of 'small' is live in production \(by ada"):
        pg.propose("fewer in A")
    assert len(live["small"].versions) == 2


def test_what_a_guard_refuses_stays_as_a_draft_which_the_error_says(live):
    live.set_policy(Policy(tier_change=0.1), "careful", by="root")
    with pytest.raises(RegistryError, match="tier") as refused:
        edited(live).propose("fewer in A")
    assert refused.value.__notes__ == ["version 2 of 'small' is there, as a draft"]
    assert live["small"].states(2) == {}


def test_proposing_twice_is_refused_and_adds_nothing(live):
    pg = edited(live)
    pg.propose("fewer in A")
    with pytest.raises(RegistryError, match="it is proposed there, since propose by ada"):
        pg.propose("fewer in A")
    assert len(live["small"].versions) == 2


def test_a_restored_session_can_be_proposed(live, tmp_path):
    pg = edited(live)
    pg.save(tmp_path / "session.json")
    again = sk.Playground.restore(tmp_path / "session.json", TABLE, registry=live)
    assert again.propose("fewer in A").version.number == 2
    assert live["small"].newest.created == NOON


def test_a_version_that_somebody_added_meanwhile_is_not_lost(live):
    pg = edited(live)
    live.add(tiered(6.0, title="Who is old?"), "a title", author="cem", base=1)
    with pytest.raises(ConflictError, match="version 2 by cem has come since") as conflict:
        pg.propose("fewer in A")
    assert len(live["small"].versions) == 2
    merged = conflict.value.merge.card
    assert merged == tiered(8.0, title="Who is old?")
    assert playground(live, merged, author="ada").propose("both", base=2).version.number == 3


def test_what_is_edited_after_a_proposal_takes_that_into_account(live):
    pg = edited(live)
    pg.propose("fewer in A")
    live.reject("small", 2, "too few", by="bob")
    pg.session.set_tier("A", 7.0)
    assert pg.propose("a little fewer").version.number == 3


def test_a_card_of_no_version_is_taken_for_an_edit_of_what_is_live(live):
    live.add(tiered(7.0), "a draft", author="cem")
    with pytest.raises(ConflictError, match="no longer at version 1"):
        playground(live, tiered(8.0), author="ada").propose("fewer in A")
    opened = playground(live, tiered(7.0), author="ada")
    opened.session.set_tier("A", 9.0)
    assert opened.propose("on the draft").version.number == 3
