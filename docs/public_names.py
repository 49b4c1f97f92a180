"""Writes the reference from `scoring_kit.__all__`, so that no public name is forgotten."""

import scoring_kit

PLACE = "<!-- every public name stands here -->"


def on_page_markdown(markdown: str, **_: object) -> str:
    """Replace the mark on a page by a section for each public name, in the order of work."""
    sections = [f"::: scoring_kit.{name}" for name in scoring_kit.__all__]
    return markdown.replace(PLACE, "\n\n".join(sections))
