"""The text of a reason code."""

from __future__ import annotations

from scoring_kit.scorecard.models import Scorecard


def reason_text(card: Scorecard, code: str) -> str | None:
    """Return the text of a reason code, else the title or description of what has the code.

    Examples
    --------
    >>> from scoring_kit.scorecard import read_scorecard
    >>> reason_text(read_scorecard("data/book_club.yaml"), "T1")
    'Has bought no art book'
    """
    texts = dict(card.reasons.texts) if card.reasons is not None else {}
    if code in texts:
        return texts[code]
    titles = [criterion.title for criterion in card.criteria if criterion.code == code]
    titles += [part.description for part in card.knock_outs if part.code == code]
    return next((title for title in titles if title is not None), None)


def reason_codes(card: Scorecard) -> tuple[str, ...]:
    """Return the codes that criteria can give, in document order; none without `reasons`."""
    if card.reasons is None:
        return ()
    return tuple(dict.fromkeys(code for part in card.criteria for code in part.codes))
