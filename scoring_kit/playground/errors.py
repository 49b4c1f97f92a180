"""What can be refused while a scorecard is played with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real

from scoring_kit.errors import Problem, ScorecardError, ScoringError
from scoring_kit.scorecard.fields import describe

EDIT_CODES: dict[str, str] = {
    "unknown_name": "a name that the scorecard does not have",
    "unknown_edit": "a kind of edit that there is not",
    "unknown_field": "a field that the edit does not have",
    "missing_field": "a field that the edit needs is not there",
    "wrong_type": "a value of another type than the edit takes",
    "not_allowed": "a word that the edit does not take",
    "not_finite": "a number that is not finite",
    "out_of_range": "a number or position outside what the edit takes",
    "not_here": "an edit of something that this part of the scorecard does not have",
    "not_increasing": "a knot or edge that would pass its neighbour",
    "not_decreasing": "a tier that would pass its neighbour",
    "too_few": "knots that would be too few",
    "locked": "a weight that is locked",
    "only_member": "a weight without others beside it that could give or take",
    "all_locked": "a weight whose neighbours are all locked",
    "zero_sum": "weights that are all 0 and cannot be scaled",
    "weight_too_large": "more weight than the others can give",
    "weight_not_used": "a weight in a group whose aggregation has none",
    "switched_off": "an edit of what is switched off",
    "nothing_to_undo": "no edit of this person that could be undone",
    "nothing_to_redo": "no undone edit of this person",
    "changed_since": "something that another person has changed since",
    "unknown_place": "a place that the document does not have",
    "unknown_entry": "a number that no entry of the history has",
    "no_row": "a key that no row has",
    "key_repeats": "a key that several rows have",
}
"""Why an edit is refused; the scorecard itself can refuse it with codes of its own."""


class EditError(ScorecardError):
    """An edit that cannot be made; the scorecard stays as it was.

    code: one of `EDIT_CODES`. place: where in the document, or the name that the edit is about.
    message: what was found, what is allowed, and the next step.

    Examples
    --------
    >>> raise EditError("locked", "recency", "the weight of 'recency' is locked; unlock it first")
    Traceback (most recent call last):
    scoring_kit.playground.errors.EditError: edit has 1 problem:
    - recency: the weight of 'recency' is locked; unlock it first [locked]
    """

    def __init__(self, code: str, place: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__([Problem(code, place, message)], "edit")


def finite(value: object, place: str, noun: str) -> float:
    """Return a number of any library as a finite double; refuse anything else.

    Examples
    --------
    >>> finite(2, "tiers.A", "a cut")
    2.0
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        message = f"{noun} is a number, found {describe(value)}"
        raise EditError("wrong_type", place, message)
    try:
        double = float(value)
    except OverflowError:
        raise EditError("not_finite", place, f"{noun} is too large for a double") from None
    if not math.isfinite(double):
        raise EditError("not_finite", place, f"{noun} is finite, found {double!r}")
    return double + 0.0


def in_words(error: ScoringError) -> str:
    """Return what was refused and why, without the heading that a traceback needs.

    Examples
    --------
    >>> in_words(EditError("locked", "recency", "the weight of 'recency' is locked"))
    "the weight of 'recency' is locked"
    """
    problems: Sequence[Problem] = getattr(error, "problems", ())
    return "; ".join(problem.message for problem in problems) or str(error)
