"""Rows of an impact: when they are made, their forms, and keys that do not tell rows apart."""

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.engines.pair_rows import RESULTS
from scoring_kit.errors import DataError
from tests.impact.figures import CANDIDATE, DATA, LIVE, small

KEYED = {**DATA, "id": ["u", "v", "w", "x", "y", "z"]}


def test_nothing_is_calculated_row_by_row_until_it_is_asked_for():
    found = small()
    assert not {"deltas", "top"} & set(vars(found))
    assert found.deltas is found.deltas


def test_rows_come_with_the_key_in_every_form(tmp_path):
    found = sk.compare(LIVE, CANDIDATE, KEYED, key="id")
    found.to_parquet(tmp_path / "deltas.parquet")
    read = pd.read_parquet(tmp_path / "deltas.parquet")
    assert list(found.deltas) == ["id", *RESULTS]
    for other in (found.to_pandas(), read, found.to_arrow().to_pandas()):
        assert other["id"].tolist() == KEYED["id"]
        assert other["change"].fillna(99).tolist() == [2.0, 2.0, 0.0, 1.0, 99.0, 99.0]
    assert found.to_polars()["rank"].to_list() == [4, 2, 4, 1, 2, None]
    assert str(found.deltas["rank"].dtype) == "Int64"


def test_an_older_file_stays(tmp_path):
    (tmp_path / "deltas.parquet").write_text("older")
    with pytest.raises(FileExistsError, match=r"deltas\.parquet"):
        small().to_parquet(tmp_path / "deltas.parquet")


def test_a_frame_keeps_its_index():
    frame = pd.DataFrame(KEYED, index=[9, 8, 7, 6, 5, 4])
    assert sk.compare(LIVE, CANDIDATE, frame).deltas.index.tolist() == [9, 8, 7, 6, 5, 4]


def test_who_enters_and_leaves_the_top_best_first():
    # ranks, live 5 2 3 1 - 3, then 4 2 4 1 2 -: with a top of 3, 2 and 5 leave, 4 enters
    top = sk.compare(LIVE, CANDIDATE, KEYED, key="id", top=3).top
    assert list(top) == ["moved", "id", *RESULTS]
    assert list(zip(top["moved"], top["id"], strict=True)) == [
        ("enter", "y"),
        ("leave", "w"),
        ("leave", "z"),
    ]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (list("aabbcd"), r"2 keys stand in several rows, such as a.*key=\[\] .*\[duplicate_key\]"),
        (list("aabcde"), r"1 key stands in several rows"),
        ([None, *"bcdef"], r"1 row has no key; fill id.*\[missing_key\]"),
        ([None, None, *"cdef"], r"2 rows have no key"),
    ],
)
def test_keys_that_do_not_tell_rows_apart_are_refused(ids, said):
    with pytest.raises(DataError, match=rf"cannot be compared[\s\S]*{said}"):
        sk.compare(LIVE, CANDIDATE, {**DATA, "id": ids}, key="id")


def test_keys_that_are_not_there_or_collide_are_refused():
    with pytest.raises(DataError, match="no column 'idd'; did you mean 'id'"):
        sk.compare(LIVE, CANDIDATE, KEYED, key="idd")
    with pytest.raises(DataError, match="key 'move' has the name of a result"):
        sk.compare(LIVE, CANDIDATE, {**DATA, "move": range(6)}, key="move")
