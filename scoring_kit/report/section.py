"""A section of a report: figures, sentences made of them, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring_kit.display.markup import Child, Markup, element, shortened

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report.

    name: its anchor, and its place among the figures. figures: as JSON holds them, None for
    what there is not. sentences: what the figures say, the most important first. html: what
    is drawn below the sentences. facts: labels with figures that stand at the top of the
    report. lead: whether it may open the report, and how soon (the highest first). openings:
    what it says there, in large letters where it opens the report; else its first sentences.
    """

    name: str
    title: str
    figures: Mapping[str, Any]
    html: Markup
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    lead: int = 0
    openings: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """What the section says at the top of the report."""
        return next(iter((*self.openings, *self.sentences)), self.title)

    def all_figures(self) -> dict[str, Any]:
        """Return the figures with the sentences, as they stand in the JSON."""
        return {**self.figures, "sentences": list(self.sentences)}


def paragraphs(sentences: tuple[str, ...]) -> Markup:
    """Return sentences as the text under a title."""
    return Markup("".join(element("p", sentence, class_="says") for sentence in sentences))


def named(name: object) -> str:
    """Return a name from a table or card as it stands in a sentence."""
    return shortened(str(name), 60)


def quiet(content: Child) -> Markup:
    """Return text that is second to what stands beside it."""
    return element("span", content, class_="quiet")
