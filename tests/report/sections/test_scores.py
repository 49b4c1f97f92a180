import pytest

import scoring_kit as sk
from scoring_kit.report.sections.scores import scores_section
from tests.report.reports import FRAME, Page, subject
from tests.scored import CARD


def test_the_figures_are_those_worked_out_by_hand():
    figures = scores_section(subject()).figures
    # 6 and 2; one is knocked out, one insufficient
    assert (figures["rows"], figures["with_a_score"], figures["mean"]) == (4, 2, 4.0)
    assert (figures["lowest"], figures["highest"], figures["median"]) == (2.0, 6.0, 2.0)
    assert figures["tiers"] == [{"tier": "A", "rows": 1}, {"tier": "B", "rows": 1}]
    assert figures["statuses"] == {
        "scored": 1, "partial": 1, "insufficient": 1, "invalid": 0, "knocked_out": 1,
    }  # fmt: skip
    assert [row["id"] for row in figures["top"]] == [7, 8]
    assert [(item["code"], item["first"], item["rows"]) for item in figures["reasons"]] == [
        ("x", 1, 2), ("y", 1, 1),
    ]  # fmt: skip


def test_sentences_say_who_has_no_score():
    told = scores_section(subject()).sentences
    assert told[0] == "2 rows score 4 on average, from 2 to 6; 1 of them (50\u202f%) is in tier A."
    assert told[1] == "2 rows have no score: 1 insufficient and 1 knocked out."


def test_one_row_is_told_in_the_singular():
    # rows 7 and 8 score 6 and 2; the cut of tier A lies between
    for place, tier in ((0, "it is in tier A"), (1, "it is not in tier A")):
        [told, *_] = scores_section(subject(data=FRAME.iloc[[place]])).sentences
        assert told == f"1 row has a score, {(6, 2)[place]}; {tier}."


@pytest.mark.parametrize("name", ["book_club", "hfi", "german_credit"])
def test_quantiles_and_mean_are_those_of_pandas(name):
    card, data = sk.example(name)
    known = sk.score(card, data, detail="score").to_pandas()["score"].dropna()
    figures = scores_section(subject(card, data)).figures
    assert figures["mean"] == pytest.approx(known.mean(), rel=1e-12)
    for share, quantile in ((0.05, "q05"), (0.5, "median"), (0.95, "q95")):
        assert known.le(figures[quantile]).mean() >= share
        assert known.lt(figures[quantile]).mean() <= share
    assert sum(bar["rows"] for bar in figures["histogram"]) == len(known)


def test_rows_are_not_named_without_a_key_or_where_nobody_wants_it():
    assert scores_section(subject(top=0)).figures["top"] == []
    keyless = CARD.model_copy(update={"key": ()})
    assert scores_section(subject(keyless)).figures["top"] == []


def test_a_table_without_scores_is_told_so():
    section = scores_section(subject(data=FRAME.assign(x=None)))
    assert section.sentences[0] == "None of 4 rows has a score."
    assert section.figures["median"] is None
    assert "No row has a score" in Page(section.html).text


def test_only_reasons_that_some_row_has_are_listed():
    section = scores_section(subject(data=FRAME.assign(x=10.0, y=[10.0, 1.0, 1.0, 1.0])))
    assert "What holds rows back" in section.html
    text = Page(section.html).text
    assert text.endswith("codereasonfirstrowsy33")
