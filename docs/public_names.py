"""Writes the lists of the pages from the code, so that no name and no metric is forgotten."""

import scoring_kit
from scoring_kit.evaluation.figures import range_text
from scoring_kit.evaluation.metrics import METRICS

NAMES = "<!-- every public name stands here -->"
FIGURES = "<!-- every metric stands here -->"


def on_page_markdown(markdown: str, **_: object) -> str:
    """Replace the marks on a page by what they stand for."""
    sections = [f"::: scoring_kit.{name}" for name in scoring_kit.__all__]
    return markdown.replace(NAMES, "\n\n".join(sections)).replace(FIGURES, metrics_table())


def metrics_table() -> str:
    """Return every metric as a row of a Markdown table."""
    rows = [
        f"| `{each.name}` | {each.title} | {each.meaning} | {range_text(each)} | {each.source} |"
        for each in METRICS.values()
    ]
    return "\n".join(["| name | | what it is | range | source |", "|---|---|---|---|---|", *rows])
