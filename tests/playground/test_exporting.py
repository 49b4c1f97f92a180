"""What is handed over reads back to the same scorecard, scores and rows."""

import csv
import io

import duckdb
import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.exporting import (
    changes_text,
    document_text,
    exported,
    movers_csv,
    sql_text,
)
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.files import read_scorecard_text
from tests.playground.states import CARDS, odd_card, wide_card

DATA = sk.example("book_club").data


@pytest.fixture
def session():
    session = Session(sk.example("book_club").scorecard)
    session.set_weight("recency", 0.2)
    session.switch_knock_out("lapsed", on=False)
    return session


@pytest.mark.parametrize("card", [*CARDS.values(), odd_card(), wide_card()], ids=repr)
def test_a_document_reads_back_to_the_same_scorecard(card):
    assert read_scorecard_text(document_text(card)) == card


def test_a_document_keeps_the_comments_of_the_one_it_was(session):
    path = DATA.with_suffix(".yaml")
    text = document_text(session.scorecard, path.read_text())
    assert read_scorecard_text(text) == session.scorecard
    assert "# Ties go to the shelf that is nearer to the offer." in text


def test_changes_are_listed_line_by_line(session):
    lines = changes_text(session).splitlines()
    assert lines[0] == "book_club: draft against live"
    assert lines[1] == "- recency: weight 0.55 -> 0.20"
    assert len(lines) == 1 + len(session.changes())
    untouched = Session(session.live)
    assert changes_text(untouched) == "book_club: draft against live\n- no changes\n"


def test_the_sql_gives_the_scores_of_score(session):
    board = Board(session.live, DATA, draft=session.scorecard)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW \"my 'club'\" AS FROM '{DATA}'")
    found = connection.execute(sql_text(board, session.scorecard, "my 'club'")).df()
    expected = sk.score(session.scorecard, DATA).to_pandas()
    assert found.columns.tolist() == expected.columns.tolist()
    by_key = found.set_index("customer_id").loc[expected["customer_id"]]
    for name in ("score", "tier", "status", "reason_1"):
        assert by_key[name].tolist() == expected[name].tolist()


def test_movers_are_those_of_score_and_most_moved_come_first(session):
    board = Board(session.live, DATA, also=["customer_id"])
    text = movers_csv(board, session.live, session.scorecard)
    found = pd.read_csv(io.StringIO(text))
    was, now = (sk.score(card, DATA).rank() for card in (session.live, session.scorecard))
    moves = (was["rank"] - now["rank"]).set_axis(was["customer_id"])
    new = moves.index[moves.isna()]  # knocked out before
    still = found[found["move"].notna()]
    assert found["customer_id"].tolist()[len(still) :] == new.tolist()
    assert set(still["customer_id"]) == set(moves.index[(moves != 0).fillna(False)])
    assert still["move"].tolist() == moves[still["customer_id"]].tolist()
    assert still["move"].abs().is_monotonic_decreasing


PLAIN = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
tiers: {"=A": 2, B: -9}
"""


def test_texts_are_quoted_and_run_in_no_spreadsheet():
    live = read_scorecard_text(PLAIN)
    draft = read_scorecard_text(PLAIN.replace("a, missing", "b, missing"))
    names = ["=1+1", 'say "hi", all', "-2", "two\nlines", "@x"]
    data = {"a": [5.0, 4, 3, 2, 1], "b": [1.0, 2, 3, -4, 5], "=name": np.array(names, "str")}
    board = Board(live, data, draft=draft, also=["=name"])
    head, *rows = list(csv.reader(io.StringIO(movers_csv(board, live, draft, "=name"))))
    assert head[0] == "'=name"
    # ranks: live 1 2 3 4 5, draft 4 3 2 5 1
    assert [row[0] for row in rows] == ["'@x", "'=1+1", 'say "hi", all', "'-2", "two\nlines"]
    assert [row[head.index("move")] for row in rows] == ["4", "-3", "-1", "1", "-1"]
    assert rows[0][head.index("tier")] == "'=A"
    assert rows[-1][head.index("score")] == "-4.0"


def test_without_a_change_there_is_only_the_header():
    card = read_scorecard_text(PLAIN)
    text = movers_csv(Board(card, {"a": [1.0, np.nan]}), card, card)
    assert text.splitlines() == [
        "row,live_score,score,change,live_rank,rank,move,live_tier,tier,live_status,status"
    ]


@pytest.mark.parametrize("what", ["document", "changes", "sql", "movers"])
def test_each_file_has_a_name_a_type_and_its_text(what, session):
    board = Board(session.live, DATA, also=["customer_id"])
    found = exported(what, session, board, ("customer_id",))
    assert found["name"].startswith("book_club.")
    assert "/" in found["type"]
    assert found["text"].strip()


def test_other_files_are_refused(session):
    with pytest.raises(sk.ScoringError, match="there are document, changes, sql, movers"):
        exported("secrets", session, None, ())
