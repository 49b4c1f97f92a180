"""Inside a band enough of the top rows stay by `score()`, and just outside they do not."""

import json

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground.bands import bands
from scoring_kit.playground.board import Board
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.document import parse_scorecard, to_document
from scoring_kit.scorecard.files import read_scorecard_text


def ranks_of(card, data):
    return sk.score(card, data, detail="score").rank()["rank"].fillna(10**9).to_numpy(np.int64)


class Scan:
    """What `score()` says about the top rows under another weight."""

    def __init__(self, card, data, top, keep, **settings):
        self.card, self.data, self.top, self.settings = card, data, top, settings
        self.first = ranks_of(card, data) <= top
        self.keep = min(keep, self.first.sum())

    def session(self):
        session = Session(self.card, rebalancing=self.settings.get("rebalancing", "proportional"))
        session.lock(*self.settings.get("locks", ()))
        return session

    def stays(self, name, weight):
        session = self.session()
        session.set_weight(name, weight)
        found = ranks_of(session.scorecard, self.data)
        return (self.first & (found <= self.top)).sum() >= self.keep

    def check(self, name, band, tolerance=1.5e-3, inside=3):
        low, high = band
        assert all(self.stays(name, weight) for weight in np.linspace(low, high, inside))
        bottom, ceiling = self.session().weight_room(name)
        present = self.session().state.draft.placed(name).member.weight
        if low > bottom:
            assert not self.stays(name, low - tolerance * (present - bottom))
        if high < min(ceiling, 2 * present):
            assert not self.stays(name, high + tolerance * (ceiling - present))


@pytest.fixture(scope="module")
def club():
    session = Session(sk.example("book_club").scorecard)
    session.set_weight("recency", 0.45)
    return session.scorecard


@pytest.fixture(scope="module")
def board(club):
    return Board(sk.example("book_club").scorecard, sk.example("book_club").data, draft=club)


def test_bands_of_the_book_club_hold_what_a_scan_of_weights_finds(club, board):
    found = bands(board, club)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert (found["top"], found["keep"], found["approximate"]) == (100, 90, False)
    names = ["engagement", "recency", "frequency", "spend", "taste", "art", "travel", "shelf"]
    assert list(found["bands"]) == names
    scan = Scan(club, sk.example("book_club").data, 100, 90)
    for name, band in found["bands"].items():
        scan.check(name, band)


LOCKED = {"locks": frozenset({"spend"})}


@pytest.mark.parametrize("how", ["proportional", "equal"])
def test_bands_follow_the_locks_and_the_rebalancing(club, board, how):
    found = bands(board, club, 50, 45, rebalancing=how, names=["recency", "spend"], **LOCKED)
    assert list(found["bands"]) == ["recency"]  # what is locked cannot move
    scan = Scan(club, sk.example("book_club").data, 50, 45, rebalancing=how, **LOCKED)
    scan.check("recency", found["bands"]["recency"])


NESTED = """
schema: scoring-kit/1
name: nested
defaults: {missing: reweight}
score:
  aggregate: mean
  of:
    - {criterion: a, weight: 2, range: [0, 1]}
    - group: inner
      weight: 3
      aggregate: mean
      of:
        - {criterion: b, weight: 1, range: [0, 1]}
        - {criterion: c, weight: 2, range: [0, 1]}
        - {criterion: d, weight: 0.5, range: [0, 1]}
    - group: added
      weight: 1
      aggregate: sum
      initial: 0.1
      limits: [0.2, 0.9]
      of:
        - {criterion: e, weight: 0.5, range: [0, 1], missing: 0}
        - {criterion: f, weight: 0.7, range: [0, 1], missing: 0.5}
scaling: {multiply: 100, add: -3}
adjustments:
  - {name: bonus, when: g > 0.8, add: 7}
  - {name: halved, multiply: 0.5}
knock_outs:
  - {name: gone, when: g < 0.05}
"""


@pytest.mark.parametrize("how", ["proportional", "equal", "none"])
def test_bands_of_groups_with_gaps_hold_what_a_scan_finds(how):
    draw, card = np.random.default_rng(1), read_scorecard_text(NESTED)
    data = {name: draw.random(400) for name in "abcdefg"}
    for name in "abcdef":
        data[name][draw.random(400) < 0.2] = np.nan
    found = bands(Board(card, data), card, 40, 33, rebalancing=how)["bands"]
    assert list(found) == ["a", "inner", "b", "c", "d", "added", "e", "f"]
    scan = Scan(card, data, 40, 33, rebalancing=how)
    for name in ("a", "inner", "c", "f"):
        scan.check(name, found[name], tolerance=2e-3)


TWO = """
schema: scoring-kit/1
name: two
defaults: {missing: 0}
score:
  aggregate: mean
  of: [{criterion: a, weight: 0.9, range: [0, 1]}, {criterion: b, weight: 0.1, range: [0, 1]}]
"""


def test_rows_far_below_are_seen_when_they_come_in():
    # 3,000 rows lead by `a`; the others, all of rank 3,001, have `b` only, and take the whole top
    # from a weight w of `b` on that is just under 0.5: where w = (1 - w) a of the ninth row
    data = {
        "a": np.concatenate([np.linspace(0.9, 1.0, 3000), np.zeros(3000)]),
        "b": np.concatenate([np.zeros(3000), np.ones(3000)]),
    }
    card = read_scorecard_text(TWO)
    found = bands(Board(card, data), card, 10, 9)["bands"]
    assert found["b"] == [0.0, pytest.approx(0.5, abs=1e-3)]
    assert found["b"][1] < 0.5
    assert found["a"] == [pytest.approx(0.5, abs=1e-3), 1.0]


def test_other_aggregations_have_approximate_bands(club):
    document = to_document(club)
    document["score"] |= {"aggregate": "geometric_mean", "at_least": 1}
    card, data = parse_scorecard(document), sk.example("book_club").data
    found = bands(Board(card, data), card, names=["engagement", "recency"])
    assert found["approximate"]
    scan = Scan(card, data, 100, 90)
    for name, band in found["bands"].items():
        scan.check(name, band, tolerance=1e-2, inside=2)


def test_without_rows_or_with_few_every_weight_will_do():
    card = read_scorecard_text(NESTED)
    full = [0.0, 6.0]
    for rows in (0, 1, 5):
        data = {name: np.full(rows, 0.5) for name in "abcdefg"}
        assert bands(Board(card, data), card, 10, 9)["bands"]["a"] == full
