import datetime as dt

import pandas as pd
import polars as pl
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError

TABLE = {
    "id": list("abcdefgh"),
    "orders": [1, 2, 3, 4, 5, 6, 7, 9],
    "city": ["x", "y", "x", "y", "x", "x", None, "z"],
    "last": [dt.date(2024, 1, day) for day in range(1, 9)],
}


def test_the_book_club_is_drafted_without_errors_and_with_five_tiers(data):
    draft = sk.draft_scorecard(data / "book_club.parquet")
    assert not sk.check_scorecard(draft.scorecard, data / "book_club.parquet").has_errors
    assert draft.scorecard.key == ("customer_id",)
    assert [name for name, _ in draft.scorecard.tiers] == list("ABCDE")


def test_each_tier_holds_about_a_fifth_of_the_rows(data):
    draft = sk.draft_scorecard(data / "book_club.parquet")
    tiers = sk.score(draft.scorecard, data / "book_club.parquet").to_pandas()["tier"]
    assert tiers.value_counts(normalize=True).between(0.15, 0.25).all()


def test_a_csv_file_and_a_parquet_file_of_one_table_give_the_same_score(data):
    scores = [
        sk.score(sk.draft_scorecard(path).scorecard, path).to_pandas()
        for path in (data / "book_club.csv", data / "book_club.parquet")
    ]
    one, other = (frame.set_index(frame["customer_id"].astype(int))["score"] for frame in scores)
    assert one.sort_index().equals(other.sort_index())


@pytest.mark.parametrize("form", [dict, pd.DataFrame, pl.DataFrame])
def test_every_form_of_a_table_gives_the_same_text(form):
    assert sk.draft_scorecard(form(TABLE)).text == sk.draft_scorecard(TABLE).text


def test_a_draft_scores_without_parameters_and_takes_another_day():
    card = sk.draft_scorecard(TABLE, columns="last").scorecard
    assert sk.score(card, TABLE).to_pandas()["score"].iloc[-1] == 100.0
    later = sk.score(card, TABLE, parameters={"as_of": "2025-01-01"}).to_pandas()
    assert (later["score"] == 0.0).all()


def test_a_key_is_found_although_other_columns_are_asked_for():
    draft = sk.draft_scorecard({"orders": [1, 2, 2], "Order No": [7, 8, 9]}, columns="orders")
    assert draft.scorecard.key == ("Order No",)


def test_key_and_outcome_are_no_criteria():
    table = TABLE | {"bought": [False] * 4 + [True] * 4}
    draft = sk.draft_scorecard(table, key=["city", "id"], outcome="bought")
    assert [c.name for c in draft.scorecard.criteria] == ["orders", "days_since_last"]
    assert draft.scorecard.key == ("city", "id")


def test_a_key_that_repeats_is_told():
    assert "The key 'city' has 3 different values in 8 rows" in sk.draft_scorecard(
        TABLE, key="city"
    ).text.replace("\n#  ", "")


def test_criteria_whose_names_collide_are_numbered():
    draft = sk.draft_scorecard({"a b": [1, 2, 3], "a-b": [3, 1, 1], "a_b": [1, 1, 2]})
    assert [c.name for c in draft.scorecard.criteria] == ["a_b_2", "a_b_3", "a_b"]


def test_thousands_of_columns_give_fifty_criteria_and_a_note():
    draft = sk.draft_scorecard({f"c{i}": [1, 2, 3] for i in range(2_000)})
    assert len(draft.scorecard.criteria) == 50
    assert "Only the first 300 columns were looked at" in draft.text


def test_a_table_without_a_useful_column_is_refused_with_the_reasons():
    message = r"no column can be a criterion \('a': one value in all rows: 1; 'b': no row has"
    with pytest.raises(DataError, match=message):
        sk.draft_scorecard({"a": [1, 1], "b": [None, None]})


def test_a_draft_is_written_once(tmp_path):
    draft = sk.draft_scorecard(TABLE)
    path = tmp_path / "card.yaml"
    draft.write(path)
    assert sk.read_scorecard(path) == draft.scorecard
    path.write_text("mine")
    with pytest.raises(FileExistsError, match="pass overwrite=True"):
        draft.write(path)
    assert path.read_text() == "mine"
    draft.write(path, overwrite=True)
    assert path.read_text(encoding="utf-8") == str(draft)


def test_a_draft_is_not_written_as_json(tmp_path):
    with pytest.raises(ValueError, match=r"call it card\.yaml"):
        sk.draft_scorecard(TABLE).write(tmp_path / "card.json")


def test_changing_a_written_draft_keeps_its_comments(tmp_path):
    draft = sk.draft_scorecard(TABLE)
    draft.write(tmp_path / "card.yaml")
    card = draft.scorecard.model_copy(update={"tiers": (("A", 50.0), ("B", 0.0))})
    sk.write_scorecard(card, tmp_path / "card.yaml")
    text = (tmp_path / "card.yaml").read_text(encoding="utf-8")
    assert "Quantiles 5/25/50/75/95 %: 1, 2, 4, 6, 9; lowest 1, highest 9." in text


def test_infinite_numbers_and_days_out_of_the_calendar_are_no_bins():
    numbers = [0.0, 1.0, float("-inf"), float("nan"), 1.0]
    card = sk.draft_scorecard({"x": numbers}).scorecard
    statuses = sk.score(card, {"x": numbers}).to_pandas()["status"]
    assert statuses.tolist() == ["scored", "scored", "invalid", "insufficient", "scored"]


def test_rows_with_a_code_are_scored_without_that_criterion():
    table = TABLE | {"months": [1, 2, 3, 4, 5, 6, 999, 999]}
    card = sk.draft_scorecard(table, columns=["orders", "months"]).scorecard
    found = sk.score(card, table, detail="full").to_pandas()
    assert found["state_months"].tolist() == ["ok"] * 6 + ["special"] * 2
    assert found["value_orders"].iloc[-1] == found["score"].iloc[-1] == 100.0


def test_keys_and_outcomes_have_no_codes():
    table = {"id": [1, 2, 999, 999], "orders": [1, 2, 3, 4], "spent": [0, 1, 999, 999]}
    text = sk.draft_scorecard(table, columns="orders", key="id", outcome="spent").text
    assert "special: {999" not in text
    assert "Correlation with 'spent': +0.89" in text  # numpy.corrcoef of both: 0.894
