"""A draft is proposed from the screen, by keyboard, and what comes of it is said."""

import pytest
from axe_playwright_python.sync_playwright import Axe

import scoring_kit as sk
from tests.browser.stage import staged
from tests.registry.registries import Clock
from tests.registry.studies import TABLE, tiered

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("playground")]


@pytest.fixture
def reg(tmp_path):
    """Give a registry in which the cut of A at 6 is live."""
    with sk.Registry(f"sqlite:///{tmp_path}/scores.db", clock=Clock()) as opened:
        sk.Playground(tiered(6.0), TABLE, registry=opened, author="ada").propose("first")
        opened.approve("small", 1, "agreed", by="bob")
        opened.promote("small", 1, "go", by="ada")
        yield opened


def press(stage, *keys):
    for key in keys:
        stage.page.keyboard.press(key)


def open_drawer(stage):
    stage.page.get_by_role("button", name="Propose", exact=True).focus()
    press(stage, "Enter")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_draft_is_proposed_by_keyboard(executable, reg, theme):
    pg = sk.Playground(tiered(6.0), TABLE, registry=reg, author="ada")
    with staged(executable, pg, theme=theme) as stage:
        open_drawer(stage)
        stage.until("() => document.querySelector('.scoring-kit-playground').shadowRoot"
                    ".textContent.includes('The draft is the same as live')")  # fmt: skip
        pg.session.set_tier("A", 8.0)
        stage.settle()
        stage.page.get_by_label("What is new, and why").focus()
        stage.page.keyboard.type("fewer in A / for now?")
        press(stage, "Tab", "Enter")
        stage.until("() => window.app.proposal?.title")
        stage.page.wait_for_timeout(50)
        said = stage.page.get_by_text("small version 2 is proposed for production")
        assert said.is_visible()
        assert stage.page.get_by_text("Next: somebody other than ada approves it").is_visible()
        found = Axe().run(stage.page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        assert stage.errors == []
    assert reg["small"].newest.message == "fewer in A / for now?"
    assert reg["small"].state(2, "production") == "proposed"


def test_why_it_was_refused_is_said_and_nothing_is_lost(executable, reg):
    pg = sk.Playground(tiered(6.0), TABLE, registry=reg, author="ada")
    pg.session.set_tier("A", 8.0)
    pg.propose("from Python")
    with staged(executable, pg) as stage:
        open_drawer(stage)
        stage.page.get_by_label("What is new, and why").fill("again")
        stage.page.get_by_role("button", name="Propose for production").click()
        stage.until("() => window.app.proposal?.problem")
        stage.page.wait_for_timeout(50)
        assert "it is proposed there" in stage.page.get_by_role("alert").inner_text()
        assert stage.page.get_by_label("What is new, and why").input_value() == "again"


def test_without_a_registry_there_is_no_such_button(executable):
    with staged(executable, sk.Playground(tiered(6.0), TABLE)) as stage:
        assert stage.page.get_by_role("button", name="Propose", exact=True).count() == 0
