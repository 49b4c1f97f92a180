import json
from datetime import date

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.report.sections.evaluation import evaluation_section, steady
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.document import to_document
from tests.report.reports import FRAME, Page, report, subject
from tests.scored import CARD

# the row with 6 came true, that with 2 did not; two rows have no score
OTHER = parse_scorecard({**to_document(CARD), "tiers": {"A": 2, "B": 0}})


def test_without_an_outcome_there_is_no_section():
    assert evaluation_section(subject()) is None


def test_the_figures_are_those_of_evaluate():
    section = evaluation_section(subject(outcome="came", segments="kind"))
    known = sk.evaluate(sk.score(CARD, FRAME), "came", segments="kind")
    assert json.dumps(section.figures) == json.dumps(steady(known.figures()))
    assert section.sentences == known.summary
    assert section.figures["metrics"]["auc"]["value"] == 1.0


def test_the_report_says_how_well_the_scores_do():
    made = report(outcome="came")
    assert made.summary[0].startswith("AUC is 1")
    assert made.sections[3].facts == (("AUC", "1.000"),)


def test_beside_a_live_version_the_difference_stands_at_the_top():
    made = report(live=OTHER, outcome="came")
    assert "score under both" in made.summary[1]
    assert "Two versions on the same rows" in made.html


def test_an_outcome_with_one_class_is_told_so():
    section = evaluation_section(subject(data=FRAME.assign(came=True), outcome="came"))
    assert section.openings[0].startswith("No figures: ")
    assert section.facts == ()
    assert Page(section.html).text == ""


@pytest.mark.parametrize(
    ("outcomes", "event"), [(["yes", "no", "yes", "no"], "yes"), ([5.0, 3.0, 5.0, 3.0], "5")]
)
def test_an_event_may_be_named_as_on_a_command_line(outcomes, event):
    section = evaluation_section(
        subject(data=FRAME.assign(came=outcomes), outcome="came", event=event)
    )
    assert section.figures["counts"]["events"] == 1


def test_the_outcome_of_a_csv_file_has_the_type_it_is_written_in(tmp_path):
    FRAME.assign(came=[1, 0, 1, None]).to_csv(tmp_path / "rows.csv", index=False)
    made = report(CARD, tmp_path / "rows.csv", outcome="came")
    assert made.figures["evaluation"]["metrics"]["auc"]["value"] == 1.0
    sk.write_report(
        CARD, tmp_path / "rows.csv", tmp_path / "r.html", outcome="came", progress=False
    )
    assert sk.verify_report(tmp_path / "r.html", progress=False)


def test_weights_and_periods_are_taken():
    table = pd.concat([FRAME] * 3).assign(
        id=range(12), weight=2.0, day=pd.to_datetime(["2026-01-05", "2026-02-05", "2026-02-06"] * 4)
    )
    section = evaluation_section(
        subject(data=table, outcome="came", weights="weight", period="day")
    )
    assert section.figures["weights"] == "weight"
    assert [row["part"] for row in section.figures["periods"]] == ["2026-01", "2026-02"]


def test_an_outcome_that_is_none_is_refused():
    with pytest.raises(DataError, match="came"):
        report(CARD, FRAME.assign(came=[3.0, 4.0, 5.0, 6.0]), outcome="came")


@pytest.mark.parametrize("figure", [0.1, 1e300, 123456789.125, 0.0, 7, None, "x", True])
def test_figures_are_kept_to_twelve_digits(figure):
    assert steady({"a": [figure]}) == {"a": [figure]}
    assert steady(2 / 3) == pytest.approx(2 / 3, rel=1e-12)
    assert steady(2 / 3) == 0.666666666667


@pytest.mark.parametrize("event", [date(2026, 1, 2), "2026-01-02"])
def test_an_event_may_be_a_date(event):
    days = [date(2026, 1, 1), date(2026, 1, 2)] * 2
    asked = subject(data=FRAME.assign(day=days), outcome="day", event=event)
    # of rows 7 and 8, which have a score, the second has the event
    assert evaluation_section(asked).sentences[0].startswith("2 of 4 rows count; 1 of them ")
