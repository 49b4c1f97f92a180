import duckdb
import pytest

from scoring_kit.engines.letters import lower, trim, upper

LETTERS = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize("function", [lower, upper])
def test_every_letter_changes_as_in_duckdb(function):
    name = function.__name__
    sql = (
        f"SELECT letter, {name}(letter) FROM (SELECT CASE WHEN code NOT BETWEEN 55296 AND 57343 "
        "THEN chr(code::INTEGER) END AS letter FROM range(1, 1114112) AS codes(code))"
    )
    with duckdb.connect() as connection:
        expected = dict(connection.execute(f"{sql} WHERE letter <> {name}(letter)").fetchall())
    assert [c for c in LETTERS if function(c) != expected.get(c, c)] == []


@pytest.mark.parametrize(
    ("function", "text", "result"),
    [
        (lower, "ΑΣ ΟΔΟΣ", "ασ οδοσ"),  # Python's own lower() ends words with ς
        (lower, "İstanbul", "istanbul"),  # Python's has two characters for İ
        (upper, "straße", "STRAẞE"),  # Python's has SS for ß
        (upper, "ﬁn", "ﬁN"),  # the ligature has no single capital
        (lower, "ABC", "abc"),
        (lower, "", ""),
        (upper, None, None),
        (trim, " \t\n\r\f\v\u00a0x ", "\u00a0x"),  # what is no ASCII white space stays
        (trim, None, None),
    ],
)
def test_letters_change_one_for_one(function, text, result):
    assert function(text) == result


def test_letters_that_are_younger_than_unicode_14_stay():
    # Garay, Beria Erfe and a Latin pair got their cases in Unicode 16 and 17
    young = "\U00010d50\U00010d70\U00016ea0\U00016ebb\ua7cb\u0264"
    assert (lower(young), upper(young)) == (young, young)
