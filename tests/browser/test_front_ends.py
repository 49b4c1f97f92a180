"""The playground as people use it, in JupyterLab, Notebook 7 and Voila."""

import re

import pytest

import scoring_kit as sk
from tests.browser.front_ends import (
    ask_kernel,
    end_kernel,
    playground_notebook,
    settle,
    state_of,
)
from tests.browser.laboratory import browser_page, open_notebook, run_notebook, serving

pytestmark = [pytest.mark.browser]

# What the front-ends themselves write on the console, whatever a notebook shows.
OWN = (
    r"Plugin '@jupyter/[\w-]+:[\w-]+' failed to activate",  # is made for JupyterLab alone
    r"Cannot read properties of undefined \(reading 'schema'\)",  # Notebook 7.6 when it opens
    r"getter for the shared module is not a function",  # Voila, of extensions for JupyterLab
    r"Shared module @jupyterlab/\w+ doesn't exist in shared scope",
)
KINDS = ("lab", "notebook", "voila")


@pytest.fixture(
    scope="module",
    params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in KINDS],
)
def place(request, executable, tmp_path_factory):
    """Return a front-end with the notebook run in it, and where it is served."""
    root = tmp_path_factory.mktemp(request.param)
    name = playground_notebook(root)
    scratch = tmp_path_factory.mktemp("server")
    with serving(request.param, root, scratch) as server, browser_page(executable) as visit:
        visit.page.set_viewport_size({"width": 1500, "height": 1400})
        visit.page.set_default_timeout(15_000)
        run_notebook(visit, server, name)
        settle(visit.page)
        yield visit, server, name


@pytest.fixture
def page(place):
    """Return the page, with no edit made."""
    page = place[0].page
    page.evaluate(
        "() => document.querySelector('.scoring-kit-playground').app.ask('jump', {number: 0})"
    )
    settle(page)
    return page


def weight(page, name):
    return next(one["weight"] for one in state_of(page)["members"] if one["name"] == name)


def cut(page, name):
    return next(one["cut"] for one in state_of(page)["tiers"] if one["name"] == name)


def drag(page, handle, by):
    """Drag something by so many pixels to the right, in steps."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=8)
    page.mouse.up()
    settle(page)


def test_a_weight_moves_by_key_and_all_of_it_is_one_edit(page):
    page.get_by_role("slider", name=re.compile("^Weight of recency")).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    settle(page)
    assert weight(page, "recency") == 0.58
    assert state_of(page)["edits"] == 1


def test_a_weight_is_dragged(page):
    slider = page.get_by_role("slider", name=re.compile("^Weight of recency"))
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 7 + 0.55 * (box["width"] - 14), box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 7 + 0.3 * (box["width"] - 14), box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    settle(page)
    assert weight(page, "recency") == pytest.approx(0.3, abs=0.011)
    assert state_of(page)["edits"] == 1


def test_a_knot_moves_by_key_and_by_pointer(page):
    knot = page.get_by_role("slider", name=re.compile("^Knot 2"))
    knot.focus()
    page.keyboard.press("ArrowDown")
    settle(page)
    drag(page, knot, 12)
    assert state_of(page)["edits"] == 2
    assert any("recency: knot" in change for change in state_of(page)["changes"])


def test_a_cut_moves_by_key_and_by_pointer(page):
    handle = page.get_by_role("slider", name=re.compile("^Cut of A"))
    handle.focus()
    page.keyboard.press("Shift+ArrowRight")
    settle(page)
    by_key = cut(page, "A")
    assert by_key > 60
    drag(page, handle, 30)
    assert cut(page, "A") > by_key


def test_undo_and_redo_by_key_and_by_button(page):
    page.get_by_role("slider", name=re.compile("^Cut of A")).focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    page.keyboard.press("Control+z")
    settle(page)
    assert (cut(page, "A"), state_of(page)["edits"]) == (60, 0)
    page.get_by_role("button", name=re.compile("^Redo")).click()
    settle(page)
    assert state_of(page)["edits"] == 1
    page.get_by_role("button", name=re.compile("^Undo")).click()
    settle(page)
    assert cut(page, "A") == 60


def test_rows_are_paged_filtered_and_searched(page):
    rows = page.locator(".rk tbody tr")
    page.get_by_role("button", name="Next").click()
    page.wait_for_function(
        "() => document.querySelector('.scoring-kit-playground').app.look.offset > 0"
    )
    page.get_by_role("textbox", name=re.compile("^Find")).fill("9162")
    page.wait_for_function(
        "() => document.querySelector('.scoring-kit-playground').app.frame.page.found === 1"
    )
    assert rows.first.locator(".id").inner_text() == "9162"
    page.get_by_role("textbox", name=re.compile("^Find")).fill("")
    page.get_by_role("button", name=re.compile("^New tier")).click()
    page.wait_for_function(
        "() => document.querySelector('.scoring-kit-playground').app.frame.page.found === 0"
    )
    page.get_by_role("button", name=re.compile("^All")).click()
    settle(page)


def test_a_row_is_pinned_and_explained(page):
    card, data = sk.example("book_club")
    page.locator(".rk tbody tr", has_text="10047").first.click()
    page.get_by_role("button", name="Pin 10047").first.click()
    settle(page)
    score = sk.score(card, data).explain(10047).score
    page.wait_for_function(
        "(score) => document.querySelector('.scoring-kit-playground').app.facts.why?.live?.score"
        " === score", arg=score,
    )  # fmt: skip
    heading = page.get_by_role("heading", name=re.compile("Why"))
    assert "10047" in heading.inner_text()
    page.get_by_role("button", name="Pin 10047").first.click()
    settle(page)


def test_letters_do_not_reach_the_notebook(page):
    cells = "() => document.querySelectorAll('.jp-Cell').length"
    before = page.evaluate(cells)
    page.get_by_role("slider", name=re.compile("^Weight of spend")).focus()
    for key in "ddabx":
        page.keyboard.press(key)
    assert page.evaluate(cells) == before


def test_python_holds_what_the_screen_shows(place, page):
    server = place[1]
    page.get_by_role("slider", name=re.compile("^Weight of recency")).focus()
    page.keyboard.press("PageUp")
    settle(page)
    assert ask_kernel(page, server, "print(pg.changes())").startswith("recency: weight 0.55 -> 0.6")
    ask_kernel(page, server, "pg.session.set_tier('A', 70)")
    page.wait_for_function(
        "() => document.querySelector('.scoring-kit-playground').app.state.tiers[0].cut === 70"
    )
    ask_kernel(page, server, "pg.session.undo()")
    settle(page)
    assert cut(page, "A") == 60


def test_nothing_leaves_the_machine_and_the_console_is_quiet(place, page):
    visit = place[0]
    strange = [text for text in (*visit.errors, *visit.said) if not re.search("|".join(OWN), text)]
    assert (visit.refused, strange) == ([], [])


def test_a_reload_shows_the_same_draft(place, page):
    visit, server, name = place
    page.get_by_role("slider", name=re.compile("^Cut of A")).focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    before = cut(page, "A")
    if server.kind == "voila":
        # each page of Voila has a kernel of its own, which begins anew
        open_notebook(visit, server, name)
        settle(page)
        assert (state_of(page)["edits"], cut(page, "A")) == (0, 60)
        return
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)
    open_notebook(visit, server, name, reset=False)
    settle(page)
    assert cut(page, "A") == before


def test_a_restarted_kernel_leaves_a_banner_and_nothing_frozen(place, page):
    visit, server, name = place
    end_kernel(page, server)
    page.wait_for_timeout(1500 if server.kind != "voila" else 6000)  # it looks every 3 s
    page.locator(".scoring-kit-playground").hover()
    banner = page.get_by_text("Kernel disconnected")
    banner.wait_for(timeout=20_000)
    assert page.get_by_role("slider", name=re.compile("^Weight of spend")).is_disabled()
    if server.kind == "voila":
        open_notebook(visit, server, name)
        settle(page)
        assert state_of(page)["edits"] == 0
        return
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    banner.wait_for(state="detached", timeout=60_000)
    settle(page)
