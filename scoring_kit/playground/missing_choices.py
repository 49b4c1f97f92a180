"""What a criterion may yield where its input is missing."""

from __future__ import annotations

from typing import Any

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits_rules import SetMissing
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.policies import POLICY_WORDS


def missing_choices(card: Scorecard, criterion: str) -> dict[str, Any]:
    """Return the words that the document takes as the `missing` of a criterion.

    Each is tried, as what is allowed depends on the whole document: on the group above it, a
    reference, the bounds of the values. Numbers are not tried.

    Returns
    -------
    dict
        criterion: its name. words: those that are allowed, in the order of the document's rules.
        reason: the reason code that stands beside the policy; None for none.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> missing_choices(sk.example("book_club").scorecard, "spend")["words"]
    ['worst', 'best', 'reweight', 'fail']
    """
    draft = Draft.of(card)
    words = [word for word in POLICY_WORDS if _is_taken(draft, criterion, word)]
    _, found = draft.criterion(criterion)
    reason = None if found.missing is None else found.missing.reason
    return {"criterion": criterion, "words": words, "reason": reason}


def _is_taken(draft: Draft, criterion: str, word: str) -> bool:
    try:
        SetMissing(criterion, word).apply(draft)
    except ScorecardError:
        return False
    return True
