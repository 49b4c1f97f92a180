"""Scores one row of a small document with the row function, for values computed by hand."""

from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.engines.row import compile_row
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.types import input_types


def scored(document, row, parameters=None):
    """Return every output for a row; `document` needs neither schema nor name."""
    card = parse_scorecard({"schema": "scoring-kit/1", "name": "card", **document})
    types = input_types(card)
    names = [name for name in types.read if name not in card.derived]
    columns = {name: Column(name, types.types[name] or Type.NUMBER) for name in names}
    return compile_row(compile_scorecard(card, columns, parameters))(row)


def judged(value, x, **fields):
    """Return (state, value) that a value function gives the input `x`."""
    criterion = {"criterion": "x", "value": value, "missing": "fail", **fields}
    parameters = {"as_of": {"type": "date"}}
    document = {"parameters": parameters, "score": {"aggregate": "mean", "of": [criterion]}}
    row = scored(document, x if isinstance(x, dict) else {"x": x}, {"as_of": "2024-03-31"})
    return row["state_x"], row["value_x"]
