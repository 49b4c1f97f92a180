from dataclasses import replace
from datetime import timedelta

import pytest

from scoring_kit.errors import DataError, RegistryError
from scoring_kit.impact import compare
from scoring_kit.registry.evidence_making import Given
from scoring_kit.scorecard.document import hash_of
from tests.registry.registries import NOON
from tests.registry.studies import (
    TABLE,
    impact_of,
    report_of,
    standing_of,
    study,
    tiered,
)


def short(cut):
    return hash_of(tiered(cut))[:8]


# ---- evidence that is made, or brought -----------------------------------------------------


def test_from_a_table_all_of_it_is_made():
    found = study(
        standing_of(8, 6), data=TABLE, sample="ten customers", options={"outcome": "bought"}
    ).evidence
    assert (found.sample.name, found.sample.rows, found.made) == ("ten customers", 10, NOON)
    assert found.changes == ("tier A: 6 -> 8",)
    assert found.impact["crossed"]["down"] == 2
    assert found.outcome["column"] == "bought"
    assert found.outcome["rows"] == 10
    assert found.summary[0] == "2 of 10 rows have another score, rank, tier or status."


def test_what_is_made_says_the_same_as_what_is_brought():
    made = study(standing_of(8, 6), data=TABLE)
    brought = study(standing_of(8, 6), report=report_of(8, 6))
    assert made.evidence == brought.evidence
    assert made.page == brought.page == report_of(8, 6).html.encode()


def test_a_report_without_an_impact_takes_one_beside_it():
    found = study(standing_of(8, 6), report=report_of(8), impact=impact_of(6, 8)).evidence
    with_it = study(standing_of(8, 6), report=report_of(8, 6)).evidence
    assert replace(found, report=with_it.report) == with_it


def test_where_nothing_is_live_a_report_is_enough():
    found = study(standing_of(8), report=report_of(8), sample="ten customers").evidence
    assert (found.live, found.impact, found.changes) == (None, None, ())
    assert found.sample.name == "ten customers"
    assert found.summary[0].startswith("10 rows score 5.5 on average")


def test_its_age_counts_from_when_the_report_was_made():
    early = NOON - timedelta(days=200)
    assert study(standing_of(8), report=report_of(8, made=early)).evidence.made == early


def test_a_clock_that_goes_a_little_before_the_registrys_makes_nothing_of_tomorrow():
    ahead = report_of(8, made=NOON + timedelta(minutes=5))
    assert study(standing_of(8), report=ahead).evidence.made == NOON
    with pytest.raises(RegistryError, match="made on 2026-11-26 12:06 UTC, which is later than"):
        study(standing_of(8), report=report_of(8, made=NOON + timedelta(minutes=6)))


def test_a_table_without_an_input_is_refused_as_everywhere():
    with pytest.raises(DataError, match="age"):
        study(standing_of(8), data={"wage": [1.0]})


# ---- what is about something else ----------------------------------------------------------


def test_a_report_of_another_version_is_refused_with_both_hashes():
    message = f"it is about {short(7)}, and version 2 of 'small' is {short(8)}; make one of that"
    with pytest.raises(RegistryError, match=message):
        study(standing_of(8, 6), report=report_of(7, 6))


def test_a_report_against_another_live_version_is_refused_with_both_hashes():
    message = (
        rf"compares with {short(5)}, and version 1 \({short(6)}\) is live in production; "
        r"make it with live=registry.live\('small', 'production'\).card"
    )
    with pytest.raises(RegistryError, match=message):
        study(standing_of(8, 6), report=report_of(8, 5))
    with pytest.raises(RegistryError, match="and nothing is live in production; make it without"):
        study(standing_of(8), report=report_of(8, 5))


def test_an_impact_of_other_versions_is_refused_with_both_hashes():
    report = report_of(8)
    with pytest.raises(RegistryError, match=f"impact: it is about {short(7)}, and version 2 is"):
        study(standing_of(8, 6), report=report, impact=impact_of(6, 7))
    with pytest.raises(RegistryError, match=rf"with {short(5)}, and version 1 \({short(6)}\)"):
        study(standing_of(8, 6), report=report, impact=impact_of(5, 8))
    with pytest.raises(RegistryError, match="nothing is live in production to compare with"):
        study(standing_of(8), report=report, impact=impact_of(6, 8))


def test_an_impact_under_another_cards_name_is_known_by_its_figures():
    disguised = replace(impact_of(5, 7), live=tiered(6), candidate=tiered(8))
    with pytest.raises(RegistryError, match=f"impact: it is about {short(7)}"):
        study(standing_of(8, 6), report=report_of(8, 6), impact=disguised)


def test_a_report_that_has_no_impact_is_not_enough_where_something_is_live():
    with pytest.raises(RegistryError, match=r"it has no impact, .* or give impact= as well"):
        study(standing_of(8, 6), report=report_of(8))


@pytest.mark.parametrize("live", [None, 6], ids=["without an impact", "with one"])
def test_an_impact_and_a_report_of_two_samples_are_refused(live):
    standing, report = standing_of(8, 6), report_of(8, live)
    fewer = compare(tiered(6), tiered(8), {"age": TABLE["age"][:9]}, progress=False)
    with pytest.raises(RegistryError, match="the impact has 9 rows, the report 10; make both of"):
        study(standing, report=report, impact=fewer)
    others = compare(tiered(6), tiered(8), {"age": [1.0] * 9 + [None]}, progress=False)
    with pytest.raises(RegistryError, match=r"do not agree on: .*scored.*tiers.*statuses; make b"):
        study(standing, report=report, impact=others)


# ---- what does not go together -------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"data": TABLE, "report": "r.html"}, "give data=, or report= .*, and not both"),
        ({"impact": impact_of(6, 8)}, "a report is needed as well: give report=, or data="),
        ({"sample": "ten"}, "a report is needed as well"),
        ({"report": "r.html", "options": {"outcome": "bought"}}, "outcome: goes with data="),
        ({"data": TABLE, "sample": " "}, "sample: found nothing that can be read"),
        ({"data": TABLE, "sample": "fp1:0"}, "a name is expected, found the fingerprint 'fp1:0'"),
    ],
)
def test_what_does_not_go_together_is_refused(given, message):
    with pytest.raises(RegistryError, match=message):
        Given(**given).check()


def test_what_is_no_argument_or_no_impact_is_refused():
    with pytest.raises(TypeError, match="no argument 'outcom'; did you mean 'outcome'"):
        Given(data=TABLE, options={"outcom": "bought"}).check()
    with pytest.raises(TypeError, match="what `compare` returns is expected, found dict"):
        Given(report="r.html", impact={}).check()


def test_nothing_is_given_where_nothing_is():
    assert not Given()
    assert Given(data=[])
