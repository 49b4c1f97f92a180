"""The page: head, contents and sections as one HTML file that fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from scoring_kit.display.markup import Child, Markup, element, join, said, text
from scoring_kit.display.style import facts, stylesheet
from scoring_kit.report.embedding import embedded, embedded_text, sealed
from scoring_kit.report.section import Section, paragraphs
from scoring_kit.report.sections.lineage import REPORT_VERSION
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.document import hash_of

_FIRST_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
MOST_LEADS = 3
"""Sections that say a sentence at the top."""


def page(subject: Subject, sections: Sequence[Section], data: object) -> str:
    """Return the whole file; data: what it carries for programs."""
    drawn = [_section(section) for section in sections]
    body = [
        _header(subject),
        *_leads(sections),
        facts(*[fact for section in sections for fact in section.facts]),
        _proof(subject),
        _contents(sections),
        *drawn,
    ]
    report = element("main", *body, class_="skd report")
    framed = element("div", report, class_="skd-frame")
    head = _head(f"{subject.card.name}: report")
    return sealed(
        f'<!doctype html>\n<html lang="en">\n<head>{head}</head>\n'
        f"<body>\n{framed}\n{embedded(data)}\n</body>\n</html>\n"
    )


def section_texts(written: str) -> dict[str, str]:
    """Return the sections of a page by name, as they are written.

    What is before them is called ``head``, what is after them ``end``; the data that the page
    carries, and its seal, are in neither.

    Examples
    --------
    >>> section_texts('one<section id="data">two</section><section id="a">three</main>four')
    {'head': 'one', 'data': 'two</section>', 'a': 'three', 'end': 'four'}
    """
    shown, _, end = written.partition("</main>")
    head, *parts = re.split(r'<section id="([a-z_]+)">', shown)
    carried = embedded_text(end) or ""
    end = re.sub(r"<!-- seal .*? -->", "", end.replace(carried, "", 1))
    return {"head": head, **dict(zip(parts[::2], parts[1::2], strict=True)), "end": end}


def _head(title: str) -> Markup:
    named = element("title", title)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    metas = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="scoring_kit report {REPORT_VERSION}">',
    ]
    styles = f"<style>\n{stylesheet()}\n{page_rules()}\n</style>"
    return Markup("\n".join([*metas, named, styles]))


@cache
def page_rules() -> str:
    """Return the rules that a page has on top of those of all displays."""
    written = files("scoring_kit.report").joinpath("page.css").read_text(encoding="utf-8")
    lines = (line.strip() for line in written.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("/*"))


def _header(subject: Subject) -> Markup:
    card, live = subject.card, subject.live
    against = None
    if live is not None:
        digest = element("span", hash_of(live)[:12], class_="code")
        against = join(["against live ", said(live.name, 60), " ", digest])
    told = [f"{name} {value}" for name, value in subject.request.parameters.items()]
    aside = join([part for part in (against, *(said(item, 60) for item in told)) if part], ", ")
    parts = [
        element("h1", said(card.name, 80)),
        element("span", hash_of(card)[:12], class_="code"),
        None if card.title is None else element("span", said(card.title, 160)),
        element("span", aside, class_="aside") if aside else None,
    ]
    return element("header", join([part for part in parts if part is not None], " "))


def _leads(sections: Sequence[Section]) -> list[Markup]:
    """Return what matters most in large letters, and what comes next below it."""
    ranked = sorted(
        (section for section in sections if section.lead and section.sentences),
        key=lambda section: -section.lead,
    )[:MOST_LEADS]
    if not ranked:
        return []
    first, *rest = ranked
    own = first.openings or first.sentences[:2]
    follow = [*own[1:], *(section.opening for section in rest)]
    return [
        element("p", _with_figure(first.opening), class_="lead"),
        *(element("p", sentence, class_="follows") for sentence in follow),
    ]


def _with_figure(sentence: str) -> Markup:
    """Return a sentence whose first figure stands out."""
    found = _FIRST_FIGURE.search(sentence)
    if found is None:
        return text(sentence)
    start, end = found.span()
    return join([sentence[:start], element("b", sentence[start:end]), sentence[end:]])


def _proof(subject: Subject) -> Markup:
    words: list[Child] = [
        "Reading proves nothing; ",
        element("code", subject.proof),
        " computes every figure again from the data and says whether this report still holds.",
    ]
    return element("p", *words, class_="proof")


def _contents(sections: Sequence[Section]) -> Markup:
    links = [
        element("li", element("a", section.title, href=f"#{section.name}")) for section in sections
    ]
    return element("nav", element("ol", *links), aria_label="Contents")


def _section(section: Section) -> Markup:
    # the anchor stands first, so that `section_texts` finds it
    inside = [element("h2", section.title), paragraphs(section.sentences), section.html]
    return element("section", *inside, id=section.name)
