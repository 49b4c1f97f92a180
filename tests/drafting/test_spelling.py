import pytest

from scoring_kit.drafting.spelling import counted, day, number, percent, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("art", "'art'"),
        ("two\nlines", r"'two\nlines'"),
        ("\u202ecba", r"'\u202ecba'"),
        ("<b>", "'<b>'"),
        (True, "true"),
        (3.0, "3"),
        ("x" * 60, "'" + "x" * 44 + "..."),
    ],
)
def test_a_value_is_shown_short_and_without_hidden_signs(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (1234.5, "1,234.5"), (-2e6, "-2,000,000"), (1e20, "1e+20")]
)
def test_a_number_has_separators_and_no_needless_digits(value, text):
    assert number(value) == text


def test_a_share_is_neither_none_nor_all_unless_it_is():
    shares = [percent(0, 5000), percent(1, 5000), percent(4999, 5000), percent(5000, 5000)]
    assert shares == ["0.0 %", "under 0.1 %", "over 99.9 %", "100.0 %"]


def test_one_thing_is_no_plural():
    assert (counted(1, "row"), counted(2000, "row")) == ("1 row", "2,000 rows")


def test_days_are_counted_from_1970():
    assert day(19782.0).isoformat() == "2024-02-29"  # 54 years with 13 leap days, and 59 days
