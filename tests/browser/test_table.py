"""The ranked rows on the screen: pages, filters, search, order and pins, by pointer and by keys."""

import itertools
import math
import re

import pytest

import scoring_kit as sk
from scoring_kit.playground.playground import Playground
from tests.browser.overlaps import meeting
from tests.browser.stage import staged
from tests.cards import card, criterion
from tests.playground.states import ODD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("table")]

CARD, DATA = sk.example("book_club")
BODY = ".rk tbody:not(.pin) tr"
TEXTS = ".chips > *, .rk th, .rk td, .foot > *, .ph > *"
SHOWS_OLD_BARS = """() => {
    const root = document.querySelector('.scoring-kit-playground').shadowRoot;
    return root.querySelectorAll('.rk.old tbody .sb').length > 6;
}"""
STRIPE = r"(\d+\.\d+)% calc\((\d+\.\d+)% - \dpx\)"
"""Of the ground of a bar: where the part of a criterion begins and ends, in hundredths."""
HAS_BARS = "() => window.app.frame.page.rows.every((row) => row.bars)"


@pytest.fixture
def stage(executable):
    playground = Playground(CARD, DATA)
    playground.session.set_weight("recency", 0.4)
    # in one column a page has 12 rows; beside other panels it can have more
    with staged(executable, playground, width=760) as stage:
        yield stage
        assert stage.errors == []


def ranked(playground):
    """Return the scores of draft and live side by side, the best first, equal ones as they come."""
    draft, live = sk.score(playground.scorecard, DATA), sk.score(CARD, DATA)
    both = draft.to_pandas().assign(rank=draft.rank()["rank"], live_rank=live.rank()["rank"])
    both = both.assign(live=live.to_pandas()["score"], live_tier=live.to_pandas()["tier"])
    both["move"] = both["live_rank"] - both["rank"]
    return both.sort_values("rank", kind="stable", na_position="last")


def keys_shown(stage, rows=BODY):
    return stage.page.locator(f"{rows} .id").all_inner_texts()


def texts(keys):
    return [str(key) for key in keys]


def look(stage, field):
    return stage.page.evaluate("(field) => window.app.look[field]", field)


def chip(stage, name):
    return stage.page.locator(".chips").get_by_role("button", name=name)


def shows(stage, found):
    """Wait until the table has so many rows in all."""
    stage.until("(found) => window.app.frame.page.found === found", arg=found)
    stage.settle()


def test_pages_turn_by_buttons_and_by_keys(stage):
    expected = texts(ranked(stage.playground)["customer_id"])
    assert keys_shown(stage) == expected[:12]
    stage.page.get_by_role("button", name="Next").click()
    stage.until("() => window.app.frame.page.rows[0].rank > 1")
    stage.settle()
    assert keys_shown(stage) == expected[12:24]
    stage.page.locator(BODY).first.focus()
    stage.page.keyboard.press("PageDown")
    stage.until("() => window.app.frame.page.rows[0].rank > 20")
    stage.settle()
    assert keys_shown(stage) == expected[24:36]
    assert stage.page.locator(".foot b").last.inner_text() == "25 to 36"
    stage.page.keyboard.press("Control+End")
    shows_last = "() => window.app.look.offset === 3996 && window.app.frame.page.rows.length === 4"
    stage.until(shows_last)
    stage.settle()
    assert keys_shown(stage) == expected[-4:]


def test_the_row_keeps_the_focus_while_pages_turn(stage):
    stage.page.locator(BODY).nth(11).focus()
    stage.page.keyboard.press("ArrowDown")
    stage.until("() => window.app.look.offset === 12 && !window.app.wire.isBusy")
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("Enter")
    stage.settle()
    second = int(ranked(stage.playground).index[13])
    assert look(stage, "row") == second
    assert stage.page.locator(".rk tr.sel").get_attribute("aria-rowindex") == "15"


def test_search_finds_keys_and_escape_clears_it(stage):
    both = ranked(stage.playground)
    expected = both[both["customer_id"].astype(str).str.contains("399")]
    stage.page.keyboard.press("Tab")
    stage.page.locator(".sk").press("/")
    stage.page.keyboard.type("399")
    shows(stage, len(expected))
    assert keys_shown(stage) == texts(expected["customer_id"])[:12]
    stage.page.keyboard.press("Escape")
    shows(stage, len(both))
    assert look(stage, "find") == ""


def test_filters_leave_the_rows_that_score_says(stage):
    both = ranked(stage.playground)
    is_new = both["tier"].fillna("") != both["live_tier"].fillna("")
    entered = (both["rank"] <= 400) & ~(both["live_rank"] <= 400)
    moved = both["move"].abs() > 200
    for name, rows in [("New tier", is_new), ("New in top 400", entered), ("Moved by", moved)]:
        chip(stage, name).click()
        shows(stage, int(rows.sum()))
        assert keys_shown(stage) == texts(both[rows]["customer_id"])[:12]
    counts = stage.page.locator(".chips b").all_inner_texts()
    found = [len(both), moved.sum(), is_new.sum(), entered.sum(), 0]
    assert [int(text.replace(",", "")) for text in counts] == found


def test_how_far_is_far_can_be_typed(stage):
    box = stage.page.get_by_role("textbox", name="Ranks that a row has moved by")
    box.fill("500")
    box.press("Enter")
    shows(stage, int((ranked(stage.playground)["move"].abs() > 500).sum()))
    box.fill("far")
    box.press("Enter")
    stage.until("() => window.app.problem?.includes('whole number of ranks')")


def test_a_press_on_the_headline_filters_the_table(stage):
    stage.page.get_by_role("button", name="Change tier").click()
    both = ranked(stage.playground)
    is_new = both["tier"].fillna("") != both["live_tier"].fillna("")
    shows(stage, int(is_new.sum()))
    big = stage.page.locator(".h1c .big").inner_text()
    assert int(big.split()[0]) == int(is_new.sum())


@pytest.mark.parametrize(
    ("column", "presses", "order", "aria"),
    [
        ("rank", 1, lambda both: -both["rank"], "descending"),
        ("move", 1, lambda both: -both["move"].abs().fillna(0), "other"),
        ("move", 2, lambda both: -both["move"].fillna(0), "descending"),
        ("change", 1, lambda both: -(both["score"] - both["live"]).abs(), "other"),
        ("change", 3, lambda both: both["score"] - both["live"], "ascending"),
    ],
    ids=["worst", "moved", "risen", "changed", "lost"],
)
def test_a_head_sorts_by_its_column(stage, column, presses, order, aria):
    for _ in range(presses):
        stage.page.locator(".rk thead").get_by_role("button", name=column).press("Enter")
        stage.settle()
    both = ranked(stage.playground).sort_index()
    keys = order(both).sort_values(kind="stable", na_position="last").head(12)
    assert keys_shown(stage) == texts(both.loc[keys.index]["customer_id"])
    head = stage.page.locator(".rk th[aria-sort]")
    assert (head.count(), head.get_attribute("aria-sort")) == (1, aria)


def test_a_row_is_pinned_alike_by_pointer_and_by_keys(stage):
    third = int(ranked(stage.playground).index[2])
    stage.page.locator(BODY).nth(2).hover()
    stage.page.locator(BODY).nth(2).locator(".pinb").click()
    stage.until("() => window.app.frame.pinned.length === 1")
    stage.settle()
    assert look(stage, "pinned") == [third]
    assert keys_shown(stage, ".rk tbody.pin tr") == keys_shown(stage)[2:3]
    stage.page.locator(BODY).nth(2).focus()
    stage.page.keyboard.press("p")
    stage.until("() => window.app.frame.pinned.length === 0")
    stage.settle()
    stage.page.keyboard.press("p")
    stage.until("() => window.app.frame.pinned.length === 1")
    assert look(stage, "pinned") == [third]


def test_pinned_rows_stay_on_other_pages_and_have_bars(stage):
    stage.page.locator(BODY).nth(0).focus()
    stage.page.keyboard.press("p")
    stage.page.keyboard.press("PageDown")
    stage.until("() => window.app.frame.pinned.length === 1 && window.app.look.offset === 12")
    stage.until("() => window.app.frame.pinned[0].bars")
    stage.settle()
    assert stage.page.locator(".rk tbody.pin tr").count() == 1
    chip(stage, "Pinned").click()
    stage.until("() => window.app.frame.page.found === 1")
    assert (stage.page.locator(BODY).count(), look(stage, "offset")) == (0, 0)


def test_bars_are_what_explanations_say(stage):
    stage.until(HAS_BARS)
    rows = stage.page.evaluate("() => window.app.frame.page.rows.slice(0, 3)")
    scores = sk.score(stage.playground.scorecard, DATA, key="customer_id")
    for row in rows:
        lines = scores.explain(int(row["key"])).lines
        own = [[line.name, line.amount] for line in lines if line.kind == "criterion"]
        assert row["bars"] == own
    said = stage.page.locator(f"{BODY} .sb").first.get_attribute("aria-label")
    assert said.startswith(f"recency {rows[0]['bars'][0][1]:.1f}, frequency ")
    ground = stage.page.locator(f"{BODY} .sb").first.get_attribute("style")
    stripes = [tuple(map(float, found)) for found in re.findall(STRIPE, ground)]
    amounts = [amount for _, amount in rows[0]["bars"]]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(stripes))  # side by side
    per_point = (stripes[-1][1] - stripes[0][0]) / math.fsum(amounts)
    for (start, end), amount in zip(stripes, amounts, strict=True):
        assert end - start == pytest.approx(amount * per_point, abs=0.02)


def test_nothing_found_is_said_with_a_way_back(stage):
    stage.page.locator(".find input").fill("nobody")
    shows(stage, 0)
    assert stage.page.locator(".rows .none").inner_text() == "No row matches. Clear filters"
    stage.page.get_by_role("button", name="Clear filters").click()
    shows(stage, 4000)


def test_the_table_says_how_many_rows_there_are(stage):
    table = stage.page.get_by_role("grid")
    assert table.get_attribute("aria-rowcount") == "4001"
    assert stage.page.locator(BODY).first.get_attribute("aria-rowindex") == "2"
    assert stage.page.locator(".rk tr[tabindex='0']").count() == 1


def test_contributions_stay_while_a_weight_is_dragged(stage):
    stage.until(HAS_BARS)
    stage.page.get_by_role("slider", name="Weight of frequency").focus()
    for _ in range(4):  # as long as a drag: rows are greyed only when they stay old for a while
        stage.page.keyboard.press("ArrowRight")
        stage.page.wait_for_timeout(300)
    stage.until(SHOWS_OLD_BARS)
    stage.until("() => window.app.frame.is_exact && !window.app.held")
    assert stage.page.locator(".old").count() == 0


def odd_playground():
    """Return a playground whose keys hold quotes and markup, and rows without a score."""
    knock_out = {"name": "k", "when": "a > 8", "reason": "K"}
    small = card(
        criterion("a", missing="fail"), criterion("b", missing="fail", weight=2),
        knock_outs=[knock_out], tiers={ODD: 4, "B": 0}, key=["name"],
    )  # fmt: skip
    names = [ODD, "</td><td>", "x" * 80, "plain"]
    data = {"name": names, "a": [5.0, 9.0, None, 1.0], "b": [5.0, 5.0, 1.0, 1.0]}
    return Playground(small, data)


def test_odd_keys_and_missing_scores_are_words(executable):
    with staged(executable, odd_playground()) as stage:
        assert keys_shown(stage) == [ODD, "plain", "</td><td>", "x" * 80]
        cells = stage.page.locator(f"{BODY} .sc").all_inner_texts()
        assert cells[2:] == ["knocked out", "insufficient"]
        assert stage.page.locator(".rk img").count() == 0
        assert stage.errors == []
        assert meeting(stage, ".rows", TEXTS) == {}


@pytest.mark.parametrize("name", ["book_club", "german_credit"])
def test_nothing_meets_at_any_width(executable, name):
    example = sk.example(name)
    with staged(executable, Playground(example.scorecard, example.data)) as stage:
        stage.page.locator(BODY).first.focus()
        stage.page.keyboard.press("p")
        stage.until("() => window.app.frame.pinned.length === 1")
        assert meeting(stage, ".rows", TEXTS) == {}
        assert meeting(stage, ".hero", "h2, .big, .sub > *, .ends > *") == {}
        assert stage.errors == []
