"""The whole screen: the same edits by every way, for everybody, without breaking."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

import scoring_kit as sk
from tests.browser.stage import staged
from tests.playground.states import CARDS, ODD, identity_of, odd_card, wide_card

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("playground")]

CARD = CARDS["book_club"]
DATA = "data/book_club.parquet"


def playground(card=CARD, data=DATA, **how):
    return sk.Playground(card, data, **how)


@pytest.fixture
def stage(executable):
    with staged(executable, playground(outcome="bought", segments="gender")) as stage:
        yield stage


def slider(stage, name):
    return stage.page.get_by_role("slider", name=re.compile(f"^{name}")).first


def press(stage, name, *keys):
    slider(stage, name).focus()
    for key in keys:
        stage.page.keyboard.press(key)
    stage.settle()


def drag_to(stage, handle, x, y):
    """Press a handle in its middle, and let it go somewhere else."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    mouse = stage.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(x, y, steps=5)
    mouse.up()
    stage.settle()


def by_keys(stage):
    press(stage, "Weight of recency", "ArrowRight", "ArrowRight")
    press(stage, "Knot 3", "ArrowDown", "ArrowDown", "ArrowDown")
    press(stage, "Cut of A", "ArrowRight", "ArrowRight")


def by_pointer(stage, wanted):
    """Drag each of the three to where the keys brought it."""
    page = stage.page
    weight = slider(stage, "Weight of recency")
    box = weight.bounding_box()
    at = [box["x"] + 7 + part * (box["width"] - 14) for part in (0.55, wanted["weight"])]
    page.mouse.move(at[0], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(at[1], box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    stage.settle()
    for name in ("Knot 3", "Cut of A"):
        handle = slider(stage, name)
        handle.scroll_into_view_if_needed()
        middle = handle.bounding_box()
        x = middle["x"] + middle["width"] / 2
        y = middle["y"] + middle["height"] / 2
        drag_to(stage, handle, x + wanted[name][0], y + wanted[name][1])


PLACE = """handle => {
    const [own, plot] = [handle, handle.parentElement].map(one => one.getBoundingClientRect());
    return [own.x - plot.x, own.y - plot.y];
}"""


def places(stage, names):
    """Return where handles are in their plots, in pixels."""
    return [slider(stage, name).evaluate(PLACE) for name in names]


def test_keys_pointer_and_python_end_in_the_same_document(executable):
    names = ("Knot 3", "Cut of A")
    with staged(executable, playground()) as keyed:
        before = places(keyed, names)
        by_keys(keyed)
        after = places(keyed, names)
        card = keyed.playground.scorecard
    with staged(executable, playground()) as pointed:
        moves = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(before, after, strict=True)]
        engagement = card.score.of[0]
        wanted = {"weight": engagement.of[0].weight, **dict(zip(names, moves, strict=True))}
        by_pointer(pointed, wanted)
        assert identity_of(pointed.playground.scorecard) == identity_of(card)
    written = playground()
    written.session.set_weight("recency", engagement.of[0].weight)
    knot = card.criteria[0].value.knots[2]
    written.session.move_knot("recency", 2, *knot)
    written.session.set_tier("A", card.tiers[0][1])
    assert identity_of(written.scorecard) == identity_of(card)


def test_each_move_is_one_edit_and_undo_takes_all_of_them_back(stage):
    by_keys(stage)
    assert len(stage.playground.session.history) == 3
    for _ in range(3):
        stage.page.keyboard.press("Control+z")
    stage.settle()
    assert identity_of(stage.playground.scorecard) == identity_of(CARD)


def test_keys_faster_than_the_screen_all_count(stage):
    slider(stage, "Weight of recency").focus()
    stage.page.evaluate(
        """() => {
            const host = document.querySelector(".scoring-kit-playground");
            const slider = host.shadowRoot.activeElement;
            const press = () => new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
            for (let step = 0; step < 20; step += 1) slider.dispatchEvent(press());
        }"""
    )
    stage.settle()
    assert stage.playground.scorecard.score.of[0].of[0].weight == 0.75


def test_a_refused_number_is_said_and_nothing_changes(stage):
    box = stage.page.get_by_role("textbox", name="Weight of recency")
    box.fill("seven")
    box.press("Enter")
    stage.page.get_by_role("alert").wait_for()
    assert "seven" in stage.page.get_by_role("alert").inner_text()
    box.fill("70")
    box.press("Enter")
    stage.settle()
    assert "recency" in stage.page.get_by_role("alert").inner_text()
    assert identity_of(stage.playground.scorecard) == identity_of(CARD)


def test_a_callback_that_fails_is_said_and_the_edit_stands(stage):
    stage.playground.session.subscribe(lambda event: 1 / 0)
    press(stage, "Cut of A", "ArrowRight")
    assert "ZeroDivisionError" in stage.page.get_by_role("alert").inner_text()
    assert stage.playground.session.can_undo()


def test_rules_are_edited(stage):
    page = stage.page
    page.get_by_role("checkbox", name="Knock-out lapsed").click()
    stage.settle()
    page.get_by_role("combobox", name="Aggregation of taste").select_option("max")
    stage.settle()
    page.get_by_role("textbox", name="add of owns_italian_art").fill("8")
    page.keyboard.press("Enter")
    stage.settle()
    changes = str(stage.playground.changes())
    assert "taste: aggregate mean -> max" in changes
    assert "add 5 -> 8" in changes
    assert stage.playground.scorecard.knock_outs == ()


def test_files_are_handed_over(stage):
    press(stage, "Cut of A", "ArrowRight")
    stage.page.get_by_role("button", name="Export").click()
    for name, sign in (("Scorecard", "schema:"), ("Changes", "tier A"), ("SQL", "SELECT")):
        stage.page.get_by_role("button", name=name, exact=True).click()
        stage.until("(sign) => window.app.exported?.text.includes(sign)", arg=sign)
    with stage.page.expect_download() as download:
        stage.page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "book_club.sql"


def test_a_screen_is_shown_what_python_selects(stage):
    stage.playground.select(25, criterion="spend")
    stage.settle()
    assert stage.page.get_by_role("heading", name=re.compile("Why 25")).is_visible()
    assert stage.page.evaluate("() => window.app.look.criterion") == "spend"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_stands_in_anybodys_way(executable, theme):
    pg = playground(outcome="bought", segments="gender")
    pg.session.set_weight("recency", 0.3)
    with staged(executable, pg, theme=theme) as stage:
        pg.select(25)
        stage.settle()
        found = Axe().run(stage.page).response["violations"]
        grave = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert grave == [], [node["html"] for one in found for node in one["nodes"]][:5]


def columns(card, rows):
    return {name: [0.5] * rows for name in [one.input or one.name for one in card.criteria]}


@pytest.mark.parametrize(
    ("card", "data"),
    [
        (wide_card(), columns(wide_card(), 0)),
        (wide_card(), columns(wide_card(), 1)),
        (wide_card(), {one.name: [None, None] for one in wide_card().criteria}),
        (odd_card(), {ODD: [ODD, "plain", None]}),
    ],
    ids=["no rows", "one row", "nothing known", "odd names"],
)
@pytest.mark.parametrize("width", [500, 1600])
def test_odd_tables_are_shown(executable, card, data, width):
    with staged(executable, playground(card, data), width=width) as stage:
        assert (stage.errors, stage.page.evaluate("() => window.app.problem")) == ([], None)
        wide = stage.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_two_screens_of_one_session_see_each_others_edits(executable):
    pg = playground()
    with staged(executable, pg) as first:
        second = first.another()
        press(first, "Cut of A", "ArrowRight")
        cut = pg.scorecard.tiers[0][1]
        second.until("(cut) => window.app.state.tiers[0].cut === cut", arg=cut)
        assert second.page.evaluate("() => window.app.state.edits") == 1


def test_an_edit_is_given_a_name(stage):
    press(stage, "Cut of A", "ArrowRight")
    stage.page.get_by_role("button", name=re.compile("^Jump to edit 1")).focus()
    stage.page.keyboard.press("F2")
    stage.page.get_by_role("textbox", name="Name of edit 1").fill("Stricter A")
    stage.page.keyboard.press("Enter")
    stage.settle()
    assert stage.playground.session.history.entries[0].name == "Stricter A"
    focused = "() => document.querySelector('.scoring-kit-playground').shadowRoot.activeElement"
    assert "Stricter A" in stage.page.evaluate(f"{focused}.title")
    assert "Stricter A" in stage.page.get_by_role("region", name="History").inner_text()


# Holds another weight while nothing reaches the kernel; tells what is drawn next.
SILENT_DRAG = """(weight) => new Promise((resolve) => {
    const { app } = window;
    app.wire.post = () => {};
    app.hold("weight recency", weight, "weight", { name: "recency", weight });
    requestAnimationFrame(() => {
        const { in_browser, tiers } = app.frame;
        resolve([in_browser, tiers.map((tier) => tier.draft)]);
    });
})"""


def test_a_drag_is_foreseen_although_the_sample_is_of_an_earlier_version(stage):
    stage.until("() => window.app.sample !== null")
    # what was asked for is not answered any more, so the sample stays what it is
    stage.page.evaluate("() => { window.app.takeSample = () => {}; }")
    press(stage, "Weight of recency", "ArrowRight", "ArrowRight")
    before = stage.playground.session.state.version
    [in_browser, tiers] = stage.page.evaluate(SILENT_DRAG, 0.2)
    # a table of 4,000 rows is its own sample; values in 254 steps move few rows over a cut
    card = sk.Playground(CARD, DATA)
    card.session.set_weight("recency", 0.57)
    card.session.set_weight("recency", 0.2)
    counts = sk.score(card.scorecard, DATA).to_pandas()["tier"].value_counts()
    known = [int(counts.get(name, 0)) for name, _ in CARD.tiers]
    assert before > 0
    assert in_browser
    assert sum(abs(one - other) for one, other in zip(tiers, known, strict=False)) < 100
