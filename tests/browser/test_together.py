"""Two people with one kernel: each sees what the other does, and undoes their own edits only."""

import re

import pytest

from tests.browser.front_ends import ask_kernel, playground_notebook, settle, state_of
from tests.browser.laboratory import Visit, browser_page, open_notebook, run_notebook, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("together")]


@pytest.fixture(scope="module")
def pages(executable, tmp_path_factory):
    """Return the pages of two people who have the same notebook open; the first has run it."""
    root, scratch = tmp_path_factory.mktemp("together"), tmp_path_factory.mktemp("server")
    name = playground_notebook(root)
    with serving("lab", root, scratch, is_shared=True) as server, browser_page(executable) as first:
        run_notebook(first, server, name)
        settle(first.page)
        context = first.page.context.browser.new_context(viewport={"width": 1400, "height": 1200})
        second = Visit(context.new_page())
        open_notebook(second, server, name)
        settle(second.page)
        yield first.page, second.page, server


def press(page, name, key):
    page.get_by_role("slider", name=re.compile(f"^{name}")).first.focus()
    page.keyboard.press(key)
    settle(page)


def seen(page, number):
    """Wait until a page shows so many edits in force."""
    page.wait_for_function(
        "(number) => document.querySelector('.scoring-kit-playground').app.state.edits === number",
        arg=number,
    )
    settle(page)


def test_each_sees_the_others_edits_and_undoes_their_own(pages):
    first, second, server = pages
    press(first, "Cut of A", "ArrowRight")
    seen(second, 1)
    press(second, "Weight of recency", "ArrowRight")
    seen(first, 2)
    names = state_of(first)["names"]
    mine, theirs = (entry["author"] for entry in state_of(first)["history"])
    assert {mine, theirs} == set(names)  # though the server may call both by one name
    assert len(set(names.values())) == 2
    assert (mine, theirs) == (state_of(first)["author"], state_of(second)["author"])
    assert names[theirs] in first.get_by_role("region", name="History").inner_text()
    second.keyboard.press("Control+z")
    seen(first, 1)
    assert [entry["undone"] for entry in state_of(first)["history"]] == [False, True]
    second.keyboard.press("Control+z")  # nothing of their own is left
    settle(second)
    assert ask_kernel(first, server, "print(pg.changes())").startswith("tier A: 60 ->")
