"""The picture of the playground in the README: the real screen, with a draft of four edits.

``python -m tests.browser.picture`` writes it anew; it needs Chromium.
"""

import io
from pathlib import Path

from PIL import Image

import scoring_kit as sk
from tests.browser.laboratory import chromium
from tests.browser.stage import staged

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "playground.png"
WIDTH = 1400
COLOURS = 128
MEMBER = 723
"""The sixth of the live ranking, who falls."""


def drafted() -> sk.Playground:
    """Return a playground with a draft that moves something in every panel."""
    card, data = sk.example("book_club")
    playground = sk.Playground(card, data, segments="gender", outcome="bought")
    session = playground.session
    session.set_weight("engagement", 0.6)
    session.set_weight("recency", 0.46)
    session.move_knot("recency", 2, value=62)
    session.rename(3, "A year is not that long")
    session.set_tier("A", 66)
    playground.select(MEMBER, criterion="recency", segment="gender")
    return playground


def picture() -> bytes:
    """Return the screen as a PNG of few colours."""
    playground = drafted()
    with staged(chromium(), playground, width=WIDTH) as stage:
        stage.page.evaluate("row => window.app.togglePin(row)", playground.keys.row_of(MEMBER))
        stage.settle()
        shot = stage.page.screenshot(full_page=True)
    playground.close()
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    small = image.quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture())
