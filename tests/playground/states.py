"""Scorecards to play with, and random edits of them, good and bad."""

from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.playground import edits
from scoring_kit.scorecard import parse_scorecard, to_document
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.scorecard.value_functions.lines import LinearFunction

CARDS = {name: sk.example(name).scorecard for name in ("book_club", "hfi", "german_credit", "cvss")}

ODD = "a \"b\" <img src=x onerror=alert(1)> & 'c'"
"""A text that breaks out of quotes and markup where it is not escaped."""


def identity_of(card):
    """Return the canonical JSON of a scorecard."""
    return canonical_bytes(to_document(card))


def odd_card():
    """Return a scorecard whose texts hold quotes and markup."""
    return parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "odd",
            "title": ODD,
            "defaults": {"missing": 0},
            "score": {
                "aggregate": "sum",
                "of": [
                    {
                        "criterion": "taste",
                        "input": ODD,
                        "value": {"categories": {ODD: 1, "plain": 2}, "other": 0},
                    }
                ],
            },
            "tiers": {ODD: 2, "B": 1},
        }
    )


def wide_card(criteria=60, levels=4):
    """Return a mean of many criteria at the bottom of several levels of groups."""
    width = criteria // levels
    inner = []
    for level in range(levels):
        members = [
            {"criterion": f"c{level}_{index}", "range": [0, 1], "missing": 0}
            for index in range(width)
        ]
        inner = [{"group": f"level_{level}", "aggregate": "mean", "of": [*members, *inner]}]
    root = {"aggregate": "mean", "of": inner}
    return parse_scorecard({"schema": "scoring-kit/1", "name": "wide", "score": root})


NUMBERS = st.sampled_from([0.0, 0.25, 1.0, 5, 10, 30, 55, 100, -3, 1e-3]) | st.floats(0, 100)
POSITIONS = st.integers(0, 5)
AGGREGATES = st.sampled_from(["mean", "min", "max", "geometric_mean", "sum", {"power_mean": 2}])
POLICIES = st.sampled_from([0, 10, "worst", "best", "reweight", "skip", "fail", "neutral", None])


def edit_strategies(card):
    """Return a strategy of edits of a scorecard, some of which it refuses."""
    members = st.sampled_from([member.name for member in (*card.criteria, *card.groups)])
    groups = st.sampled_from(["score", *(group.name for group in card.groups)])
    modes = st.sampled_from(["proportional", "equal", "none"])
    tree = [
        st.builds(edits.SetWeight, members, NUMBERS, modes, st.frozensets(members, max_size=3)),
        st.builds(edits.SetAggregation, groups, AGGREGATES, st.sampled_from([None, 1.0])),
        st.builds(edits.SetMissing, members, POLICIES),
    ]
    parts = [edit for criterion in card.criteria for edit in _of_values(criterion)]
    parts += [st.builds(edits.SetTier, st.just(tier), NUMBERS) for tier, _ in card.tiers]
    for adjustment in card.adjustments:
        parts.append(st.builds(edits.SetAdjustment, st.just(adjustment.name), NUMBERS))
        parts.append(st.builds(edits.SwitchAdjustment, st.just(adjustment.name), st.booleans()))
    for knock_out in card.knock_outs:
        parts.append(st.builds(edits.SwitchKnockOut, st.just(knock_out.name), st.booleans()))
    # A choice between the two first: one_of by itself would draw knots most of the time.
    kinds = [st.one_of(found) for found in (tree, parts) if found]
    return st.sampled_from(range(len(kinds))).flatmap(kinds.__getitem__)


def _of_values(criterion):
    """Yield strategies of edits of a criterion's value function."""
    name, function = st.just(criterion.name), criterion.value
    if isinstance(function, LinearFunction):
        some = st.none() | NUMBERS
        yield st.builds(edits.MoveKnot, name, POSITIONS, some, some)
        yield st.builds(edits.AddKnot, name, NUMBERS, some)
        yield st.builds(edits.DeleteKnot, name, POSITIONS)
        yield st.builds(edits.SnapMonotone, name, st.sampled_from([None, "up", "down"]))
    if isinstance(function, Bins):
        yield st.builds(edits.SetBinEdge, name, POSITIONS, NUMBERS)
        yield st.builds(edits.SetBinPoints, name, POSITIONS, NUMBERS)
        yield st.builds(edits.SnapMonotone, name)
    if isinstance(function, Categories):
        keys = st.sampled_from([*function.keys, None])
        yield st.builds(edits.SetCategoryPoints, name, keys, NUMBERS)
