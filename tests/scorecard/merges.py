"""Merges of two edits of the small card."""

import scoring_kit as sk
from scoring_kit.scorecard import hash_of, parse_scorecard
from tests.cards import criterion
from tests.scorecard.test_changes import FREQUENCY, RECENCY, SMALL, TASTE, edited

BASE = parse_scorecard(SMALL)
ADJUSTMENTS = SMALL["adjustments"]
BINS = (*FREQUENCY, "value", "bins")
KNOTS = (*RECENCY, "value", "piecewise")
CATEGORIES = (*TASTE, "value", "categories")
TENURE = criterion("tenure", weight=0.1, reference=9)
INCOME = criterion("income", weight=0.2, reference=9)


def merged(mine, theirs, base=SMALL):
    """Return the merge of two documents."""
    return sk.merge(*(parse_scorecard(document) for document in (base, mine, theirs)))


def both(mine, theirs):
    """Return the merge of two edits, each a list of changes of the small document."""
    return merged(edited(*mine), edited(*theirs))


def is_same(one, document):
    return hash_of(one) == hash_of(parse_scorecard(document))
