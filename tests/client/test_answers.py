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


def test_a_notebook_shows_the_first_rows_and_says_how_many_there_are():
    found = ScoredTable(
        STAMP, pa.table({"score": [None, *range(4_000)], "knock_outs": [["k"]] * 4_001})
    )
    drawn = found._repr_html_()
    assert drawn.count("<tr>") == 21
    assert "4,001 rows" in drawn
    assert "and 3,981 more rows" in drawn
    assert "None" not in drawn
    assert "[" not in drawn.split("</style>")[1]
    assert "more row" not in Answers("Scorecards", ({"name": "a"},))._repr_html_()
    assert Answers("Scorecards", ())._repr_html_().count("<td") == 0
