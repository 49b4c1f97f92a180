"""Reads HTML back: which elements and attributes it has, and the text that arrives."""

import re
from html.parser import HTMLParser

ELEMENTS = {"div", "span", "b", "p", "bdi", "code", "style", "svg", "path", "rect", "line"} | {
    "table", "thead", "tbody", "tr", "th", "td", "wbr", "details", "summary"
}  # fmt: skip
ATTRIBUTES = {"class", "title", "role", "style", "d", "x", "y", "x1", "x2", "y1", "y2"} | {
    "width", "height", "viewbox", "preserveaspectratio", "aria-label", "aria-hidden",
    "tabindex", "data-lm-suppress-shortcuts",
}  # fmt: skip
PLACE = re.compile(r"left:\d{1,3}\.\d\d%")


class Reading(HTMLParser):
    """What a browser would find: foreign elements and attributes, and the words."""

    def __init__(self, html):
        super().__init__()
        self.foreign, self.words, self.open = [], [], []
        self.feed(html)
        self.close()
        self.text = "".join(self.words)

    def handle_starttag(self, tag, attrs):
        if tag != "wbr":
            self.open.append(tag)
        if tag not in ELEMENTS:
            self.foreign.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES or (name == "style" and not PLACE.fullmatch(value)):
                self.foreign.append(f"{tag}.{name}={value}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.foreign.append(f"</{tag}>")

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data):
        self.foreign.append(f"<!--{data}")

    handle_decl = handle_pi = unknown_decl = handle_comment
