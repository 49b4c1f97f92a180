"""The simple playground without a browser: controls are set as a person sets them."""

import re
import subprocess
import sys
import threading
from html import unescape

import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.frame import View
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.session import Session
from scoring_kit.playground.simple import ROWS_SHOWN, simple_playground
from scoring_kit.playground.simple_html import change_html, rows_html, summary_html
from scoring_kit.scorecard import parse_scorecard
from tests.playground.states import CARDS, ODD, identity_of, odd_card

EXAMPLE = sk.example("book_club")
BOOK_CLUB = CARDS["book_club"]
ODD_ROWS = {ODD: [ODD, "plain", None], "key": ["<b>1</b>", "2", "3"]}


@pytest.fixture(scope="module")
def board():
    return Board(BOOK_CLUB, EXAMPLE.data, also=["customer_id"])


@pytest.fixture
def simple(board):
    return simple_playground(Session(BOOK_CLUB), board, Keys(board, "customer_id"))


def weight(simple, name):
    return simple._weights.listing.parts[name]


def knot(simple, place):
    return simple._knots.listing.parts[(simple._knots.chosen.value, place)].children


def said(widget):
    """Return the words of an HTML widget, without its style sheet and elements."""
    without_style = re.sub(r"<style>.*?</style>", "", widget.value, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", without_style)).split())


def test_it_opens_as_the_session_stands(simple):
    assert (weight(simple, "recency").slider.value, weight(simple, "recency").box.value) == (
        0.55, 0.55,
    )  # fmt: skip
    assert {tier: box.value for tier, box in simple._cuts.listing.parts.items()} == dict(
        BOOK_CLUB.tiers
    )
    assert [box.value for box in knot(simple, 1)] == [6.0, 80.0]
    assert (simple._buttons.undo.disabled, simple._buttons.redo.disabled) == (True, True)
    assert said(simple._error) == ""
    assert "No row moves." in said(simple._summary)


@pytest.mark.parametrize("control", ["slider", "box"])
def test_a_weight_is_set_and_the_others_follow(simple, control):
    getattr(weight(simple, "recency"), control).value = 0.46
    # 0.45 is shared by 0.35 and 0.1: now 0.54, which is 1.2 times as much
    assert [c.weight for c in simple.scorecard.criteria[:3]] == [0.46, 0.42, 0.12]
    shown = [weight(simple, name) for name in ("recency", "frequency", "spend")]
    assert [one.slider.value for one in shown] == [0.46, 0.42, 0.12]
    assert [one.box.value for one in shown] == [0.46, 0.42, 0.12]
    assert len(simple.session.history) == 1
    assert "1 edit against live" in said(simple._summary)


def test_a_locked_weight_stays(simple):
    weight(simple, "spend").lock.value = True
    assert simple.session.locks == {"spend"}
    assert weight(simple, "spend").slider.disabled
    weight(simple, "recency").box.value = 0.45
    assert [c.weight for c in simple.scorecard.criteria[:3]] == [0.45, 0.45, 0.1]
    weight(simple, "spend").lock.value = False
    assert simple.session.locks == frozenset()


def test_a_weight_that_cannot_be_had_is_refused_in_words_and_nothing_changes(simple):
    before = simple.session.state
    weight(simple, "recency").box.value = 5
    assert "'recency' can have at most 1" in said(simple._error)
    assert simple.session.state is before
    assert (weight(simple, "recency").box.value, weight(simple, "recency").slider.max) == (0.55, 1)
    weight(simple, "recency").box.value = 0.5
    assert said(simple._error) == ""


def test_without_rebalancing_the_others_stay(simple):
    simple._buttons.rebalancing.value = "none"
    weight(simple, "recency").box.value = 5
    assert [c.weight for c in simple.scorecard.criteria[:3]] == [5.0, 0.35, 0.1]
    assert weight(simple, "recency").slider.max == 10.0


def test_undo_and_redo_by_their_buttons(simple):
    weight(simple, "recency").box.value = 0.46
    simple._buttons.undo.click()
    assert identity_of(simple.scorecard) == identity_of(BOOK_CLUB)
    assert weight(simple, "frequency").box.value == 0.35
    assert (simple._buttons.undo.disabled, simple._buttons.redo.disabled) == (True, False)
    simple._buttons.redo.click()
    assert simple.scorecard.criteria[0].weight == 0.46
    simple._buttons.redo.click()
    assert "'me' has undone nothing" in said(simple._error)


def test_a_tier_is_moved_and_not_past_its_neighbour(simple):
    cut = simple._cuts.listing.parts["A"]
    cut.value = 65
    assert simple.scorecard.tiers[0] == ("A", 65.0)
    cut.value = 40
    assert "tier 'A' starts above tier 'B', which starts at 45; found 40" in said(simple._error)
    assert (cut.value, simple.scorecard.tiers[0]) == (65.0, ("A", 65.0))


def test_the_knots_of_a_criterion_that_is_chosen_are_moved(simple):
    simple._knots.chosen.value = "spend"
    x, value = knot(simple, 1)
    x.value, value.value = 300, 60
    assert simple.scorecard.criteria[2].value.knots[1] == (300.0, 60.0)
    x.value = -1
    assert "the input of this knot stays above" in said(simple._error)
    assert x.value == 300.0


def test_a_criterion_without_knots_says_so(simple):
    simple._knots.chosen.value = "frequency"
    assert simple._knots.listing.parts == {}
    assert simple._knots._said.value == "bins: has no knots; edit it in Python"


def test_edits_from_python_show(simple):
    simple.session.set_tier("A", 65)
    simple.session.add_knot("recency", 9)
    simple.session.lock("art")
    assert simple._cuts.listing.parts["A"].value == 65.0
    assert [box.value for box in knot(simple, 2)] == [9.0, 65.0]
    assert weight(simple, "art").lock.value is True
    simple.close()
    simple.session.set_tier("A", 70)
    assert simple._cuts.listing.parts["A"].value == 65.0


def test_another_scorecard_brings_other_controls(simple):
    simple.session.set_weight("recency", 0.46)
    renamed = BOOK_CLUB.model_copy(update={"tiers": (("yes", 50.0), ("no", 0.0))})
    simple.session.replace(renamed)
    assert list(simple._cuts.listing.parts) == ["yes", "no"]
    words = said(simple._summary)
    # every tier of live has lost all its rows
    assert re.search(r"yes [\d,]+ \+[\d,]+ 0 no", words)
    assert re.search(r"A 0 −([\d,]+) \1 B 0", words)


def test_tiers_and_movers_are_those_of_the_scores(simple, board):
    simple.session.set_tier("A", 65)
    scores = sk.score(simple.scorecard, EXAMPLE.data).to_pandas()["tier"].value_counts()
    live = sk.score(BOOK_CLUB, EXAMPLE.data).to_pandas()["tier"].value_counts()
    lost = live["A"] - scores["A"]
    words = said(simple._summary)
    assert f"A {scores['A']:,} −{lost} {live['A']:,} B {scores['B']:,} +{lost} " in words
    simple.session.set_weight("recency", 0.2)
    movers = board.exact(simple.scorecard, View()).movers
    words = said(simple._summary)
    assert f"{movers.up:,} rows move up and {movers.down:,} down" in words
    assert f"{movers.crossed_up:,} reach a higher tier" in words


def test_the_first_rows_are_those_of_the_scores(simple):
    simple.session.set_weight("recency", 0.2)
    table = sk.score(simple.scorecard, EXAMPLE.data).rank()
    best = table[table["rank"] <= 3].sort_values("rank")
    words = said(simple._rows)
    assert simple._rows.value.count("<tr>") == ROWS_SHOWN + 1
    for _, row in best.iterrows():
        assert re.search(rf"\b{row['rank']} \S+ {row['customer_id']} {row['score']:g}", words)


def test_texts_with_quotes_and_markup_are_escaped():
    card = odd_card()
    board = Board(card, ODD_ROWS, also=["key"])
    simple = simple_playground(Session(card, author=ODD), board, Keys(board, "key"))
    simple._cuts.listing.parts[ODD].value = 3
    simple._cuts.listing.parts["B"].value = 9
    shown = [simple._summary.value, simple._rows.value, simple._error.value]
    assert "<img" not in "".join(shown)
    assert "<b>1</b>" not in simple._rows.value
    assert "&lt;b&gt;1&lt;/b&gt;" in simple._rows.value
    assert "&lt;img" in simple._summary.value
    assert "&lt;img" in simple._error.value


def test_a_draft_that_the_table_cannot_be_scored_by_is_said_and_can_be_undone(simple):
    before = simple._summary.value
    simple.session.set_adjustment("owns_italian_art", "no_such_column * 2")
    assert "no_such_column" in said(simple._error)
    assert simple._summary.value == before
    simple._buttons.undo.click()
    assert said(simple._error) == ""
    assert identity_of(simple.scorecard) == identity_of(BOOK_CLUB)


def test_a_callback_that_fails_is_said_and_the_edit_stands(simple):
    simple.session.subscribe(lambda event: 1 / 0)
    simple._cuts.listing.parts["A"].value = 65
    assert "ZeroDivisionError: division by zero" in said(simple._error)
    assert simple.scorecard.tiers[0] == ("A", 65.0)


def test_a_weight_that_means_nothing_has_no_slider(simple):
    simple.session.set_aggregation("taste", "max")
    art = weight(simple, "art")
    assert (art.slider.disabled, art.box.disabled) == (True, True)
    assert art._beside.value == "no weight in its group"


def test_what_it_prints_is_always_the_same(simple, board):
    again = simple_playground(Session(BOOK_CLUB), board)
    text = "SimplePlayground of book_club, 4,000 rows"
    assert repr(simple) == repr(again) == text
    assert simple._repr_mimebundle_()["text/plain"] == text


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_are_shown(rows):
    card = parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "tiny",
            "score": {"aggregate": "mean", "of": [{"criterion": "x", "missing": 0}]},
        }
    )
    simple = simple_playground(Session(card), Board(card, {"x": [1.0] * rows}))
    assert said(simple._error) == ""
    assert said(simple._rows) == ("No rows." if rows == 0 else
                                  "rank move key score change tier 1 0 1 1 0 –")  # fmt: skip


def test_a_row_without_a_score_has_dashes():
    card = BOOK_CLUB
    board = Board(card, EXAMPLE.data)
    frame = board.exact(card, View(offset=board.rows - 1, limit=1))
    words = " ".join(
        re.sub(
            r"<style>.*</style>|<[^>]*>",
            " ",
            rows_html(card, frame, Keys(board, None)),
            flags=re.DOTALL,
        ).split()
    )
    # the last row is knocked out: rank, score, change and tier are not there
    assert re.fullmatch(r"rank move key score change tier – 0 \d+ – – –", words)
    assert summary_html(card, card, frame, 0).startswith("<div")


@pytest.mark.parametrize(
    ("change", "html"),
    [(0.0, ("quiet", "0")), (2.0, ("up", "+2")), (-2.0, ("down", "−2")),
     (float("nan"), ("quiet", "–"))],
)  # fmt: skip
def test_a_change_has_a_sign_and_zero_has_no_colour(change, html):
    assert change_html(change) == '<span class="{}">{}</span>'.format(*html)


def test_edits_from_other_threads_show(simple):
    names = ["recency", "art"]

    def play(name):
        for step in range(1, 6):
            simple.session.set_weight(name, 0.3 + step / 100, author=name)

    threads = [threading.Thread(target=play, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    weight(simple, "engagement").box.value = 0.4
    for thread in threads:
        thread.join()
    assert said(simple._error) == ""
    assert [weight(simple, name).box.value for name in names] == [0.35, 0.35]
    assert weight(simple, "engagement").slider.value == 0.4
    assert len(simple.session.history) == 11


def test_without_ipywidgets_it_says_what_to_install():
    code = (
        "import sys; sys.modules['ipywidgets'] = None\n"
        "from scoring_kit.optional import MissingPackageError\n"
        "try:\n    import scoring_kit.playground.simple\n"
        "except MissingPackageError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ipywidgets is needed for the simple playground and is not installed" in done.stdout
    assert "pip install 'scoring-kit[lab]'" in done.stdout
