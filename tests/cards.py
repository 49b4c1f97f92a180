"""Small scorecards for tests, written as data."""

from scoring_kit.scorecard import parse_scorecard


def card(*members, aggregate="mean", group=None, **fields):
    """Return a scorecard with these members in its root; missing inputs are left out or 0."""
    absent = "reweight" if aggregate in ("mean", "min", "max", "geometric_mean") else 0
    return parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "small",
            "defaults": {"missing": absent},
            "score": {"aggregate": aggregate, "of": list(members), **(group or {})},
            **fields,
        }
    )


def criterion(name, value="identity", **fields):
    """Return a criterion as data."""
    return {"criterion": name, "value": value, **fields}


def bins(*pairs):
    """Return bins from (edge, value) pairs, the last edge None."""
    return {
        "bins": [
            {"value": value} if edge is None else {"below": edge, "value": value}
            for edge, value in pairs
        ]
    }
