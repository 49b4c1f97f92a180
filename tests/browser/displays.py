"""Displays with ordinary and with nasty data, and the page that a notebook makes of them.

``python -m tests.browser.displays FOLDER`` leaves screenshots of each in a folder.
"""

import sys
from pathlib import Path

import nbformat
import pandas
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright
from ruamel.yaml import YAML

import scoring_kit as sk
from scoring_kit.registry.records import Verified
from tests.browser.laboratory import chromium
from tests.nasty import (
    HOSTILE,
    UNBROKEN,
    every_kind_card,
    nasty_card,
    nasty_table,
    plain_card,
    spread_table,
    wide_card,
)
from tests.registry.pages import book_club_story, empty_story, hostile_story, long_story

ROOT = Path(__file__).parents[2]
BOOK_CLUB = ROOT / "data" / "book_club.yaml"
BEST, KNOCKED_OUT = 9162, 609
"""Members of the book club: the one with the highest score, and one without."""
WIDTHS = (1400, 700, 500)
THEMES = ("light", "dark")


def displays() -> dict[str, str]:
    """Return the HTML of every display by name."""
    card = sk.read_scorecard(BOOK_CLUB)
    table = ROOT / "data" / "book_club.parquet"
    edited = YAML(typ="safe").load(BOOK_CLUB)
    edited["tiers"] |= {"A": 65, "C": 27.5}
    edited["score"]["of"][0]["of"][0] |= {"weight": 0.4, "title": "New <title>"}
    del edited["score"]["of"][1]["of"][2]
    freedom, countries = sk.example("hfi")
    scores = sk.score(card, table)
    nasty = sk.score(nasty_card(), nasty_table(), key=[HOSTILE, "key"])
    missing = sk.score(plain_card(), {"name": ["nobody"], "points": [None]}, key="name")
    shown = {
        "card": card,
        "card-every-kind": every_kind_card(),
        "card-nasty": nasty_card(),
        "card-wide": wide_card(1_000),
        "scores": scores,
        "scores-nasty": nasty,
        "scores-empty": sk.score(card, pandas.read_parquet(table).head(0)),
        "scores-one": sk.score(plain_card(), {"points": [3.5]}),
        "scores-missing": sk.score(plain_card(), {"points": [None, float("nan")]}),
        "scores-spread": sk.score(plain_card(), spread_table()),
        "draft": sk.draft_scorecard(table, key="customer_id", outcome="bought"),
        "draft-nasty": sk.draft_scorecard(nasty_table()),
        "explanation": scores.explain(BEST),
        "explanation-knocked-out": scores.explain(KNOCKED_OUT),
        "explanation-many": sk.score(freedom, countries).explain((2016, "NZL")),
        "explanation-missing": missing.explain("nobody"),
        "explanation-nasty": nasty.explain((HOSTILE, f"{UNBROKEN}2")),
        "findings": sk.check_scorecard(every_kind_card()),
        "findings-none": sk.check_scorecard(card),
        "findings-nasty": sk.check_scorecard(nasty_card()),
        "changes": sk.changes(card, sk.parse_scorecard(edited)),
        "changes-none": sk.changes(card, card),
        "changes-nasty": sk.changes(card, nasty_card()),
    }
    html = {name: thing._repr_html_() for name, thing in shown.items()}
    return html | {name: thing._repr_html_() for name, thing in registered().items()}


def registered() -> dict[str, object]:
    """Return what a registry shows, by name."""
    club, many = book_club_story(), long_story()
    nasty = hostile_story(HOSTILE, UNBROKEN)
    return {
        "registered": club,
        "registered-many": many,
        "registered-nasty": nasty,
        "registered-none": empty_story(),
        "history": club.history,
        "history-nasty": nasty.history,
        "version": club.newest,
        "live": club.live(),
        "live-nasty": nasty.live(HOSTILE),
        "verified": Verified(3, 12, 1_234, 56),
    }


def page_of(shown: dict[str, str], theme: str) -> str:
    """Return a notebook with these outputs, exported as JupyterLab's own pages are."""
    cells = [
        nbformat.v4.new_code_cell(
            name,
            execution_count=index,
            outputs=[
                nbformat.v4.new_output(
                    "execute_result",
                    {"text/html": html, "text/plain": name},
                    execution_count=index,
                )
            ],
        )
        for index, (name, html) in enumerate(shown.items(), start=1)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return HTMLExporter(template_name="lab", theme=theme).from_notebook_node(notebook)[0]


def shoot(folder: Path, wanted: list[str]) -> None:
    """Leave a picture of each display in each theme and width."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = {k: v for k, v in displays().items() if not wanted or k in wanted}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for theme in THEMES:
            file = folder / f"page-{theme}.html"
            file.write_text(page_of(shown, theme), encoding="utf-8")
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.route("http*://**", lambda route: route.abort())
                page.goto(file.as_uri())
                for name, frame in zip(shown, page.query_selector_all(".skd-frame"), strict=True):
                    frame.screenshot(path=folder / f"{name}-{theme}-{width}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), sys.argv[2:])
