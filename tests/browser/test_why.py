"""The panel that says why a row moved."""

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.playground.playground import Playground
from tests.browser.explained import number, see, steps
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("why")]

EXAMPLE = sk.example("book_club")
WEIGHT = 0.3
KEY = 5902


@pytest.fixture(scope="module")
def opened(executable):
    playground = Playground(EXAMPLE.scorecard, EXAMPLE.data)
    playground.session.set_weight("recency", WEIGHT)
    with staged(executable, playground) as stage:
        stage.page.set_default_timeout(10000)
        yield stage


@pytest.fixture(scope="module")
def table():
    return pd.read_parquet(EXAMPLE.data)


@pytest.fixture(scope="module")
def draft(opened):
    return opened.playground.scorecard


@pytest.fixture
def stage(opened):
    """Return the page with no row chosen."""
    see(opened, row=None, what_if={}, find="", offset=0)
    return opened


def place(table, key):
    return int(table.index[table["customer_id"] == key][0])


def choose(stage, table, key=KEY, **look):
    see(stage, row=place(table, key), **look)


def box(stage, name):
    return stage.page.get_by_label(f"{name}, try another value")


def test_without_a_row_the_panel_says_how_to_choose_one(stage):
    assert "Choose a row in the table" in stage.page.locator(".pw").inner_text()


def test_a_row_is_chosen_in_the_table(stage):
    stage.page.get_by_label("Find a row").fill(str(KEY))
    stage.until("() => window.app.frame.page.rows.length === 1")
    stage.page.locator(".rk tbody tr").first.click()
    stage.until("() => window.app.facts.why.row === window.app.look.row")
    assert stage.page.locator(".pw h2").inner_text() == f"Why {KEY}"


def test_the_steps_are_the_differences_of_two_explanations(stage, table, draft):
    choose(stage, table)
    was = sk.score(EXAMPLE.scorecard, EXAMPLE.data).explain(KEY)
    now = sk.score(draft, EXAMPLE.data).explain(KEY)
    amounts = [{line.name: line.amount for line in each.lines} for each in (was, now)]
    shown = {name: value for name, (_, value) in steps(stage).items() if name in amounts[0]}
    expected = {name: amounts[1][name] - amounts[0][name] for name in shown}
    assert shown == pytest.approx(expected, abs=0.0501)  # one digit is shown
    assert {criterion.name for criterion in draft.criteria} <= set(shown)


def test_both_ends_are_what_score_gives(stage, table, draft):
    choose(stage, table)
    shown = steps(stage)
    for name, card in (("Live", EXAMPLE.scorecard), ("Draft", draft)):
        row = sk.score(card, EXAMPLE.data).to_pandas().iloc[place(table, KEY)]
        assert shown[name][1] == row["score"]
    ranks = [sk.score(card, EXAMPLE.data).rank() for card in (EXAMPLE.scorecard, draft)]
    was, now = (each.set_index("customer_id").loc[KEY, "rank"] for each in ranks)
    assert stage.page.locator(".ranks").inner_text().startswith(f"rank {was} → {now}")


def test_an_input_can_be_tried_with_another_value(stage, table, draft):
    choose(stage, table)
    box(stage, "months_since_order").fill("3")
    box(stage, "months_since_order").press("Enter")
    see(stage)
    changed = table.copy()
    changed.loc[place(table, KEY), "months_since_order"] = 3
    scores = sk.score(draft, changed)
    row = scores.to_pandas().set_index("customer_id").loc[KEY]
    rank = scores.rank().set_index("customer_id").loc[KEY, "rank"]
    text = stage.page.locator(".note.tried").inner_text()
    assert steps(stage)["What-if"][1] == row["score"]
    assert f"gives {row['score']:.1f}, tier {row['tier']}, rank {rank}." in text
    assert "What-if: months_since_order 10 → 3" in text


def test_a_what_if_edits_nothing_and_escape_returns(stage, table):
    choose(stage, table)
    before = stage.playground.scorecard
    box(stage, "orders").fill("1")
    box(stage, "orders").press("Enter")
    see(stage)
    assert "What-if" in steps(stage)
    box(stage, "orders").press("Escape")
    see(stage)
    assert "What-if" not in steps(stage)
    assert box(stage, "orders").input_value() == str(table.loc[place(table, KEY), "orders"])
    assert stage.playground.scorecard is before


def test_reset_returns_too(stage, table):
    choose(stage, table, what_if={"orders": 1})
    stage.page.locator(".pw").get_by_role("button", name="Reset").click()
    see(stage)
    assert "What-if" not in steps(stage)


def test_the_value_of_the_row_itself_is_no_what_if(stage, table):
    choose(stage, table, what_if={"orders": 1})
    box(stage, "orders").fill(str(table.loc[place(table, KEY), "orders"]))
    box(stage, "orders").press("Enter")
    see(stage)
    assert stage.page.evaluate("() => window.app.look.what_if") == {}


def test_an_empty_box_says_missing(stage, table, draft):
    choose(stage, table)
    box(stage, "total_spend").fill("")
    box(stage, "total_spend").press("Enter")
    see(stage)
    changed = table.astype({"total_spend": float})
    changed.loc[place(table, KEY), "total_spend"] = float("nan")
    expected = sk.score(draft, changed).to_pandas()["score"].iloc[place(table, KEY)]
    assert steps(stage)["What-if"][1] == expected


def test_a_text_in_the_box_of_a_number_is_refused(stage, table):
    choose(stage, table)
    box(stage, "orders").fill("many")
    box(stage, "orders").press("Enter")
    stage.page.wait_for_timeout(60)
    assert 'orders is a number, found "many"' in stage.page.locator(".problem").inner_text()
    assert stage.page.evaluate("() => window.app.look.what_if") == {}


def test_inputs_of_a_criterion_with_several_are_listed_under_it(stage, table):
    choose(stage, table)
    button = stage.page.locator(".wfr", has_text="travel").get_by_role("button")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    stage.page.wait_for_timeout(40)
    assert box(stage, "geography_books").is_visible()
    assert (
        stage.page.get_by_label("italy_and_travel, calculated").get_attribute("readonly")
        is not None
    )


def test_another_row_begins_without_a_what_if(stage, table):
    choose(stage, table, what_if={"orders": 1})
    choose(stage, table, key=10047)
    assert "What-if" not in steps(stage)
    assert stage.page.evaluate("() => window.app.look.what_if") == {}


def test_until_the_answer_is_there_no_number_of_another_row_stays(stage, table):
    choose(stage, table)
    stage.page.evaluate("(row) => window.app.see({ row })", place(table, 10047))
    stage.page.wait_for_timeout(60)  # the kernel says nothing until `pump`
    panel = stage.page.locator(".pw")
    assert panel.locator("h2").inner_text() == "Why 10047"
    assert [row[1] for row in steps(stage).values()] == [None, None]
    assert panel.get_attribute("aria-busy") == "true"


def test_while_something_is_dragged_old_numbers_are_grey(stage, table):
    choose(stage, table)
    hold = "() => window.app.hold('x', 0.2, 'weight', { name: 'recency', weight: 0.2 })"
    stage.page.evaluate(hold)
    panel = stage.page.locator(".pw.old")  # after a while, see dimming.js
    panel.wait_for()
    old = panel.locator(".wfr .ch b").first.evaluate("(one) => getComputedStyle(one).color")
    stage.page.evaluate("() => window.app.cancel()")
    see(stage)
    assert old == "rgb(84, 92, 102)"  # ink-2
    assert panel.count() == 0


def test_a_row_without_a_score_says_its_status(stage, table, draft):
    scores = sk.score(draft, EXAMPLE.data).to_pandas()
    out = scores.loc[scores["status"] == "knocked_out", "customer_id"].iloc[0]
    choose(stage, table, key=out)
    assert steps(stage)["Draft"][0] == "knocked out"
    assert "The draft gives no score: knocked out" in stage.page.locator(".pw").inner_text()
    # what it would have been is told, as the steps lead there
    before = sk.score(draft, EXAMPLE.data).explain(out).score_before_knock_out
    assert steps(stage)["Draft"][1] == number(f"{before:.1f}")
