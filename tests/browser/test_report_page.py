"""Reports as a browser shows them, on a screen and on paper, and as one hears them."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from scoring_kit.report.report import make_report
from tests.browser.laboratory import browser_page
from tests.browser.test_displays import ASTRAY, BROKEN_WORDS, PALE_WORDS, TOO_WIDE
from tests.nasty import nasty_card, nasty_table
from tests.report.golden import REPORTS
from tests.report.reports import report

pytestmark = pytest.mark.browser

OVER_THE_SIDE = "() => document.documentElement.scrollWidth - innerWidth"
GROUND = "() => getComputedStyle(document.querySelector('.skd')).backgroundColor"
INK = "() => getComputedStyle(document.querySelector('h1')).color"
MIXED = """() => [...document.querySelectorAll('nav a')].map(link => {
    link.click();
    return document.querySelector(':target')?.id === link.hash.slice(1);
}).filter(found => !found).length"""


def club():
    asked, data = REPORTS["book_club"]()
    return make_report(asked, data, {}, progress=False).html


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a report on all there is, and one with the worst of names."""
    found = tmp_path_factory.mktemp("reports")
    (found / "club.html").write_text(club(), encoding="utf-8")
    nasty = report(nasty_card(), nasty_table(), key="key", segments="a", live=nasty_card()).html
    (found / "nasty.html").write_text(nasty, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def page(executable):
    with browser_page(executable) as visit:
        yield visit.page


def opened(page, folder, name="club", *, width=1000, scheme="light", media="screen"):
    page.emulate_media(color_scheme=scheme, media=media)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((folder / f"{name}.html").as_uri())
    return page


def test_nothing_is_fetched_and_nothing_is_complained_about(page, folder):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    opened(page, folder)
    assert (asked, said) == ([(folder / "club.html").as_uri()], [])


@pytest.mark.parametrize("name", ["club", "nasty"])
@pytest.mark.parametrize("width", [1400, 600])
def test_nothing_runs_over_the_side_of_the_page(page, folder, name, width):
    opened(page, folder, name, width=width)
    assert page.evaluate(OVER_THE_SIDE) <= 0
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [1400, 600])
def test_words_and_facts_are_whole(page, folder, width):
    opened(page, folder, width=width)
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(ASTRAY) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_words_stand_out_from_their_ground(page, folder, scheme, media):
    opened(page, folder, scheme=scheme, media=media)
    assert page.evaluate(PALE_WORDS) == []


def test_paper_is_white_whatever_the_system_likes(page, folder):
    opened(page, folder, scheme="dark")
    assert page.evaluate(GROUND) == "rgb(17, 20, 23)"
    opened(page, folder, scheme="dark", media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.evaluate(INK) == "rgb(27, 31, 36)"


def test_every_entry_of_the_contents_leads_to_its_section(page, folder):
    opened(page, folder)
    assert page.evaluate(MIXED) == 0


def test_those_who_do_not_see_it_can_use_it(page, folder):
    opened(page, folder)
    found = Axe().run(page).response["violations"]
    grave = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
    assert grave == [], [node["html"] for one in found for node in one["nodes"]][:5]
