"""Ways around the rules about evidence, each of which is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry import moving
from scoring_kit.registry.artefacts import keep
from scoring_kit.registry.evidence_making import Study
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from scoring_kit.report.report import make_report
from scoring_kit.report.subject import asked_for
from scoring_kit.scorecard.document import hash_of
from tests.registry.registries import NOON, live_number
from tests.registry.studies import TABLE, evidence_of, evidenced, proposed, report_of, tiered

DAY = 24 * 60
LOOSE = Policy(evidence=False, author_may_approve=True)


def short(cut):
    return hash_of(tiered(cut))[:8]


def approved(registry, cut, live_cut=None, **given):
    number = proposed(registry, cut, live_cut, **given)
    registry.approve("small", number, "agreed", by="bob")
    return number


def test_versions_go_live_on_evidence_and_each_step_names_the_policy(strict):
    evidenced(strict, 6)
    assert evidenced(strict, 8, 6) == live_number(strict) == 2
    links = strict.history("small")
    assert [bool(link.evidence) for link in links if link.action != "add"] == [
        link.action == "propose" for link in links if link.action != "add"
    ]
    kept = {link.policy for link in links if link.action != "add"}
    assert [Policy.from_json(strict.artefact(sha256).content) for sha256 in kept] == [Policy()]


def test_what_the_client_asks_does_not_take_the_policy_away(strict_url, clock):
    with Registry(strict_url, clock=clock, guards=()) as registry:
        registry.add(tiered(8), "first", author="ann")
        with pytest.raises(RegistryError, match="there is no evidence for it; propose it with dat"):
            registry.propose("small", 1, "ready", by="ann")
    with Registry(strict_url, clock=clock, guards=[lambda attempt: None]) as registry:
        registry.propose("small", 1, "ready", by="ann", report=report_of(8))
        with pytest.raises(RegistryError, match="'ann' wrote it; somebody else has to approve it"):
            registry.approve("small", 1, "fine", by="Ann")


# ---- a weaker policy in between ------------------------------------------------------------


def test_evidence_left_out_under_a_weaker_policy_is_missed_when_it_is_to_go_live(registry):
    number = proposed(registry, 8, sample=None)
    registry.approve("small", number, "agreed", by="bob")
    registry.set_policy(Policy(), "strict again", by="carol")
    with pytest.raises(RegistryError, match="there is no evidence for it; reject it, then propose"):
        registry.promote("small", number, "go", by="ann")
    assert live_number(registry) is None


def test_an_author_who_approved_under_a_weaker_policy_is_found_out(strict):
    number = proposed(strict, 8)
    strict.set_policy(replace(LOOSE, evidence=True), "for five minutes", by="ann")
    strict.approve("small", number, "fine", by="\u200bANN")
    strict.set_policy(Policy(), "as before", by="ann")
    with pytest.raises(RegistryError, match=r"'ann' wrote it; so .*ANN' could not approve it"):
        strict.promote("small", number, "go", by="bob")
    weak, strong = (link.policy for link in strict.history("small")[-1:-3:-1])
    assert Policy.from_json(strict.artefact(weak).content).author_may_approve
    assert Policy.from_json(strict.artefact(strong).content) == Policy()


def test_an_approval_of_an_earlier_proposal_counts_for_nothing(strict):
    number = approved(strict, 8)
    strict.reject("small", number, "wait", by="carol")
    strict.set_policy(LOOSE, "for five minutes", by="ann")
    strict.propose("small", number, "again", by="ann", report=report_of(8))
    strict.approve("small", number, "fine", by="ann")
    strict.set_policy(Policy(), "as before", by="ann")
    with pytest.raises(RegistryError, match="'ann' wrote it; so 'ann' could not approve it"):
        strict.promote("small", number, "go", by="bob")


def test_a_policy_of_the_registry_does_not_weaken_that_of_a_scorecard(strict):
    strict.add(tiered(8), "first", author="ann")
    strict.set_policy(Policy(max_age_days=1), "of this card", by="carol", name="small")
    strict.set_policy(LOOSE, "of all", by="ann")
    with pytest.raises(RegistryError, match="there is no evidence for it"):
        strict.propose("small", 1, "ready", by="ann")
    assert (strict.policy("small"), strict.policy()) == (Policy(max_age_days=1), LOOSE)


def test_what_a_stricter_policy_would_not_have_let_in_does_not_go_live(strict):
    evidenced(strict, 6)
    number = approved(strict, 8, 6)
    strict.set_policy(Policy(tier_change=0.1), "no surprises", by="carol")
    with pytest.raises(RegistryError, match=r"tier A shrinks by 2 rows of 10, and 0.1 of all"):
        strict.promote("small", number, "go", by="ann")
    assert live_number(strict) == 1
    strict.reject("small", number, "too much", by="bob")  # which always goes


# ---- age -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "is_allowed"), [(30 * DAY, True), (30 * DAY + 1, False)])
@pytest.mark.parametrize("action", ["approve", "promote"])
def test_evidence_counts_to_the_last_minute_of_its_days(strict, clock, action, minutes, is_allowed):
    number = proposed(strict, 8) if action == "approve" else approved(strict, 8)
    clock.set(minutes=minutes)
    if is_allowed:
        getattr(strict, action)("small", number, "in time", by="bob")
        return
    message = "made on 2026-11-26 12:00 UTC, and evidence counts for 30 days; reject it, then pro"
    with pytest.raises(RegistryError, match=message):
        getattr(strict, action)("small", number, "too late", by="bob")


def test_the_policy_says_how_long_and_may_say_for_ever(strict, clock):
    number = approved(strict, 8)
    clock.set(minutes=100 * DAY)
    strict.set_policy(Policy(max_age_days=99.5), "a quarter", by="carol")
    with pytest.raises(RegistryError, match=r"and evidence counts for 99.5 days"):
        strict.promote("small", number, "go", by="ann")
    strict.set_policy(Policy(max_age_days=None), "for ever", by="carol")
    strict.promote("small", number, "go", by="ann")


def test_a_clock_that_is_set_back_makes_no_evidence_younger(strict, clock):
    old = report_of(8, made=NOON - timedelta(days=29))
    number = approved(strict, 8, report=old)
    clock.set(minutes=2 * DAY)
    strict.add(tiered(7), "something later", author="ann")
    clock.set(minutes=0)
    with pytest.raises(RegistryError, match="evidence was made on 2026-10-28 12:00 UTC, and evid"):
        strict.promote("small", number, "go", by="ann")


def test_evidence_is_made_anew_after_a_clock_that_was_years_ahead(strict, clock):
    clock.set(minutes=3650 * DAY)
    number = strict.add(tiered(8), "first", author="ann").number
    clock.set(minutes=0)
    strict.propose("small", number, "ready", by="ann", data=TABLE)
    strict.approve("small", number, "agreed", by="bob")
    # it counts from the time that the history has
    assert strict.evidence("small", number).made == strict.history("small")[0].at


def test_an_old_report_is_not_younger_for_being_proposed_again(strict, clock):
    number = proposed(strict, 8)
    clock.set(minutes=31 * DAY)
    strict.reject("small", number, "too old", by="bob")
    with pytest.raises(RegistryError, match="was made on 2026-11-26 12:00 UTC, and evidence count"):
        strict.propose("small", number, "again", by="ann", report=report_of(8))
    strict.propose("small", number, "again", by="ann", data=TABLE)


# ---- evidence about something else ---------------------------------------------------------


def test_evidence_of_the_version_before_is_none_for_the_next(strict):
    evidenced(strict, 6)
    strict.add(tiered(8), "second", author="ann")
    with pytest.raises(RegistryError, match=f"it is about {short(6)}, and version 2 of 'small' is"):
        strict.propose("small", 2, "ready", by="ann", report=report_of(6))


def test_evidence_against_another_environments_live_version_counts_for_nothing(strict):
    evidenced(strict, 6)
    evidenced(strict, 7, environment="staging")
    number = strict.add(tiered(8), "third", author="ann").number
    message = rf"compares with {short(7)}, and version 1 \({short(6)}\) is live in production"
    with pytest.raises(RegistryError, match=message):
        strict.propose("small", number, "ready", by="ann", report=report_of(8, 7))


def test_an_approval_and_evidence_in_one_environment_are_none_in_another(strict):
    number = proposed(strict, 8, environment="staging")
    strict.approve("small", number, "agreed", by="bob", environment="staging")
    with pytest.raises(RegistryError, match="it is draft there; promote takes"):
        strict.promote("small", number, "go", by="ann")
    with pytest.raises(RegistryError, match="there is no evidence for it"):
        strict.propose("small", number, "ready", by="ann")


def test_what_is_approved_against_an_older_live_version_does_not_follow_it(strict):
    evidenced(strict, 6)
    second, third = approved(strict, 7, 6), proposed(strict, 8, 6)
    strict.promote("small", second, "go", by="carol")
    message = f"its evidence compares with {short(6)}, and {short(7)} is live there now; reject it"
    with pytest.raises(RegistryError, match=message):
        strict.approve("small", third, "agreed", by="bob")


def test_evidence_does_not_count_again_once_its_live_version_is_back(strict):
    evidenced(strict, 6)
    second, third = approved(strict, 7, 6), proposed(strict, 8, 6)
    strict.promote("small", second, "go", by="carol")
    strict.rollback("small", second, "bad", by="carol")
    strict.approve("small", third, "agreed", by="bob")
    with pytest.raises(
        ConflictError, match=r"it was proposed .* against what was live before that"
    ):
        strict.promote("small", third, "go", by="ann")


def test_a_sample_without_rows_says_nothing(strict):
    strict.add(tiered(8), "first", author="ann")
    with pytest.raises(RegistryError, match="its sample 'nobody' has no rows; propose it with"):
        strict.propose("small", 1, "ready", by="ann", data={"age": []}, sample="nobody")


# ---- the named sample ----------------------------------------------------------------------


def test_only_the_named_sample_counts(strict):
    strict.set_policy(Policy(sample="customers of October"), "one yardstick", by="carol")
    message = r"made on 'a table in memory' \(fp1:.*\), and only 'customers of October' counts"
    with pytest.raises(RegistryError, match=message):
        proposed(strict, 8)
    proposed(strict, 8, report=report_of(8), sample="customers of October")


def test_another_table_under_the_samples_name_is_told_apart_by_its_fingerprint(strict):
    wanted = evidence_of(8).sample.fingerprint
    strict.set_policy(Policy(sample=wanted), "one yardstick", by="carol")
    with pytest.raises(RegistryError, match=f"and only '{wanted}' counts"):
        proposed(strict, 8, report=report_of(8, rows=9), sample="customers of October")
    proposed(strict, 8, report=report_of(8), sample="customers of October")


def test_a_report_that_is_called_like_the_fingerprint_is_not_on_that_table(strict):
    wanted = evidence_of(8).sample.fingerprint
    strict.set_policy(Policy(sample=wanted), "one yardstick", by="carol")
    asked = asked_for(tiered(8), None, None, None, ())
    other = make_report(asked, {"age": [9.0, 10.0]}, {}, name=wanted, progress=False)
    other = replace(other, run={**other.run, "started": NOON.isoformat()})
    with pytest.raises(RegistryError, match=r"made on 'fp1:.* \(fp1:.*\), and only 'fp1:.*' co"):
        proposed(strict, 8, report=other)


# ---- forged by whoever writes past the facade ----------------------------------------------


@pytest.mark.parametrize(
    ("forged", "message"),
    [
        ({"candidate": "0" * 64}, "its evidence is about 00000000, and it is"),
        ({"live": "0" * 64}, "00000000 was live when its evidence was made; propose it again"),
        ({"made": NOON + timedelta(hours=1)}, "made on 2026-11-26 13:00 UTC, which is later th"),
    ],
)
def test_forged_evidence_is_judged_like_any_other(strict, monkeypatch, forged, message):
    strict.add(tiered(8), "first", author="ann")
    study = Study(replace(evidence_of(8), **forged), b"<p>fine</p>")
    monkeypatch.setattr("scoring_kit.registry.asynchronous_moves.study_of", lambda *_: study)
    with pytest.raises(RegistryError, match=message):
        strict.propose("small", 1, "ready", by="ann", report="forged.html")


def test_evidence_without_an_impact_is_not_enough_where_something_is_live(strict, monkeypatch):
    evidenced(strict, 6)
    strict.add(tiered(8), "second", author="ann")
    study = Study(replace(evidence_of(8, 6), impact=None), b"<p>fine</p>")
    monkeypatch.setattr("scoring_kit.registry.asynchronous_moves.study_of", lambda *_: study)
    with pytest.raises(RegistryError, match="its evidence has no impact; propose it with data="):
        strict.propose("small", 2, "ready", by="ann", report="forged.html")


def test_nothing_is_kept_of_what_is_refused(strict, monkeypatch):
    seen = []

    async def watched(session, content, media, clock):
        seen.append(media)
        return await keep(session, content, media, clock)

    monkeypatch.setattr(moving, "keep", watched)
    strict.add(tiered(8), "first", author="ann")
    old = report_of(8, made=NOON - timedelta(days=31))
    with pytest.raises(RegistryError, match="evidence counts for 30 days"):
        strict.propose("small", 1, "ready", by="ann", report=old)
    assert seen == []
