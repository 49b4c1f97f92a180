"""Rows from which a screen foresees what another weight or cut does, before it is told."""

from __future__ import annotations

import hashlib

from scoring_kit.playground.board import Board
from scoring_kit.playground.room import lowest_reaching
from scoring_kit.playground.shown import Shown
from scoring_kit.scorecard.models import Scorecard


def shown_sample(board: Board, card: Scorecard, have: object) -> Shown:
    """Return a sample of the rows under a card, as a head and buffers.

    The buffers are, each row after row: how many rows it stands for, its live score and its score
    under the card, in 32 bits; and the codes of the values, unless the screen has those of this
    `key`. factor: points of the score for a point of the root. slack: how far below a cut a score
    before rounding still reaches it.
    """
    found = board.preview_sample(card)
    if found is None:
        return {"rows": 0}
    key = hashlib.sha256(found["codes"]).hexdigest()
    buffers = [found.pop(name) for name in ("weights", "live", "draft")]
    codes = found.pop("codes")
    if key != have:
        buffers.append(codes)
    return {
        **found,
        "key": key,
        "has_values": key != have,
        "factor": 1.0 if card.scaling is None else card.scaling.factor,
        "slack": 0.0 - lowest_reaching(card, 0.0),
        "buffers": buffers,
    }
