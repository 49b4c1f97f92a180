"""The evaluation as an object: tables, JSON, the display, what its summary is made of."""

import json

import pandas as pd
import pytest

import scoring_kit as sk


@pytest.fixture(scope="module")
def found():
    card, data = sk.example("book_club")
    heavier = card.model_copy(update={"name": "<script>other</script>"})
    return sk.evaluate(
        sk.score(card, data), "bought", segments="gender", against=heavier, bootstrap=50
    )


def test_figures_are_json_and_stay_the_same(found):
    text = json.dumps(found.figures(), allow_nan=False)
    card, data = sk.example("book_club")
    again = sk.evaluate(
        sk.score(card, pd.read_parquet(data).sample(frac=1, random_state=3)),
        "bought",
        segments="gender",
        against=card.model_copy(update={"name": "<script>other</script>"}),
        bootstrap=50,
    )
    assert json.dumps(again.figures(), allow_nan=False) == text


def test_figures_hold_every_table(found):
    figures = found.figures()
    assert [row["tier"] for row in figures["tiers"]] == list("ABCD")
    assert figures["counts"] == dict(found.counts)
    assert figures["metrics"]["auc"]["value"] == found.auc
    assert {row["name"] for row in figures["comparison"]} == set(found.comparison.index)
    assert len(figures["segments"]) == 2
    assert figures["fairness"][0]["column"] == "gender"


def test_the_display_holds_figures_pictures_and_no_script(found):
    html = found._repr_html_()
    for text in ("AUC", "ROC", "Rate by tier", "Hanley and McNeil (1982)", "<svg", "gender female"):
        assert text in html
    assert html.count('<div class="square">') == 2  # ROC and gains: both sides are one scale
    assert "<script" not in html
    assert "&lt;script&gt;other" in html


def test_every_sentence_stands_in_the_text_form(found):
    assert repr(found).splitlines()[0] == "Evaluation of 'book_club'"
    assert all(sentence in repr(found) for sentence in found.summary)


def test_parts_of_the_table_add_up(found):
    used = found.counts["used"]
    assert found.tiers["rows"].sum() == used
    assert found.segments["used"].sum() == used
    assert found.deciles["rows"].sum() == pytest.approx(used)
    assert found.tiers["share"].sum() == pytest.approx(1.0)
    assert found.deciles["events"].sum() == pytest.approx(found.counts["events"])


def test_a_figure_that_is_not_there_names_its_neighbours(found):
    with pytest.raises(KeyError, match="no figure 'acu'; did you mean 'auc'"):
        found.value("acu")


def test_a_table_of_periods_and_probabilities_shows_itself():
    card, data = sk.example("german_credit")
    table = pd.read_parquet(data)
    table["year"] = 2020 + table.index // 500
    found = sk.evaluate(
        sk.score(card, table), "creditability", event="good", period="year", bootstrap=0
    )
    html = found._repr_html_()
    assert "Reliability" in html
    assert "Over time" in html
