"""Scorecards and tables that no display should stumble over."""

from tests.cards import card, criterion

HOSTILE = "</style><script>alert(1)</script> \"quotes\" & 'more' <b>bold</b>"
RIGHT_TO_LEFT = "\u05e9\u05dc\u05d5\u05dd \u202eevil"
LONG = "a very long text that goes on and on, " * 40
UNBROKEN = "x" * 300


EVERY_FUNCTION = [
    criterion("identity_one", input="a", reference=1),
    criterion("linear_one", {"linear": {"from": [20, 85], "to": [0, 1]}, "outside": "invalid"}),
    criterion(
        "falling",
        {"linear": {"from": [85, 20], "to": [0, 1]}, "outside": "extrapolate"},
        reference=1,
    ),
    criterion("piecewise_one", {"piecewise": [[-5, -100], [0, 60], [36, 0]]}, reference=80),
    criterion(
        "bins_one",
        {
            "bins": [
                {"below": 13, "unmatched": True},
                {"up_to": 18, "value": -2.5, "reason": "R9"},
                {"below": 65.5, "value": "0.03 * income + 11"},
                {"value": 100},
            ]
        },
    ),
    criterion(
        "stairs",
        {"bins": [{"up_to": 1, "value": 5}, {"below": 2, "unmatched": True}, {"value": -3}]},
        unmatched="worst",
    ),
    criterion(
        "categories_one",
        {
            "categories": [
                {"in": ["art", "design"], "value": 100, "reason": "R1"},
                {"in": ["travel"], "value": -60},
                {"in": [" ", "TRUE"], "value": 5},
            ],
            "other": {"value": 20, "reason": "R2"},
        },
        missing={"value": "worst", "reason": "R7"},
    ),
    criterion("flags", {"categories": [{"in": [True], "value": 1}, {"in": [False], "value": 0}]}),
    criterion("codes", {"categories": [{"in": [1, 2.5], "value": 1}]}, special={"no_file": 10}),
    criterion(
        "rules_one",
        {
            "rules": [
                {"when": "income > 3", "value": 4, "reason": "R3"},
                {"when": "income is null", "value": "age / 2"},
                {"value": 0},
            ]
        },
        reference=0,
    ),
    criterion("logarithm", {"log": {"from": [1, 1000], "to": [0, 100]}}),
    criterion("power_one", {"power": {"from": [0, 10], "to": [10, 20], "exponent": 2}}),
    criterion("bent", {"exponential": {"from": [2, 10], "to": [0, 1], "rate": -3}}),
    criterion("logistic_one", {"logistic": {"midpoint": 12, "slope": -0.5, "to": [0, 100]}}),
    criterion("freshness", {"decay": {"half_life_days": 90, "until": "$as_of"}}),
    criterion("scaled", {"min_max": {"minimum": 0.25, "maximum": 1e6, "to": [0, 10]}}),
    criterion("not_fitted", {"min_max": {"to": [0, 10]}}),
    criterion("standard", {"z_score": {"mean": -3.2, "standard_deviation": 1.1}}, range=[-3, 3]),
    criterion("ranked", {"rank": {"values": [1, 2, 5], "ranks": [1, 2, 4], "count": 5}}),
    criterion("percentile_one", {"percentile": {"quantiles": [0, 1, 1, 4, 50]}}),
    criterion("worked_out", "floor(income / 1000) + 2"),
]


EVERY_GROUP = [
    {
        "group": "first",
        "title": "Everything",
        "aggregate": "mean",
        "of": EVERY_FUNCTION,
        "then": "value * 2",
        "limits": [-100, 100],
        "coverage": {"minimum": 0.4},
        "weight": 2,
    },
    {
        "group": "second",
        "aggregate": {"power_mean": 3},
        "at_least": 0.01,
        "weight": 0.5,
        "of": [
            {
                "group": "third",
                "aggregate": "sum",
                "initial": 12,
                "of": [
                    criterion("deep", {"piecewise": [[0, 1e-9], [1e12, 2e15]]}, missing="skip"),
                    {
                        "group": "deeper",
                        "aggregate": "max",
                        "missing": 0,
                        "of": [criterion("deepest", {"bins": [{"value": 7}]})],
                    },
                ],
            }
        ],
    },
    {
        "group": "told",
        "aggregate": {"formula": "coalesce(one, 0) + 2"},
        "missing": 0,
        "of": [criterion("one", missing=1, reference=2)],
    },
]

EVERY_SECTION = {
    "parameters": {"as_of": {"type": "date"}, "limit": {"type": "number", "default": 3}},
    "inputs": {
        "codes": {"special": [{"code": -99, "label": "no_file"}, {"code": -1, "label": "x"}]},
        "income": {"type": "number", "valid": [0, None], "missing": "null_is_allowed"},
    },
    "scaling": {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50},
    "adjustments": [
        {"name": "loyal", "when": "income > 5", "if_missing": "fire", "add": -5},
        {"name": "times", "multiply": "1 + income / 100"},
        {"name": "floor_it", "floor": 0},
    ],
    "knock_outs": [{"name": "out", "when": "income < 0", "if_missing": "fail", "reason": "K1"}],
    "tiers": {"A": 700, "B": 600, "C": 500},
    "probability": {"of": "good", "points": 600, "odds": 19, "pdo": 50},
    "reasons": {
        "top": 3,
        "against": "worst",
        "direction": "above",
        "keep": "all",
        "texts": {"R1": "One", "K1": "Knocked out"},
    },
    "coverage": {"minimum": 0.5},
    "rounding": {"digits": 0, "mode": "half_even"},
}


def every_kind_card():
    """Return a card with each kind of value function and most options."""
    return card(*EVERY_GROUP, **EVERY_SECTION)


def nasty_card():
    """Return a card whose texts are as bad as texts can be."""
    return card(
        criterion(
            "hostile",
            {"categories": [{"in": [HOSTILE, RIGHT_TO_LEFT, "\U0001f9ea", UNBROKEN], "value": 1}]},
            title=HOSTILE,
            description=LONG,
            input=HOSTILE,
            reason=HOSTILE,
            weight=1e-12,
        ),
        criterion(
            "many",
            {
                "categories": {f"category {n} {'y' * (n % 50)}": n for n in range(300)},
                "other": -1e9,
            },
        ),
        criterion("knots", {"piecewise": [[n * 1e6, n % 7] for n in range(400)]}),
        criterion(
            "steps", {"bins": [*({"below": n, "value": n % 5} for n in range(200)), {"value": 9}]}
        ),
        criterion(
            "rightwards", title=RIGHT_TO_LEFT, description=UNBROKEN, input=UNBROKEN, reference=1
        ),
        criterion(
            "told",
            "case " + " ".join(f"when a = {n} then {n}" for n in range(200)) + " end",
            reference=1,
        ),
        title=RIGHT_TO_LEFT,
        description=LONG,
        owner=HOSTILE,
        tiers={HOSTILE: 1e9, RIGHT_TO_LEFT: 5, UNBROKEN: -1e-9},
        inputs={HOSTILE: {"unit": HOSTILE}},
        reasons={"texts": {HOSTILE: LONG}},
    )


def wide_card(criteria):
    """Return a card with very many criteria."""
    return card(
        *(criterion(f"criterion_{n}", {"piecewise": [[0, n], [9, 0]]}) for n in range(criteria))
    )


def plain_card():
    """Return a card without key, tiers and rounding."""
    return card(criterion("points"), defaults={"missing": "fail"})


def nasty_table():
    """Return columns for the nasty card: every third row lacks what it needs."""
    rows = 60
    return {
        HOSTILE: [HOSTILE if n % 3 else RIGHT_TO_LEFT for n in range(rows)],
        "key": [f"{UNBROKEN}{n}" for n in range(rows)],
        "many": [f"category {n} {'y' * (n % 50)}" for n in range(rows)],
        "knots": [n * 1e6 for n in range(rows)],
        "steps": [float(n) for n in range(rows)],
        UNBROKEN: [-(10.0**n) for n in range(rows)],
        "a": [float(n) for n in range(rows)],
    }


def spread_table():
    """Return numbers from very small to very large, on both sides of zero."""
    return {"points": [sign * 10.0**n for n in range(-12, 13) for sign in (-1, 1)]}
