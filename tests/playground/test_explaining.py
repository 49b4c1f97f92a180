import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.playground.board import Board
from scoring_kit.playground.explaining import Explaining
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.looking import Look
from scoring_kit.playground.session import Session

ROW = 7
PANELS = frozenset({"why", "slope", "segments", "outcome"})


class Desk:
    """A session and what the panels say of it."""

    def __init__(self, card, data, **asked):
        self.session, self.data = Session(card), data
        named = [*asked.get("segments", ()), *filter(None, [asked.get("outcome")])]
        self.board = Board(card, data, also=[*card.key, *named])
        self.explaining = Explaining(self.board, Keys(self.board, card.key), **asked)

    def facts(self, panel, **look):
        found = self.explaining.facts(self.session.state, Look(panels=PANELS, **look))
        return found[panel]


@pytest.fixture
def desk():
    example = sk.example("book_club")
    return Desk(example.scorecard, example.data, segments=["gender"], outcome="bought")


@pytest.fixture
def scale():
    """Return a desk of one number in the card and nothing beside it."""
    one = {"criterion": "points", "value": "identity", "missing": "fail"}
    root = {"aggregate": "mean", "of": [one]}
    card = sk.parse_scorecard({"schema": "scoring-kit/1", "name": "scale", "score": root})
    return Desk(card, {"points": [0.5, 1.5]})


def test_only_the_panels_that_are_open_are_told(desk):
    look = Look(panels=frozenset({"slope", "weights"}))
    assert list(desk.explaining.facts(desk.session.state, look)) == ["slope"]


def test_a_row_is_told_with_the_moment_of_the_session(desk):
    desk.session.set_weight("recency", 0.4)
    told = desk.facts("why", row=ROW)
    scores = sk.score(desk.session.scorecard, desk.data).to_pandas()
    assert told["draft"]["score"] == scores["score"].iloc[ROW]
    assert told["version"] == desk.session.state.version
    assert told["asked"] == {}


def test_without_a_row_there_is_nothing_to_explain(desk):
    assert desk.facts("why")["row"] is None


def test_a_what_if_that_cannot_be_tried_leaves_the_row_and_says_why(desk):
    told = desk.facts("why", row=ROW, what_if={"orders": "many"})
    assert told["what_if"] is None
    assert told["live"]["score"] is not None
    assert "'orders' takes a number" in told["problem"]
    assert told["asked"] == {"orders": "many"}


def test_rows_are_parted_by_the_column_that_was_named_first(desk):
    told = desk.facts("segments")
    assert (told["column"], told["columns"][0]) == ("gender", "gender")
    assert {row["segment"] for row in told["rows"]} == {"female", "male"}


def test_a_screen_may_part_rows_by_another_column(desk):
    assert desk.facts("segments", segment="orders")["column"] == "orders"
    assert desk.facts("segments", segment="no such column")["column"] == "gender"


def test_a_table_without_segments_says_so(scale):
    # its one column has fractions, by which rows cannot be parted
    told = scale.facts("segments")
    assert (told["column"], told["columns"], told["rows"]) == (None, [], [])


def test_a_segment_that_the_table_lacks_is_refused(desk):
    with pytest.raises(DataError, match="no column 'gendr'"):
        Explaining(desk.board, Keys(desk.board, None), segments=["gendr"])


def test_an_outcome_is_told_for_the_share_that_was_asked(desk):
    assert desk.facts("outcome", share=0.2)["share"] == 0.2
    assert desk.facts("outcome", share=0.2)["rows"] == 3938  # the other 62 are knocked out


def test_without_an_outcome_there_is_no_column(scale):
    assert scale.facts("outcome")["column"] is None


def test_what_was_told_is_not_calculated_again(desk, monkeypatch):
    first = desk.facts("slope")
    monkeypatch.setattr("scoring_kit.playground.explaining.slope", None)
    assert desk.facts("slope") == first


def test_a_panel_that_fails_leaves_the_others_alone(desk, monkeypatch):
    def failing(*args, **kwargs):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("scoring_kit.playground.explaining.slope", failing)
    assert desk.facts("slope")["problem"] == "ZeroDivisionError: by nothing"
    assert "stay" not in desk.facts("slope")
    assert desk.facts("outcome")["problem"] is None
