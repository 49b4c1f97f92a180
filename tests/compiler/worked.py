"""Scores rows of small documents, for values that were worked out by hand."""

import scoring_kit as sk
from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.engines.row import compile_row
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard.types import input_types


def parsed(document):
    """Return the scorecard of a document, which needs neither schema nor name."""
    return sk.parse_scorecard({"schema": "scoring-kit/1", "name": "small", **document})


def plan_of(document, parameters=None):
    """Return the plan for columns that may hold infinities, and are numbers unless they say."""
    card = parsed(document)
    types = input_types(card)
    kinds = {name: types.types[name] or Type.NUMBER for name in types.read}
    # numbers and dates of a table may be infinite
    raw = (Type.NUMBER, Type.DATE)
    columns = {name: Column(name, kind, kind not in raw) for name, kind in kinds.items()}
    return compile_scorecard(card, columns, parameters)


def one(document, parameters=None, **row):
    """Return every output for a row, by the row engine."""
    return compile_row(plan_of(document, parameters))(row)


def by_engine(engine, document, columns, parameters=None):
    """Return every output for each row of a table, by any engine; what is NULL is None."""
    scores = sk.score(
        parsed(document), columns, parameters=parameters, detail="full", engine=engine
    )
    rows = scores.to_pandas().to_dict("records")
    return [{name: None if cell != cell else cell for name, cell in row.items()} for row in rows]


def leaf(name, value="identity", **fields):
    """Return a criterion that fails its row when its input is missing, unless told otherwise."""
    return {"criterion": name, "value": value, "missing": "fail", **fields}


def group(name, *members, aggregate="mean", **fields):
    """Return a group below the root."""
    return {"group": name, "aggregate": aggregate, "of": list(members), **fields}


def root(*members, aggregate="mean", **fields):
    """Return the field `score` of a document."""
    return {"aggregate": aggregate, "of": list(members), **fields}


def lines(row):
    """Return the contributions of a row by their names, without those of 0."""
    found = {name: value for name, value in row.items() if name.startswith("contribution_")}
    return {name.removeprefix("contribution_"): value for name, value in found.items() if value}


def reasons(row):
    """Return the reason codes of a row, without those that are NULL."""
    found = [value for name, value in row.items() if name.startswith("reason_")]
    return [code for code in found if code is not None]
