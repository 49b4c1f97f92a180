import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.playground.proposal import Proposal
from tests.cards import card, criterion
from tests.playground.desks import Screen
from tests.playground.states import identity_of


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture(scope="module")
def shared():
    return Screen()


def weights(answer):
    return {one["name"]: one["weight"] for one in answer["state"]["members"]}


def test_a_fresh_screen_shows_live(screen):
    answer = screen.ask("open", look={"limit": 3})
    assert (answer["view"], answer["seq"], answer["kind"]) == ("v", 1, "frame")
    assert answer["frame"]["is_exact"]
    assert answer["state"]["is_same"]
    assert len(answer["frame"]["page"]["rows"]) == 3


def test_an_edit_is_answered_with_the_weights_that_follow(screen):
    answer = screen.edit("weight", name="recency", weight=0.1)
    # the others share 0.9 as 0.35 to 0.10
    assert weights(answer)["frequency"] == pytest.approx(0.7)
    assert answer["state"]["edits"] == 1
    assert not answer["frame"]["is_exact"]


def test_a_preview_changes_nothing(screen):
    before = identity_of(screen.session.scorecard)
    fields = {"name": "recency", "weight": 0.1}
    answer = screen.ask("preview", kind="weight", fields=fields)
    shown = {one["name"]: one["weight"] for one in answer["numbers"]["members"]}
    assert shown["recency"] == 0.1
    assert identity_of(screen.session.scorecard) == before


def test_what_settles_is_what_score_gives(screen):
    screen.edit("weight", name="recency", weight=0.1)
    answer = screen.settle(limit=5)
    ranked = sk.score(screen.session.scorecard, screen.data).rank()
    top = ranked.sort_values("rank", kind="stable").head(5)
    rows = answer["frame"]["page"]["rows"]
    assert answer["frame"]["is_exact"]
    assert [row["score"] for row in rows] == top["score"].tolist()
    assert {row["key"] for row in rows} == set(map(str, top["customer_id"]))


def test_the_effect_of_an_edit_is_how_many_rows_cross_a_tier(screen):
    screen.edit("tier cut", tier="A", cut=70)
    answer = screen.settle()
    scores = sk.score(screen.card, screen.data).to_pandas()["score"]
    below = int(((scores >= 60) & (scores < 70)).sum())  # the cut of A was 60
    assert answer["state"]["history"][0]["effect"] == {"up": 0, "down": below}


def test_what_settles_is_of_the_version_that_it_says(screen, monkeypatch):
    screen.edit("tier cut", tier="A", cut=70)
    before = screen.session.state.version
    # another person edits while the effects are measured
    monkeypatch.setattr(screen.desk._effects, "measure", lambda: screen.session.set_tier("A", 80))
    answer = screen.settle()
    assert answer["state"]["tiers"][0]["cut"] == 70
    assert answer["state"]["version"] == before
    assert screen.settle()["state"]["tiers"][0]["cut"] == 80


def test_what_is_refused_says_why_and_changes_nothing(screen):
    before = identity_of(screen.session.scorecard)
    answer = screen.edit("weight", name="recency", weight=7)
    assert "recency" in answer["problem"]
    assert answer["state"]["edits"] == 0
    assert identity_of(screen.session.scorecard) == before


def test_locks_and_rebalancing_are_those_of_the_session(screen):
    screen.ask("lock", name="frequency", on=True)
    assert weights(screen.edit("weight", name="recency", weight=0.5))["frequency"] == 0.35
    screen.ask("rebalance", how="none")
    assert weights(screen.edit("weight", name="recency", weight=0.1))["spend"] == 0.15


def test_undo_and_redo_and_jump(screen):
    screen.edit("weight", name="recency", weight=0.5)
    screen.edit("tier cut", tier="A", cut=70)
    assert screen.ask("undo")["state"]["redo"] == "tier A: 60 -> 70"
    assert screen.ask("redo")["state"]["edits"] == 2
    assert screen.ask("jump", number=0)["state"]["edits"] == 0
    assert "undo" in screen.ask("undo")["problem"]


def test_two_persons_undo_their_own_edits(screen):
    screen.edit("weight", "Ada", name="recency", weight=0.5)
    screen.edit("tier cut", "Grace", tier="A", cut=70)
    answer = screen.ask("undo", "Ada")
    assert [entry["undone"] for entry in answer["state"]["history"]] == [True, False]
    assert answer["state"]["names"] == {"me": "Ada", "Grace": "Grace"}


def test_screens_hear_of_edits_from_python(screen):
    screen.session.set_tier("A", 70)
    assert screen.late.get(timeout=5)["kind"] == "changed"
    screen.edit("tier cut", tier="A", cut=71)
    assert screen.late.empty()


def test_screens_hear_of_edits_that_callbacks_make_while_effects_are_measured(screen):
    def follow(event):
        if event.what == "measure" and screen.session.scorecard.tiers[0][1] != 80:
            screen.session.set_tier("A", 80)

    screen.session.subscribe(follow)
    screen.edit("tier cut", tier="A", cut=70)
    assert screen.late.empty()
    screen.ask("settle")
    first = screen.late.get(timeout=30)
    assert (first["kind"], first["version"]) == ("changed", screen.session.state.version)
    assert screen.late.get(timeout=30)["kind"] == "settled"


def test_a_search_finds_rows_by_their_key(screen):
    answer = screen.ask("look", look={"find": "1004"})
    rows = answer["frame"]["page"]["rows"]
    assert rows
    assert all("1004" in row["key"] for row in rows)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
OPS = ["ping", "open", "look", "preview", "edit", "undo", "redo", "jump", "rename", "lock"]
ASKED = st.fixed_dictionaries(
    {
        "op": st.sampled_from([*OPS, "rebalance", "reset", "export", "nothing"]) | JSON,
        "args": JSON | st.fixed_dictionaries({"kind": st.just("weight"), "fields": JSON}),
        "look": JSON,
        "who": JSON,
    }
)


@settings(max_examples=150)
@given(asked=ASKED)
def test_nothing_that_is_asked_raises(shared, asked):
    answer = shared.desk.answer(asked)
    assert answer["kind"] in ("pong", "frame", "preview", "failed", "export")
    assert identity_of(shared.session.live) == identity_of(shared.card)


def test_a_screen_that_is_gone_keeps_no_other_from_being_told(caplog):
    screen, told = Screen(), []

    def gone(answer):
        raise OSError("the screen is closed")

    screen.desk.connect(gone)
    screen.desk.connect(lambda answer: told.append(answer["kind"]))
    screen.desk.select({"sort": "move"})
    assert told == ["select"]
    assert [screen.settle()["kind"] for _ in range(2)] == ["settled", "settled"]
    assert "the screen is closed" in caplog.text


class Offer:
    """Stands for what proposes; says what it was asked, or refuses."""

    def __init__(self, error=None):
        self.error = error

    def propose(self, message, progress):
        if self.error is not None:
            raise self.error
        return Proposal(None, "production", "proposed", (message,), f"progress {progress}")


@pytest.mark.parametrize("offer", [None, Offer()])
def test_a_screen_knows_whether_there_is_a_registry(offer):
    screen = Screen(card=card(criterion("age")), data={"age": [1.0]}, offer=offer)
    expected = None if offer is None else {"environment": "production"}
    assert screen.ask("open")["setting"]["registry"] == expected


def proposed(error=None):
    """Return what a screen is told, later, of a proposal."""
    screen = Screen(card=card(criterion("age")), data={"age": [1.0]}, offer=Offer(error))
    assert screen.ask("propose", message="fewer in A") is None
    return screen.late.get(timeout=30)


def test_what_comes_of_a_proposal_is_told_later(monkeypatch):
    monkeypatch.setattr(Proposal, "title", "proposed")
    told = {"title": "proposed", "summary": ["fewer in A"], "next": "progress False", "version": 0}
    assert proposed() == {"view": "v", "seq": 1, "kind": "proposed", **told}


def test_why_a_proposal_was_refused_is_told_with_what_there_is_now():
    error = sk.ScoringError("no")
    error.add_note("version 2 is there, as a draft")
    assert proposed(error)["problem"] == "no; version 2 is there, as a draft"
    assert proposed(ValueError("odd"))["problem"] == "ValueError: odd"
