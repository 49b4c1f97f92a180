import json

import pytest

from scoring_kit.tables.fingerprint import Fingerprint

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
TABLE = Fingerprint(rows=25_000, content="6" * 32, columns={"b": TWO, "a": ONE})
KEYED = Fingerprint(25_000, "6" * 32, {"a": ONE, "b": TWO}, ("a",), (ONE, TWO, THREE))


def test_the_text_is_the_same_with_and_without_a_key():
    assert KEYED.text == TABLE.text
    assert KEYED != TABLE


def test_equal_fingerprints_are_one_member_of_a_set():
    again = Fingerprint(25_000, "6" * 32, {"a": ONE, "b": TWO})
    assert len({TABLE, again, KEYED}) == 2


def test_the_order_of_columns_does_not_matter_and_their_names_do():
    assert list(TABLE.columns) == ["a", "b"]
    assert TABLE.text != Fingerprint(25_000, "6" * 32, {"a": ONE, "c": TWO}).text


def test_columns_cannot_be_changed():
    with pytest.raises(TypeError, match="does not support item assignment"):
        TABLE.columns["a"] = TWO


def test_a_fingerprint_survives_json():
    for table in (TABLE, KEYED):
        assert Fingerprint.from_json(table.to_json()) == table


def test_json_is_the_same_text_for_columns_in_another_order():
    assert TABLE.to_json() == Fingerprint(25_000, "6" * 32, {"a": ONE, "b": TWO}).to_json()


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"rows": 25_001}, "does not add up"), ({"content": ONE}, "does not add up"),
     ({"blocks": [ONE, TWO]}, "does not add up"), ({"blocks": ["x"]}, "no 32 hexadecimal digits"),
     ({"columns": {"a": ONE}}, "does not add up"), ({"columns": [ONE]}, "damaged"),
     ({"rows": "many"}, "no number of rows"), ({"key": [1]}, "no column name"),
     ({"fingerprint": "fp2:" + ONE}, "no fingerprint of version fp1"),
     ({"key": []}, "does not add up"), ({"key": ["c"]}, "does not add up"),
     ({"fingerprint": None}, "no fingerprint of version fp1")],
    ids=["rows", "content", "blocks", "digit", "columns", "list", "text", "key", "version",
         "no key", "other key", "none"],
)  # fmt: skip
def test_an_altered_fingerprint_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        Fingerprint.from_dict({**KEYED.to_dict(), **changed})


def test_a_part_that_is_gone_is_named():
    data = KEYED.to_dict()
    del data["rows"]
    with pytest.raises(ValueError, match="damaged: 'rows'"):
        Fingerprint.from_json(json.dumps(data))


def changed(**parts):
    fields = {
        name: getattr(KEYED, name) for name in ("rows", "content", "columns", "key", "blocks")
    }
    return Fingerprint(**{**fields, **parts})


def test_equal_tables_do_not_differ():
    found = KEYED.differences(changed())
    assert (bool(found), str(found)) == (False, "no difference")


def test_blocks_that_follow_each_other_are_one_line():
    after = changed(content=ONE, columns={"a": ONE, "b": THREE}, blocks=(ONE, THREE, TWO))
    assert KEYED.differences(after).lines() == (
        "column 'b' differs",
        "blocks 2 to 3 of 3 differ: rows 10001 to 25000 in the order of a",
    )


def test_blocks_that_do_not_follow_each_other_are_lines_of_their_own():
    after = changed(content=ONE, columns={"a": ONE, "b": THREE}, blocks=(TWO, TWO, TWO))
    assert KEYED.differences(after).lines()[1:] == (
        "block 1 of 3 differs: rows 1 to 10000 in the order of a",
        "block 3 of 3 differs: rows 20001 to 25000 in the order of a",
    )


def test_columns_that_came_and_went_are_named_and_blocks_are_not_compared():
    after = changed(content=ONE, columns={"a": ONE, "c": TWO}, blocks=(TWO, ONE, ONE))
    found = KEYED.differences(after)
    assert found.lines() == ("column 'b' is gone", "column 'c' is new")
    assert found.blocks == ()


def test_values_that_changed_places_are_told():
    found = TABLE.differences(Fingerprint(25_000, ONE, {"a": ONE, "b": TWO}))
    assert str(found) == "each column holds the same values, but in other rows"


def test_the_number_of_rows_comes_first():
    found = TABLE.differences(Fingerprint(25_001, ONE, {"a": ONE, "b": THREE}))
    assert found.lines()[0] == "the number of rows differs: 25000, then 25001"
