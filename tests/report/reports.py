"""Reports of small tables, made in memory, and the page of one read back."""

from html.parser import HTMLParser

import pandas as pd

from scoring_kit.report.report import make_report
from scoring_kit.report.subject import asked_for, open_subject
from tests.scored import CARD, TABLE

FRAME = pd.DataFrame(
    {
        **TABLE,
        "kind": ["new", "old", "new", None],
        "came": pd.array([True, False, True, None], "boolean"),
    }
)
VOID = {"meta", "wbr", "br"}


def asked(card=CARD, *, live=None, key=None, outcome=None, segments=(), **rest):
    return asked_for(card, live, key, outcome, segments, **rest)


def subject(card=CARD, data=FRAME, **told):
    return open_subject(asked(card, **told), data, {})


def report(card=CARD, data=FRAME, *, threads=None, **told):
    return make_report(asked(card, **told), data, {"threads": threads}, progress=False)


class Page(HTMLParser):
    """What a browser would find in a page: elements, addresses, anchors, and words by section."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.addresses, self.anchors, self.open, self.crossed = [], [], [], [], []
        self.words, self.scripts = [], []
        self.feed(html)
        self.close()
        self.text = "".join(self.words)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "data", "action", "poster"):
                self.addresses.append(value)
            if name == "id":
                self.anchors.append(value)
            if name.startswith("on"):
                self.scripts.append(f"{tag}.{name}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.words.append(data)
