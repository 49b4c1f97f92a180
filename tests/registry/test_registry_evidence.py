import hashlib
import threading
from datetime import timedelta

import pytest

import scoring_kit as sk
from scoring_kit.errors import ConflictError, DataError, RegistryError, TamperingError
from scoring_kit.registry import evidence_making
from scoring_kit.scorecard.document import hash_of
from tests.registry.raw import tampered
from tests.registry.registries import NOON, live_number
from tests.registry.studies import TABLE, evidenced, impact_of, proposed, report_of, tiered


def test_evidence_is_kept_with_the_proposal_that_stands_on_it(strict):
    evidenced(strict, 6)
    number = proposed(strict, 8, 6)
    found = strict.evidence("small", number)
    assert (found.candidate, found.live) == (hash_of(tiered(8)), hash_of(tiered(6)))
    assert found.tier_changes == {"A": -2, "B": 2}
    link = strict.history("small")[-1]
    assert link.evidence == hashlib.sha256(found.to_json()).hexdigest()
    assert strict.artefact(link.evidence).content == found.to_json()


def test_its_report_is_kept_to_the_byte(strict, tmp_path):
    number = proposed(strict, 8, data=TABLE, sample="ten customers")
    kept = strict.report("small", number)
    assert (kept.sha256, kept.media) == (strict.evidence("small", number).report, "text/html")
    kept.save(tmp_path / "kept.html")
    assert (tmp_path / "kept.html").read_text() == kept.text
    assert sk.verify_report(tmp_path / "kept.html", TABLE, card=tiered(8))
    with pytest.raises(FileExistsError, match="there is such a file already"):
        kept.save(tmp_path / "kept.html")


def test_evidence_is_made_of_a_table_against_what_is_live(strict):
    evidenced(strict, 6)
    number = proposed(strict, 8, data=TABLE, sample="ten customers", outcome="bought")
    found = strict.evidence("small", number)
    assert (found.sample.name, found.live, found.made) == (
        "ten customers", hash_of(tiered(6)), NOON
    )  # fmt: skip
    assert found.metric("auc") == (22 / 25, 22 / 25)


def test_an_impact_and_the_path_of_a_report_are_taken_as_well(strict, tmp_path):
    evidenced(strict, 6)
    report_of(8).save(tmp_path / "june.html")
    number = proposed(
        strict, 8, report=tmp_path / "june.html", impact=impact_of(6, 8), sample="June"
    )  # fmt: skip
    assert strict.evidence("small", number).sample.name == "June"


def test_each_environment_has_its_own(strict):
    evidenced(strict, 6)
    number = proposed(strict, 8, environment="staging")
    assert strict.evidence("small", number) is None
    assert strict.evidence("small", number, "staging").live is None


def test_the_newest_proposal_counts(registry):
    number = proposed(registry, 8)
    registry.reject("small", number, "too old", by="bob")
    registry.propose("small", number, "again", by="ann")
    assert registry.evidence("small", number) is None
    with pytest.raises(RegistryError, match="no report is there: version 1 of 'small' was prop"):
        registry.report("small", number)


def test_what_is_not_there_is_refused(strict):
    proposed(strict, 8)
    with pytest.raises(RegistryError, match="'small' has no version 2"):
        strict.evidence("small", 2)
    with pytest.raises(RegistryError, match="no environment 'produktion'"):
        strict.evidence("small", 1, "produktion")
    with pytest.raises(RegistryError, match="the registry has no artefact 00000000"):
        strict.artefact("0" * 64)


# ---- what happens meanwhile ----------------------------------------------------------------


def test_a_table_is_read_in_the_thread_that_proposes_and_nobody_waits_for_it(strict, monkeypatch):
    seen = []
    make = evidence_making.make_report

    def watched(*given, **options):
        seen.append(threading.current_thread())
        strict.add(tiered(7), "while the evidence is made", author="carol")
        return make(*given, **options)

    monkeypatch.setattr(evidence_making, "make_report", watched)
    proposed(strict, 8, data=TABLE)
    assert seen == [threading.current_thread()]


def test_who_was_first_while_the_evidence_was_made_is_told(registry, monkeypatch):
    evidenced(registry, 6)
    other = proposed(registry, 7, 6)
    registry.approve("small", other, "agreed", by="bob")
    make = evidence_making.make_report

    def slow(*given, **options):
        registry.promote("small", other, "go", by="carol")
        return make(*given, **options)

    monkeypatch.setattr(evidence_making, "make_report", slow)
    before = len(registry.history("small"))
    message = f"carol made version 2 live there .* {hash_of(tiered(6))[:8]} was live when its ev"
    with pytest.raises(ConflictError, match=message):
        proposed(registry, 8, data=TABLE)
    assert [link.action for link in registry.history("small")[before:]] == [
        "add", "retire", "promote"
    ]  # fmt: skip


def test_a_version_that_cannot_be_proposed_costs_no_report(strict, monkeypatch):
    number = proposed(strict, 8)
    monkeypatch.setattr(evidence_making, "make_report", None)  # it would fail
    with pytest.raises(RegistryError, match="it is proposed there, since propose by ann"):
        strict.propose("small", number, "again", by="ann", data=TABLE)


def test_what_fails_leaves_nothing(strict):
    strict.add(tiered(8), "first", author="ann")
    with pytest.raises(DataError, match="age"):
        strict.propose("small", 1, "ready", by="ann", data={"wage": [1.0]})
    with pytest.raises(RegistryError, match="report: it is about"):
        strict.propose("small", 1, "ready", by="ann", report=report_of(7))
    assert len(strict.history("small")) == 1
    refused = [(entry.action, entry.code) for entry in strict.audit() if entry.code != "done"]
    assert refused == [("propose", "evidence")]


# ---- evidence that was tampered with -------------------------------------------------------


@pytest.mark.parametrize("media", ["application/json", "text/html"])
def test_a_changed_artefact_is_refused_wherever_it_counts(strict, media):
    number = proposed(strict, 8)
    empty = "X'7b7d'" if strict._registry._address.is_sqlite else "decode('7b7d', 'hex')"
    tampered(strict, f"UPDATE artefacts SET content = {empty} WHERE media = '{media}'")
    with pytest.raises(TamperingError, match="was changed behind the registry's back"):
        strict.report("small", number)
    with pytest.raises(TamperingError, match="was changed behind the registry's back"):
        strict.verify()


def test_evidence_that_is_gone_is_named(strict):
    number = proposed(strict, 8)
    sha256 = strict.history("small")[-1].evidence
    tampered(strict, f"DELETE FROM artefacts WHERE sha256 = '{sha256}'")
    with pytest.raises(
        TamperingError,
        match=f"the evidence of version 1 of 'small' is the artefact {sha256[:8]}, which is gone",
    ):
        strict.approve("small", number, "agreed", by="bob")


def test_another_evidence_under_a_proposal_is_found(strict):
    evidenced(strict, 6)
    number = proposed(strict, 8, 6)
    first = strict.history("small")[1].evidence
    tampered(
        strict,
        f"UPDATE transitions SET evidence = '{first}' WHERE number = 2 AND action = 'propose'",
    )
    for look in (
        lambda: strict.evidence("small", number),
        lambda: strict.approve("small", number, "agreed", by="bob"),
        strict.verify,
    ):
        with pytest.raises(TamperingError, match="'small' is broken at link 6: its fields"):
            look()
    assert live_number(strict) == 1


def test_the_age_of_what_is_brought_is_that_of_its_report(strict):
    old = report_of(8, made=NOON - timedelta(days=31))
    with pytest.raises(RegistryError, match="evidence was made on 2026-10-26 12:00 UTC, and evid"):
        proposed(strict, 8, report=old)
