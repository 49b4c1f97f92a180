import pyarrow as pa

from scoring_kit.client.answers import Answer, Answers, ScoredTable, Stamp

STAMP = Stamp("wide", 3, "ab" * 32, "production")


def test_an_answer_says_which_version_made_it():
    found = Answer(STAMP, {"score": 0.5})
    assert dict(found) == {"score": 0.5}
    assert repr(found) == "<wide version 3 (production, abababab): {'score': 0.5}>"


def test_several_answers_are_a_sequence():
    found = Answers("Scorecards", ({"name": "a"}, {"name": "b"}))
    assert [found[1], *found[:1]] == [{"name": "b"}, {"name": "a"}]
    assert repr(found) == "<Scorecards: 2 items>"


def test_a_table_is_read_by_what_reads_arrow():
    found = ScoredTable(STAMP, pa.table({"score": [0.5, None]}))
    assert pa.table(found).to_pydict() == {"score": [0.5, None]}
    assert found.to_pandas()["score"].isna().tolist() == [False, True]
    assert repr(found) == "<wide version 3 (production, abababab): 2 rows>"


def test_texts_are_escaped_in_a_notebook():
    assert "<b>x" not in Answer(STAMP, {"tier": "<b>x"})._repr_html_()
