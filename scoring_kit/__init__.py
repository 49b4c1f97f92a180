"""Scores as documents: write one, score tables with it, see what a change does.

import scoring_kit as sk

card, data = sk.example("book_club")
scores = sk.score(card, data)
scores.to_pandas()

Of an own table: sk.draft_scorecard("customers.csv").write("card.yaml")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring_kit.checking import check_scorecard
    from scoring_kit.client.client import Client
    from scoring_kit.drafting import Draft, draft_scorecard
    from scoring_kit.engines.fingerprints import fingerprint
    from scoring_kit.errors import ScoringError
    from scoring_kit.evaluation import Drift, Evaluation, evaluate, psi
    from scoring_kit.examples import example
    from scoring_kit.explanation import Explanation
    from scoring_kit.fitting import fit_references
    from scoring_kit.impact import Impact, compare
    from scoring_kit.lineage import Lineage, read_lineage
    from scoring_kit.playground.playground import Playground
    from scoring_kit.registry.registry import Registry
    from scoring_kit.report.verification import verify_report
    from scoring_kit.report.writing import write_report
    from scoring_kit.scorecard import (
        Scorecard,
        parse_scorecard,
        read_scorecard,
        write_scorecard,
    )
    from scoring_kit.scorecard.changes import changes
    from scoring_kit.scorecard.merging import Merge, merge
    from scoring_kit.scorecard.schema import json_schema
    from scoring_kit.scores import Scores
    from scoring_kit.scoring import score
    from scoring_kit.tables.fingerprint import Fingerprint

__version__ = "0.1.0"

_HOMES = {
    "example": "scoring_kit.examples",
    "evaluate": "scoring_kit.evaluation",
    "Evaluation": "scoring_kit.evaluation",
    "psi": "scoring_kit.evaluation",
    "Drift": "scoring_kit.evaluation",
    "Playground": "scoring_kit.playground.playground",
    "draft_scorecard": "scoring_kit.drafting",
    "Draft": "scoring_kit.drafting",
    "read_scorecard": "scoring_kit.scorecard",
    "parse_scorecard": "scoring_kit.scorecard",
    "write_scorecard": "scoring_kit.scorecard",
    "Scorecard": "scoring_kit.scorecard",
    "check_scorecard": "scoring_kit.checking",
    "changes": "scoring_kit.scorecard.changes",
    "merge": "scoring_kit.scorecard.merging",
    "Merge": "scoring_kit.scorecard.merging",
    "json_schema": "scoring_kit.scorecard.schema",
    "fit_references": "scoring_kit.fitting",
    "score": "scoring_kit.scoring",
    "Scores": "scoring_kit.scores",
    "compare": "scoring_kit.impact",
    "Impact": "scoring_kit.impact",
    "write_report": "scoring_kit.report.writing",
    "verify_report": "scoring_kit.report.verification",
    "Registry": "scoring_kit.registry",
    "Client": "scoring_kit.client.client",
    "Lineage": "scoring_kit.lineage",
    "read_lineage": "scoring_kit.lineage",
    "fingerprint": "scoring_kit.engines.fingerprints",
    "Fingerprint": "scoring_kit.tables.fingerprint",
    "Explanation": "scoring_kit.explanation",
    "ScoringError": "scoring_kit.errors",
}

__all__ = [  # noqa: RUF022 (the order of work)
    "example",
    "draft_scorecard",
    "Draft",
    "read_scorecard",
    "parse_scorecard",
    "write_scorecard",
    "Scorecard",
    "check_scorecard",
    "changes",
    "merge",
    "Merge",
    "json_schema",
    "fit_references",
    "score",
    "Scores",
    "compare",
    "Impact",
    "evaluate",
    "Evaluation",
    "psi",
    "Drift",
    "Playground",
    "write_report",
    "verify_report",
    "Registry",
    "Client",
    "Lineage",
    "read_lineage",
    "fingerprint",
    "Fingerprint",
    "Explanation",
    "ScoringError",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the package imports at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
