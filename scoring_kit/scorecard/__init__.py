"""The scorecard document: models, reading, writing, checking."""

from scoring_kit.scorecard.document import hash_of, parse_scorecard, to_document
from scoring_kit.scorecard.files import read_scorecard, read_scorecard_text, write_scorecard
from scoring_kit.scorecard.models import Criterion, Group, Scorecard

__all__ = [
    "Criterion",
    "Group",
    "Scorecard",
    "hash_of",
    "parse_scorecard",
    "read_scorecard",
    "read_scorecard_text",
    "to_document",
    "write_scorecard",
]
