"""Displays as a browser shows them, in a page that JupyterLab exports."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.displays import THEMES, displays, page_of
from tests.browser.laboratory import browser_page

pytestmark = pytest.mark.browser

# Relative luminance and contrast by WCAG 2.2, of every element that has words of its own.
PALE_WORDS = """() => {
    const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = colour => {
        paint.clearRect(0, 0, 1, 1);
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
        return paint.getImageData(0, 0, 1, 1).data;
    };
    const luminance = colour => {
        const [r, g, b] = [...rgb(colour)].slice(0, 3).map(part => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        while (rgb(getComputedStyle(element).backgroundColor)[3] === 0) {
            element = element.parentElement;
        }
        return luminance(getComputedStyle(element).backgroundColor);
    };
    const found = [];
    for (const element of document.querySelectorAll('.skd *:not(style)')) {
        const words = [...element.childNodes].some(
            node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!words) continue;
        const [one, other] = [luminance(getComputedStyle(element).color), ground(element)];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) found.push(`${element.className}: ${contrast.toFixed(2)}`);
    }
    return [...new Set(found)];
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.skd-frame')].map(
    (frame, place) => [place, frame.scrollWidth - frame.clientWidth]
).filter(([place, over]) => over > 0)"""
# What stands first in its line begins where the line does; a hairline stands before all others.
ASTRAY = """() => [...document.querySelectorAll('.facts')].flatMap(facts => {
    const edge = facts.getBoundingClientRect(), found = [];
    let above = -1;
    for (const fact of facts.children) {
        const box = fact.getBoundingClientRect();
        const words = fact.firstElementChild.getBoundingClientRect().left - edge.left;
        const isFirst = box.top > above, line = box.left >= edge.left;
        if (isFirst ? words !== 0 || line : words < 16 || !line) found.push(fact.innerText);
        above = box.top;
    }
    return found;
})"""
# Words of up to twenty letters stand in one line; a name may go on after an underscore.
BROKEN_WORDS = """() => {
    const found = [], range = document.createRange();
    for (const cell of document.querySelectorAll('.skd td, .skd th')) {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/\\S+/g)) {
            if (word[0].length > 20) continue;
            range.setStart(walk.currentNode, word.index);
            range.setEnd(walk.currentNode, word.index + word[0].length);
            const tops = new Set([...range.getClientRects()].map(box => box.top));
            if (tops.size > 1) found.push(word[0]);
        }
    }
    return found;
}"""
GROUND = "() => getComputedStyle(document.querySelector('.skd')).backgroundColor"


@pytest.fixture(scope="module")
def shown():
    return displays()


@pytest.fixture(scope="module")
def page(executable):
    with browser_page(executable) as visit:
        yield visit.page


def open_page(page, shown, theme, width, tmp_path):
    file = tmp_path / f"{theme}.html"
    file.write_text(page_of(shown, theme), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri(), wait_until="domcontentloaded")


@pytest.mark.parametrize("width", [700, 500])
def test_nothing_runs_over_the_side(page, shown, width, tmp_path):
    open_page(page, shown, "light", width, tmp_path)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [1400, 700, 500])
def test_no_word_of_a_table_is_broken(page, shown, width, tmp_path):
    plain = {name: html for name, html in shown.items() if "nasty" not in name}
    open_page(page, plain, "light", width, tmp_path)
    assert page.evaluate(BROKEN_WORDS) == []


@pytest.mark.parametrize("width", [1400, 700, 500])
def test_facts_stay_in_line_where_they_wrap(page, shown, width, tmp_path):
    open_page(page, shown, "light", width, tmp_path)
    assert page.evaluate(ASTRAY) == []


@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_their_ground(page, shown, theme, tmp_path):
    open_page(page, shown, theme, 1000, tmp_path)
    assert page.evaluate(PALE_WORDS) == []


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_keeps_people_from_what_is_shown(page, shown, theme, tmp_path):
    plain = {name: html for name, html in shown.items() if "nasty" not in name}
    open_page(page, plain, theme, 1000, tmp_path)
    found = Axe().run(page, context=".skd").response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []


@pytest.mark.parametrize(("theme", "system"), [("light", "dark"), ("dark", "light")])
def test_the_theme_of_the_notebook_wins_over_the_system(page, shown, theme, system, tmp_path):
    page.emulate_media(color_scheme=system)
    open_page(page, {"changes": shown["changes"]}, theme, 700, tmp_path)
    ink = "() => getComputedStyle(document.querySelector('.skd')).color"
    light, dark = "rgb(27, 31, 36)", "rgb(233, 236, 239)"
    assert page.evaluate(ink) == (light if theme == "light" else dark)


@pytest.mark.parametrize(("system", "ground"), [("light", 255), ("dark", 17)])
def test_on_a_bare_page_the_system_decides(page, shown, system, ground):
    page.emulate_media(color_scheme=system)
    page.set_content(shown["scores"])
    assert page.evaluate(GROUND).startswith(f"rgb({ground}, ")


def test_without_the_style_the_words_still_stand_apart(page, shown):
    # what JupyterLab leaves of a notebook that is not trusted: no style sheet and no pictures
    page.set_content(shown["card"])
    page.evaluate("() => document.querySelectorAll('style, svg').forEach(part => part.remove())")
    text = page.evaluate("() => document.querySelector('.skd-frame').innerText")
    assert "recency from months_since_order" in text
    assert "2 6 12 24 36" in text
    assert "art 100" in " ".join(text.split())
