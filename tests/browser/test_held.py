"""What is held on the screen while answers to other things come, from a kernel that is slow."""

import pytest

import scoring_kit as sk
from tests.browser.stage import staged
from tests.playground.states import CARDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("held")]

CUT_OF_A = """() => app.shown("cut A", app.tiers[0].cut)"""
HOLD = """(cut) => app.hold("cut A", cut, "tier cut", { tier: "A", cut })"""

GREYED_AFTER = """async () => {
    const root = document.querySelector(".scoring-kit-playground").shadowRoot;
    const isGreyed = () => root.querySelector(".rk.old, .hero.old, .pn.old") !== null;
    const start = performance.now();
    app.hold("weight recency", 0.4, "weight", { name: "recency", weight: 0.4 });
    while (!isGreyed()) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
HOVERED = """async () => {
    const root = document.querySelector(".scoring-kit-playground").shadowRoot;
    app.hold("weight recency", 0.4, "weight", { name: "recency", weight: 0.4 });
    app.hover(app.frame.page.rows[2].row);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const rows = [...root.querySelectorAll(".rk tbody tr")];
    return [app.frame.in_browser, rows.findIndex((row) => row.classList.contains("hov"))];
}"""


@pytest.fixture
def stage(executable):
    playground = sk.Playground(CARDS["book_club"], "data/book_club.parquet")
    with staged(executable, playground) as stage:
        yield stage


def test_the_answer_to_an_edit_does_not_take_back_the_next_one(stage):
    page = stage.page
    for cut in (61, 62):  # both are made before the kernel has answered to anything
        page.evaluate(HOLD, cut)
        page.evaluate("() => app.release()")
    page.wait_for_timeout(50)
    seen = set()
    while stage._late:  # one answer after the other
        page.evaluate("([text, buffers]) => window.hear(text, buffers)", list(stage._late.pop(0)))
        seen.add(page.evaluate(CUT_OF_A))
        page.wait_for_timeout(20)
    assert seen == {62}
    stage.settle()
    assert stage.playground.scorecard.tiers[0] == ("A", 62)


def test_what_could_not_be_made_is_let_go_of(stage, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(stage.playground.session, "apply", broken)
        stage.page.evaluate(HOLD, 61)
        stage.page.evaluate("() => app.release()")
        stage.until("() => app.problem !== null")
    stage.settle()
    assert stage.page.evaluate(CUT_OF_A) == 60
    assert stage.page.get_by_role("alert").inner_text() == "RuntimeError: no space left"


def test_answers_that_were_given_up_on_are_asked_for_again(stage):
    page = stage.page
    page.evaluate("() => app.wire.flying.set(9e9, performance.now() - 30_000)")
    stage.playground.session.set_tier("A", 70)
    page.evaluate("() => { app.state = { ...app.state, version: 9e9 } }")  # the news was missed
    stage.until("() => app.state.version < 9e9 && app.tiers[0].cut === 70")
    assert page.evaluate("() => app.wire.flying.size") == 0


def test_what_is_old_is_greyed_only_after_a_while(stage):
    assert stage.page.evaluate(GREYED_AFTER) >= 800  # the kernel is silent meanwhile
    stage.page.evaluate("() => app.release()")
    stage.settle()
    assert stage.page.locator(".old").count() == 0


def test_rows_are_marked_while_the_browser_foresees(stage):
    assert stage.page.evaluate(HOVERED) == [True, 2]
    stage.page.evaluate("() => app.cancel()")
    stage.settle()
