import json
import sys

import pytest

import scoring_kit as sk
from tests.playground.states import CARDS, identity_of

CARD = CARDS["book_club"]
DATA = "data/book_club.parquet"


@pytest.fixture(scope="module")
def shared():
    return sk.Playground(CARD, DATA, segments="gender", outcome="bought")


def test_it_tells_what_it_is(shared):
    assert repr(shared) == "Playground of book_club, 4,000 rows, 0 edits"
    assert identity_of(shared.scorecard) == identity_of(shared.live) == identity_of(CARD)


def test_what_is_played_is_written_as_a_document(tmp_path):
    pg = sk.Playground(CARD, DATA)
    pg.session.set_weight("recency", 0.46)
    pg.write(tmp_path / "draft.yaml")
    assert identity_of(sk.read_scorecard(tmp_path / "draft.yaml")) == identity_of(pg.scorecard)
    assert "recency: weight 0.55 -> 0.46" in str(pg.changes())


def test_a_session_is_saved_and_taken_back(tmp_path):
    pg = sk.Playground(CARD, DATA)
    pg.session.set_weight("recency", 0.46)
    pg.session.lock("taste")
    pg.save(tmp_path / "session.json")
    again = sk.Playground.restore(tmp_path / "session.json", DATA, outcome="bought")
    assert identity_of(again.scorecard) == identity_of(pg.scorecard)
    assert again.session.locks == {"taste"}
    again.session.undo()
    assert identity_of(again.scorecard) == identity_of(CARD)


def test_a_file_that_holds_no_session_is_refused(tmp_path):
    (tmp_path / "session.json").write_text(json.dumps({"nothing": 1}))
    with pytest.raises(sk.ScoringError, match="nothing"):
        sk.Playground.restore(tmp_path / "session.json", DATA)


def test_columns_that_are_not_there_are_named():
    with pytest.raises(sk.ScoringError, match="shelves"):
        sk.Playground(CARD, DATA, segments="shelves")
    with pytest.raises(sk.ScoringError, match="bougth"):
        sk.Playground(CARD, DATA, outcome="bougth")
    with pytest.raises(sk.ScoringError, match="customer"):
        sk.Playground(CARD, DATA, key="customer")


def test_all_screens_are_told_what_to_look_at(shared):
    told = []
    shared._desk.connect(told.append)
    shared.select(25, criterion="spend", segment="gender")
    row = shared.keys.row_of(25)
    assert told[-1]["look"] == {"row": row, "criterion": "spend", "segment": "gender"}
    late = shared._desk.answer({"op": "open", "args": {}, "look": {}})
    assert late["setting"]["look"] == told[-1]["look"]


def test_what_cannot_be_looked_at_is_refused(shared):
    with pytest.raises(sk.ScoringError, match="nobody"):
        shared.select("nobody")
    with pytest.raises(sk.ScoringError, match="recenzy"):
        shared.select(criterion="recenzy")


def test_the_simple_screen_is_of_the_same_session(tmp_path):
    pg = sk.Playground(CARD, DATA, simple=True)
    pg.session.set_tier("A", 70)
    assert repr(pg.widget) == "SimplePlayground of book_club, 4,000 rows"
    assert pg.widget.scorecard.tiers[0] == ("A", 70.0)
    assert pg._repr_mimebundle_()["text/plain"] == "SimplePlayground of book_club, 4,000 rows"
    pg.save(tmp_path / "session.json")
    again = sk.Playground.restore(tmp_path / "session.json", DATA, simple=True)
    assert again.widget.scorecard.tiers[0] == ("A", 70.0)
    pg.close()


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    pg = sk.Playground(CARD, DATA)
    assert pg.scorecard == CARD  # all but the screen works
    with pytest.raises(ImportError, match=r"scoring-kit\[lab\]"):
        pg._repr_mimebundle_()
