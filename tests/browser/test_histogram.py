"""Scores by tier on the screen: counts are those of score(), cuts move by pointer and by keys."""

import pytest

import scoring_kit as sk
from scoring_kit.playground.playground import Playground
from scoring_kit.playground.session import Session
from tests.browser.overlaps import meeting
from tests.browser.stage import staged
from tests.playground.states import identity_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("histogram")]

CARD, DATA = sk.example("book_club")
TEXTS = ".th li, .tlist li, .cut span, .xl span"
LONG = "a tier with quite a long name, number "


def with_tiers(tiers):
    """Return the book club's scorecard with other tiers."""
    return CARD.model_copy(update={"tiers": tuple(tiers.items())})


@pytest.fixture
def stage(executable):
    with staged(executable, Playground(CARD, DATA)) as stage:
        yield stage
        assert stage.errors == []


def cut(stage, tier):
    return stage.page.get_by_role("slider", name=f"Cut of {tier}")


def shown_counts(stage):
    """Return the count of each tier as the screen writes it, from the worst."""
    texts = stage.page.locator(".th li .tn, .tlist li .tn").all_inner_texts()
    return [int(text.replace(",", "")) for text in texts]


def counts_of(card):
    """Return how many rows `score()` puts in each tier, from the worst."""
    tiers = list(sk.score(card, DATA).to_pandas()["tier"])
    return [tiers.count(name) for name, _ in reversed(card.tiers)]


def drag(stage, handle, by):
    """Drag a cut to the right by so many points."""
    box = stage.page.locator(".hs .ar").bounding_box()
    low, high = stage.page.evaluate(
        "() => [window.app.frame.histogram.low, window.app.frame.histogram.high]"
    )
    grip = handle.locator("span").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for part in (0.3, 0.7, 1.0):
        stage.page.mouse.move(x + part * by / (high - low) * box["width"], y)
        stage.pump()
    stage.page.mouse.up()
    stage.settle()


def press(stage, handle, *keys):
    handle.focus()
    for key in keys:
        stage.page.keyboard.press(key)
    stage.until("() => window.app.held === null && window.app.state.edits > 0")
    stage.settle()


def test_a_cut_by_pointer_by_keys_typed_and_from_python_ends_in_the_same_document(executable):
    def by_pointer(stage):
        drag(stage, cut(stage, "A"), 5.0)

    def by_keys(stage):
        press(stage, cut(stage, "A"), *["ArrowRight"] * 5)

    def typed(stage):
        cut(stage, "A").press("Enter")
        stage.page.get_by_role("textbox", name="Cut of A, a number").fill("65")
        press(stage, stage.page.get_by_role("textbox", name="Cut of A, a number"), "Enter")

    session = Session(CARD)
    session.set_tier("A", 65.0)
    for act in (by_pointer, by_keys, typed):
        playground = Playground(CARD, DATA)
        with staged(executable, playground) as stage:
            act(stage)
            assert stage.page.evaluate("() => window.app.state.edits") == 1
            assert stage.errors == []
        assert identity_of(playground.scorecard) == identity_of(session.scorecard), act.__name__


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["ArrowLeft"], 59.0),
        (["Shift+ArrowUp"], 70.0),
        (["PageDown", "PageDown"], 50.0),
        (["Home"], 46.0),  # a step above the next cut
        (["ArrowRight", "Control+z"], None),
    ],
    ids=str,
)
def test_keys_move_a_cut(stage, keys, value):
    press(stage, cut(stage, "A"), *keys[:-1], keys[-1]) if value else cut(stage, "A").press(keys[0])
    if value is None:
        stage.page.keyboard.press(keys[1])
        stage.settle()
    assert dict(stage.playground.scorecard.tiers)["A"] == (value or 60.0)


def test_counts_are_those_of_score_before_and_after_an_edit(stage):
    assert shown_counts(stage) == counts_of(CARD)
    press(stage, cut(stage, "B"), "PageUp", "ArrowRight")
    assert shown_counts(stage) == counts_of(stage.playground.scorecard)
    assert stage.page.locator(".note.none").inner_text() == "62 without a score or tier, live 62"


def test_rows_that_lose_their_tier_are_told_below(stage):
    stage.playground.session.set_tier("D", 20.0)
    stage.until("() => window.app.state.edits === 1")
    stage.settle()
    scores = sk.score(stage.playground.scorecard, DATA).to_pandas()
    none = int(scores["tier"].isna().sum())
    words = stage.page.locator(".note.none").inner_text().split()
    assert (int(words[0]), int(words[-1])) == (none, none - 62)


def test_a_typed_cut_that_is_no_number_is_refused_and_escape_closes_the_box(stage):
    cut(stage, "A").press("Enter")
    box = stage.page.get_by_role("textbox", name="Cut of A, a number")
    box.fill("many")
    box.press("Enter")
    stage.until("() => window.app.problem?.startsWith('the cut of A is a number')")
    cut(stage, "A").dblclick()
    box.press("Escape")
    assert box.count() == 0
    assert stage.page.evaluate("() => window.app.state.edits") == 0


def test_an_unchanged_screen_has_no_colour_of_change(stage):
    assert stage.page.locator(".hg .up, .hg .dn, .rows .up, .rows .dn, .hero .up").count() == 0


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        sk.example("german_credit").scorecard,
        with_tiers({}),
        with_tiers({"A": 90.0}),
        with_tiers({f"T{n}": 95.0 - 10 * n for n in range(10)}),
        with_tiers({f"{LONG}{n}": 40.0 - n / 2 for n in range(10)}),
        with_tiers({"B": 200.0, "C": 30.2, "D": 30.1, "E": 30.0, "F": -500.0}),
    ],
    ids=["book_club", "credit", "none", "one", "ten", "long", "odd"],
)
def test_nothing_meets_at_any_width(executable, card):
    data = sk.example("german_credit").data if card.name == "german_credit" else DATA
    playground = Playground(card, data)
    with staged(executable, playground) as stage:
        assert meeting(stage, ".hg", TEXTS) == {}
        assert stage.errors == []


def test_counts_of_a_hundred_rows_each_are_in_the_order_of_the_scale(executable):
    card = with_tiers({f"T{n}": 95.0 - 10 * n for n in range(10)})
    with staged(executable, Playground(card, DATA)) as stage:
        assert shown_counts(stage) == counts_of(card)
