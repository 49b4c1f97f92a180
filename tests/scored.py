"""One small card and table, and what scoring it gives, worked out by hand."""

import numpy as np
import pytest

import scoring_kit as sk
from tests.compiler.worked import leaf, parsed, root

ENGINES = ["duckdb", "numpy", "row"]
every_engine = pytest.mark.parametrize("engine", ENGINES)

CARD = parsed(
    {
        "key": "id",
        "score": root(leaf("x"), leaf("y", missing="reweight")),
        "tiers": {"A": 5, "B": 0},
        "knock_outs": [{"name": "out", "when": "x < 0"}],
        "reasons": {"top": 2},
        "inputs": {"x": {"valid": [-10, 10]}, "y": {"valid": [0, 10]}},
    }
)
TABLE = {"id": [7, 8, 9, 10], "x": [9.0, 2.0, -1.0, None], "y": [3.0, None, 4.0, 5.0]}
NAMES = ["id", "score", "tier", "status", "coverage", "reason_1", "reason_2", "knock_outs"]


def scores(data=TABLE, card=CARD, **told):
    return sk.score(card, data, **told)


def rows(frame):
    """Return the rows of a frame as lists, in which NULL is None."""
    cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [[list(c) if isinstance(c, np.ndarray | list) else c for c in row] for row in cells]


# x and y are worth the half of what they are, or x all of it where y is missing
RESULT = [
    [7, 6.0, "A", "scored", 1.0, "y", "x", []],  # lacks 0.5 and 3.5
    [8, 2.0, "B", "partial", 0.5, "x", None, []],
    [9, None, None, "knocked_out", 1.0, "out", None, ["out"]],
    [10, None, None, "insufficient", 0.5, None, None, []],
]
