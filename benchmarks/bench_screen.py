"""The screen of the playground in JupyterLab: how soon a key shows, and how smooth a drag is.

Times are taken in the browser. An empty round trip is a message to the kernel that is answered at
once; how long a key takes is said as a multiple of it, as both wait for the same wire.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

import duckdb
from playwright.sync_api import Page

from benchmarks.mixed_card import criteria, document, load
from benchmarks.report import Report
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.scorecard.files import write_scorecard
from tests.browser.front_ends import settle
from tests.browser.laboratory import browser_page, run_notebook, serving, write_notebook

ROUNDS = 25
DRAG_SECONDS = 5.0
MULTIPLE, FRAMES = 4.0, 20.0

# Records every picture: when it was drawn, of which frame, and whether the browser foresaw it.
WATCH = """() => {
    const { app } = document.querySelector(".scoring-kit-playground");
    const draw = app.draw;
    window.pictures = [];
    window.frames = new Set();
    app.draw = () => {
        draw();
        const isNew = !window.frames.has(app.frame);
        window.frames.add(app.frame);
        const foreseen = Boolean(app.frame.in_browser);
        const picture = { isNew, foreseen, at: null, turns: window.turns };
        window.pictures.push(picture);
        // a message is handed over after the browser has painted
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { picture.at = performance.now(); };
        channel.port2.postMessage(null);
    };
}"""
PING = """() => new Promise((resolve) => {
    const { app } = document.querySelector(".scoring-kit-playground");
    const start = performance.now();
    const hear = app.wire.hear;
    app.wire.hear = (answer) => {
        if (answer.kind !== "pong") return hear(answer);
        app.wire.hear = hear;
        resolve(performance.now() - start);
    };
    app.wire.wish({ op: "ping" });
})"""
ARM = """() => {
    window.pictures.length = 0;
    window.pressed = null;
    const type = TYPE;
    const note = (event) => {
        window.pressed = event.timeStamp;
        window.pictures.length = 0; // what was drawn before is no answer to it
        window.turns = 0; // frames of the browser since then
    };
    window.turns = 0;
    const mine = window.armed = {}; // counting ends when it is armed anew
    const turn = () => {
        if (window.armed !== mine) return;
        window.turns += 1;
        requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
    addEventListener(type, note, { capture: true, once: true });
}"""
SHOWN = """() => {
    const { app } = document.querySelector(".scoring-kit-playground");
    const isTold = (one) => one.isNew && !one.foreseen && one.at;
    return !app.wire.isBusy && !app.isDrawing && window.pictures.some(isTold);
}"""
# Moves the slider with every picture of the browser, as a pointer does: what is pressed from
# outside waits for each answer of the page and would come too seldom.
MOVE = """(milliseconds) => new Promise((resolve) => {
    const { shadowRoot } = document.querySelector(".scoring-kit-playground");
    const slider = shadowRoot.querySelector(".sl input");
    const start = performance.now();
    const move = () => {
        const past = performance.now() - start;
        if (past > milliseconds) return resolve();
        slider.value = 0.2 + 0.6 * Math.abs(((past / 1000) % 2) - 1);
        slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        requestAnimationFrame(move);
    };
    move();
})"""
TIMES = """() => {
    const drawn = window.pictures.filter((one) => one.isNew && one.at);
    const of = (some) => some.map((one) => one.at - window.pressed);
    const [foreseen, told] = [true, false].map((is) => drawn.filter((one) => one.foreseen === is));
    return [of(foreseen), of(told), of(drawn), drawn[0]?.turns ?? null];
}"""


def run(report: Report, rows: int) -> None:
    """Print how long a key takes to the last picture of it, and the pictures of a drag."""
    executable = shutil.which("chromium")
    if executable is None:
        print("no Chromium here: the screen was not timed")
        return
    with tempfile.TemporaryDirectory() as folder:
        root, scratch = Path(folder) / "served", Path(folder) / "scratch"
        root.mkdir()
        scratch.mkdir()
        _prepare(root, rows)
        with serving("lab", root, scratch) as server, browser_page(executable) as visit:
            visit.page.set_viewport_size({"width": 1500, "height": 1200})
            run_notebook(visit, server, "play.ipynb")
            settle(visit.page)
            visit.page.evaluate(WATCH)
            _keys(report, visit.page, rows)
            _drag(report, visit.page, rows)


def _prepare(root: Path, rows: int) -> None:
    items = criteria(20)
    with duckdb.connect() as connection:
        load(connection, items, rows)
        connection.table("mixed").write_parquet(str(root / "mixed.parquet"))
    write_scorecard(parse_scorecard(document(items, reasons=3)), root / "mixed.yaml")
    sources = [
        "import scoring_kit as sk",
        'sk.Playground(sk.read_scorecard("mixed.yaml"), "mixed.parquet")',
    ]
    write_notebook(root / "play.ipynb", sources)


def _keys(report: Report, page: Page, rows: int) -> None:
    slider = page.locator(".sl input").first
    trips, first, last = [], [], []
    for turn in range(ROUNDS):
        page.wait_for_timeout(700)  # what was moved is made an edit, and settles
        settle(page)
        trips.append(page.evaluate(PING))
        slider.focus()
        page.evaluate(ARM.replace("TYPE", '"keydown"'))
        page.keyboard.press("ArrowRight" if turn % 2 else "ArrowLeft")
        page.wait_for_function(SHOWN)
        foreseen, told, *_ = page.evaluate(TIMES)
        first += foreseen[:1]
        last.append(told[0])
    trip, shown = statistics.median(trips), statistics.median(last)
    head = ["", "median ms", "of an empty round trip"]
    table = [["empty round trip", f"{trip:.1f}", "1.00"]]
    if first:
        foreseen_ms = statistics.median(first)
        table.append(
            ["key to the first picture", f"{foreseen_ms:.1f}", f"{foreseen_ms / trip:.2f}"]
        )
    table.append(["key to the last picture", f"{shown:.1f}", f"{shown / trip:.2f}"])
    report.table(f"a key on a weight in JupyterLab, {rows:,} rows x 20 criteria", head, table)
    report.at_most("key to the last picture / empty round trip", shown / trip, MULTIPLE)


def _drag(report: Report, page: Page, rows: int) -> None:
    settle(page)
    slider = page.locator(".sl input").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    middle, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2
    page.mouse.move(middle, y)
    page.mouse.down()
    page.evaluate(ARM.replace("TYPE", '"pointermove"'))
    page.mouse.move(middle + 5, y)
    page.wait_for_timeout(500)
    _, _, begun, turns = page.evaluate(TIMES)
    page.evaluate(ARM.replace("TYPE", '"input"'))
    page.evaluate(MOVE, DRAG_SECONDS * 1000)
    foreseen, told, drawn, _ = page.evaluate(TIMES)
    page.mouse.up()
    seconds = (max(drawn) - min(drawn)) / 1000
    per_second = len(drawn) / seconds
    rows_of = [
        ["pictures a second", f"{per_second:.1f}"],
        ["of them foreseen in the browser", f"{len(foreseen) / seconds:.1f}"],
        ["of them told by the kernel", f"{len(told) / seconds:.1f}"],
        ["pointer to the first picture, ms", f"{min(begun):.1f}"],
        ["frames of the browser from pointer to first picture", str(turns)],
    ]
    report.table(f"a drag of {DRAG_SECONDS:g} s, {rows:,} rows x 20 criteria", ["", ""], rows_of)
    report.at_most("frames from the pointer to the first picture", turns, 1)
    report.at_least("pictures a second while dragging", per_second, FRAMES)
