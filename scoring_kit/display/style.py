"""The frame of a display: one box with its style sheet, safe in any notebook."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from scoring_kit.display.markup import Child, Markup, element, join


@cache
def stylesheet() -> str:
    """Return the rules of all displays, for a ``<style>`` of one page or one output."""
    written = files("scoring_kit.display").joinpath("display.css").read_text(encoding="utf-8")
    lines = (line.strip() for line in written.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("/*"))


def output(*children: Child, label: str) -> str:
    """Return a whole display: style sheet and content, as ``_repr_html_`` gives it.

    label: what a screen reader announces, such as ``Scores of book_club``.

    Examples
    --------
    >>> output("nothing yet", label="Scores")[-24:]
    '>nothing yet</div></div>'
    """
    # a style sheet is no text: escaping would break its selectors, and it holds nothing of users
    style = Markup(f"<style>{stylesheet()}</style>")
    body = element("div", *children, class_="skd", role="group", aria_label=label)
    return str(element("div", style, body, class_="skd-frame"))


def header(name: Child, *said: Child, aside: Child = None) -> Markup:
    """Return the first line of a display: a name, what it is, and a remark at the right."""
    parts = [element("b", name, class_="name"), *(element("span", item) for item in said if item)]
    if aside is not None:
        parts.append(element("span", aside, class_="aside"))
    return element("div", join(parts, " "), class_="header")


def section(title: Child, *children: Child, keys: Child = None) -> Markup:
    """Return a part of a display under its title; `keys` say what the marks mean."""
    named = element("div", element("b", title), keys, class_="title")
    return element("div", named, *children, class_="section")


def facts(*pairs: tuple[Child, Child]) -> Markup:
    """Return a row of facts, each a label with its figure below."""
    cells = [
        element("div", element("span", label, class_="label"), " ", element("span", figure))
        for label, figure in pairs
    ]
    return element("div", join(cells, " "), class_="facts")


def note(*children: Child) -> Markup:
    """Return a remark in small letters."""
    return element("p", *children, class_="note")


def folded(summary: Child, *children: Child) -> Markup:
    """Return a part of which the summary alone is seen until it is pressed."""
    # a key that opens it would make a notebook edit its cell
    head = element("summary", summary, data_lm_suppress_shortcuts="true")
    return element("details", head, *children)


def columns(*children: Child) -> Markup:
    """Return parts side by side, one below the other where it is narrow."""
    return element("div", *children, class_="columns")
