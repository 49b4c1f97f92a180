"""The panels beside why: the top ten, winners and losers, the outcome, and stability bands."""

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.playground.bands import bands
from scoring_kit.playground.widget import Playground
from tests.browser.explained import number, see
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("explain_panels")]

EXAMPLE = sk.example("book_club")


@pytest.fixture(scope="module")
def opened(executable):
    playground = Playground(EXAMPLE.scorecard, EXAMPLE.data, segments=["gender"], outcome="bought")
    playground.session.set_weight("recency", 0.3)
    with staged(executable, playground) as stage:
        stage.page.set_default_timeout(4000)
        yield stage


@pytest.fixture
def stage(opened):
    """Return the page as it is when it is opened."""
    see(opened, row=None, segment=None, share=0.1)
    return opened


@pytest.fixture(scope="module")
def versions():
    """Return scores and ranks of live and draft, by row."""
    draft = EXAMPLE.scorecard
    session = Playground(draft, EXAMPLE.data).session
    session.set_weight("recency", 0.3)
    found = []
    for card in (draft, session.scorecard):
        scores = sk.score(card, EXAMPLE.data)
        ranks = scores.rank().set_index("customer_id")["rank"]
        found.append(scores.to_pandas().set_index("customer_id").assign(rank=ranks))
    return found


def cells(stage, rows):
    return [
        [cell.inner_text().strip() for cell in row.locator("[role=cell]").all()]
        for row in stage.page.locator(rows).all()
    ]


def test_the_top_ten_have_the_ranks_of_both_versions(stage, versions):
    was, now = versions
    top = set(was.index[was["rank"] <= 10]) | set(now.index[now["rank"] <= 10])
    buttons = stage.page.locator(".slr button").all()
    names = [button.get_attribute("aria-label") for button in buttons]
    by_rank = now.loc[list(top)].sort_values("rank", kind="stable")
    expected = {
        f"{key}: live rank {was['rank'][key]}, draft rank {rank}"
        for key, rank in by_rank["rank"].items()
    }
    assert set(names) == expected
    assert [int(button.locator("b").inner_text()) for button in buttons] == list(by_rank["rank"])


def test_moves_of_three_places_or_more_have_a_colour(stage, versions):
    was, now = versions
    for button in stage.page.locator(".slr button").all():
        key = int(button.locator(".tx").inner_text())
        move = was["rank"][key] - now["rank"][key]
        kind = {True: "up" if move > 0 else "dn"}.get(abs(move) >= 3)
        assert button.get_attribute("class").split() == ([kind] if kind else [])
        assert number(button.locator(".d").inner_text().replace("\n", " ")) == move


def test_a_row_of_the_top_ten_is_marked_in_the_table_and_chosen(stage):
    first = stage.page.locator(".slr button").first
    first.hover()
    stage.page.wait_for_timeout(40)
    assert stage.page.locator(".rk tr.hov").count() == 1
    first.press("Enter")
    see(stage)
    key = first.locator(".tx").inner_text()
    assert stage.page.locator(".pw h2").inner_text() == f"Why {key}"


def test_winners_and_losers_are_counted_by_segment(stage, versions):
    was, now = versions
    tiers = list("ABCD")
    both = was["tier"].notna() & now["tier"].notna()
    place = [side["tier"].map(tiers.index, na_action="ignore") for side in (was, now)]
    up, down = both & (place[1] < place[0]), both & (place[1] > place[0])
    gender = pd.read_parquet(EXAMPLE.data).set_index("customer_id")["gender"]
    shown = {
        row.locator(".nm .tx").inner_text(): row
        for row in stage.page.locator(".sg .sgr:not(.hd)").all()
    }
    assert set(shown) == set(gender)
    for name, row in shown.items():
        among = gender == name
        change = (now["score"] - was["score"])[among]
        fall, rise, mean = (
            " ".join(one.inner_text().split()) for one in row.locator("[role=cell]").all()
        )
        assert int(fall.removeprefix("fall: ")) == (down & among).sum()
        assert int(rise.removeprefix("rise: ")) == (up & among).sum()
        assert number(mean.split(" ±")[0]) == pytest.approx(change.mean(), abs=0.0501)


def test_rows_can_be_parted_by_another_column(stage):
    choice = stage.page.locator(".pl select")
    choice.select_option("orders")
    see(stage)
    assert stage.page.locator(".pl .sg").get_attribute("aria-label") == "By orders"
    note = stage.page.locator(".pl .note").inner_text()
    assert "Not drawn, with fewer than 30 rows" in note or "Bars are shares" in note


def test_until_a_column_is_counted_no_other_is_shown(stage):
    stage.page.evaluate("() => window.app.see({ segment: 'orders' })")
    stage.page.wait_for_timeout(60)  # the kernel says nothing until `pump`
    assert stage.page.locator(".pl .sgr").count() == 0


def auc(scores, came):
    """Return the share of pairs in which the row with the outcome is higher, ties half."""
    ranks = scores.rank()
    return (ranks[came].sum() - came.sum() * (came.sum() + 1) / 2) / (came.sum() * (~came).sum())


def test_the_outcome_cell_has_the_figures_of_both_versions(stage, versions):
    came = pd.read_parquet(EXAMPLE.data).set_index("customer_id")["bought"].astype(bool)
    scored = versions[0]["score"].notna() & versions[1]["score"].notna()
    expected = [auc(side["score"][scored], came[scored]) for side in versions]
    live, draft, change = cells(stage, ".outc .om")[1]
    assert [float(live), float(draft)] == pytest.approx(expected, abs=0.0011)
    assert number(" ".join(change.split())) == pytest.approx(expected[1] - expected[0], abs=0.0011)
    assert "on the rows it was tuned on" in stage.page.locator(".outc .sub").inner_text()


def test_lift_is_told_for_the_share_that_is_chosen(stage):
    stage.page.get_by_label("Share of rows for lift").select_option("0.2")
    see(stage)
    facts = stage.playground._desk._panels._explaining._outcome.facts(
        stage.playground.scorecard, 0.2
    )
    shown = cells(stage, ".outc .om")[3]
    assert shown[:2] == [f"{facts[side]['lift']:.2f}" for side in ("live", "draft")]


def test_the_bands_of_the_weights_follow_when_all_else_is_told(stage):
    stage.until("() => window.app.facts.bands?.version === window.app.state.version")
    stage.page.wait_for_timeout(40)
    board, card = stage.playground.board, stage.playground.scorecard
    low, high = bands(board, card)["bands"]["spend"]
    label = stage.page.get_by_role("slider", name="Weight of spend").get_attribute("aria-label")
    assert f"top 100 stable from {low:.2f} to {high:.2f}" in label
    assert stage.page.locator(".bnd").count() > 0
