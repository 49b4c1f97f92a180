"""What the JSON Schema says about fields beyond their types: texts for hovering, and rules."""

from __future__ import annotations

from typing import Any

FIELD_TEXTS: dict[str, str] = {
    # Fields of several parts, then those that mean something else in one part.
    "title": "One line for people.",
    "description": "What it is and why it is so.",
    "name": "Small letters, digits and _; unique over the document.",
    "weight": "At or above 0; counts in means and in sum. 1 unless given.",
    "value": "A number, or an expression that yields one.",
    "reason": "Reason code; its text stands in reasons.texts.",
    "missing": "What applies when the input is missing.",
    "unmatched": "What applies when no bin, category or rule holds. fail unless given.",
    "invalid": "What applies when the input is invalid. fail unless given.",
    "when": "A condition in SQL spelling. Where it is NULL it does not hold.",
    "if_missing": "What a condition that is NULL does: fire, or fail (no score).",
    "outside": "What inputs outside the ends get: the end's value, the line extended, or invalid.",
    "from": "The two ends of the input.",
    "to": "The values at the two ends.",
    "points": "Points at the odds given beside it.",
    "odds": "Odds at those points; above 0.",
    "pdo": "Points that double the odds.",
    "coverage": "The least share of effective weight that must have a usable value.",
    # The document
    "schema": "The format: scoring-kit/1.",
    "owner": "Who answers for it.",
    "key": "Column or columns that identify a row.",
    "parameters": "Values given at each run, by name; read as $name.",
    "defaults": "Policies for criteria that name none.",
    "inputs": "What is known of columns: type, unit, valid range, special codes.",
    "derived": "Inputs calculated from others: name to expression.",
    "score": "The root group.",
    "scaling": "From the root to points.",
    "adjustments": "Changes of the scaled score, in this order.",
    "rounding": "Digits of the published score.",
    "knock_outs": "Conditions that take the score away.",
    "tiers": "Tier to its lowest score, highest first.",
    "probability": "Result column with the probability of an outcome.",
    "reasons": "Why a row has no higher score.",
    # Inputs, parameters
    "type": "number, text, boolean or date.",
    "unit": "Unit of measure.",
    "valid": "[lowest, highest], both included; either may be null.",
    "Input.special": "Codes with a meaning: code to label, or a list of {code, label}.",
    "Input.missing": "null_is_allowed: expressions of groups and adjustments may meet NULL.",
    "code": "The value in the column.",
    "label": "What criteria call it.",
    "default": "Used where a run gives none.",
    # Criteria and groups
    "criterion": "Name of the criterion.",
    "group": "Name of the group.",
    "input": "The column or derived input; the criterion's name unless given.",
    "Criterion.value": "The value function: identity unless given.",
    "range": "[lowest, highest] value, where it does not follow from the value function.",
    "Criterion.special": "What applies for each special label.",
    "reference": "The value that reasons measure against.",
    "mean": "Written by fit_references for reasons against the mean.",
    "monotone": "Whether values rise (up) or fall (down) with the input; checked.",
    "aggregate": "How the members become one value.",
    "of": "The members: criteria and groups.",
    "initial": "First term of a sum.",
    "at_least": "Raises each member to this; for geometric, harmonic and power means.",
    "zero": "zero: a member that is 0 makes the group 0.",
    "then": "An expression over value (the aggregate), members and inputs.",
    "limits": "[lowest, highest] result.",
    "Group.missing": "What applies when the group is missing.",
    "minimum": "From 0 to 1.",
    # Value functions
    "linear": "A straight line between two points.",
    "piecewise": "Knots [input, value] with straight lines between them, inputs rising.",
    "bins": "Ranges in rising order, the last one open.",
    "rules": "Conditions with values; the first that holds counts.",
    "log": "A line over the logarithm of the input.",
    "power": "A curve t^exponent between two points.",
    "exponential": "A curve with a rate between two points.",
    "logistic": "An S curve around a midpoint.",
    "decay": "Halves every half_life_days.",
    "min_max": "Rescales by the lowest and highest reference value.",
    "z_score": "Distance from the reference mean in standard deviations.",
    "rank": "1 + the number of reference values below the input.",
    "percentile": "Share of the reference values up to the input.",
    "below": "Upper edge that does not belong to the bin.",
    "up_to": "Upper edge that belongs to the bin.",
    "Bin.unmatched": "true: a gap, whose inputs are in no bin.",
    "exponent": "Above 0; below 1 rises fast first, above 1 late.",
    "rate": "Not 0; above 0 rises fast first.",
    "midpoint": "The input at the middle value.",
    "slope": "Steepness at the midpoint; not 0.",
    "half_life_days": "Days after which the value is half.",
    "until": "The day on which age is measured: a date or a date parameter such as $as_of.",
    "MinMaxSpec.minimum": "Lowest reference value; written by fit_references.",
    "maximum": "Highest reference value; written by fit_references.",
    "ZScoreSpec.mean": "Mean of the reference values; written by fit_references.",
    "standard_deviation": "Written by fit_references (n - 1).",
    "values": "Different reference values, rising; written by fit_references.",
    "ranks": "The rank of each; written by fit_references.",
    "count": "Number of reference values; written by fit_references.",
    "quantiles": "From the lowest to the highest reference value; written by fit_references.",
    # From the root to the result
    "add": "Adds an amount.",
    "multiply": "Multiplies by an amount.",
    "cap": "Holds the score at or below an amount.",
    "floor": "Holds the score at or above an amount.",
    "log_odds_of": "The outcome of whose odds the root is the logarithm.",
    "Probability.of": "The outcome.",
    "digits": "Digits after the decimal point, 0 to 12.",
    "mode": "What happens to the rest; half_up unless given.",
    "top": "How many reasons each row gets.",
    "against": "What a criterion without a reference is measured against.",
    "direction": "below: what lowers the score; above: what raises it.",
    "keep": "Which shortfalls are reasons.",
    "texts": "Text by reason code.",
}
"""Description of each field; `Part.field` comes before `field`."""


def _has(name: str) -> dict[str, Any]:
    """Return the rule that a field is there and not null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


_ABOVE_0 = {"exclusiveMinimum": 0}
_NOT_0 = {"not": {"const": 0}}
_SHARE = {"minimum": 0, "maximum": 1}

FIELD_RULES: dict[str, dict[str, Any]] = {
    "weight": {"minimum": 0},
    "Coverage.minimum": _SHARE,
    "at_least": _ABOVE_0,
    "of": {"minItems": 1},
    "Probability.of": {},
    "Scaling.multiply": _NOT_0,
    "pdo": _NOT_0,
    "rate": _NOT_0,
    "slope": _NOT_0,
    "bins": {"minItems": 1},
    "rules": {"minItems": 1},
    "piecewise": {"minItems": 2},
    "odds": _ABOVE_0,
    "PowerSpec.exponent": _ABOVE_0,
    "half_life_days": _ABOVE_0,
    "standard_deviation": _ABOVE_0,
    "Input.special": {
        "type": ["object", "array"],
        "additionalProperties": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    },
}
"""What a field may hold, where the types do not say it."""

_POWERED: dict[str, Any] = {
    "anyOf": [
        {"enum": ["geometric_mean", "harmonic_mean"]},
        {"type": "object", "required": ["power_mean"]},
    ]
}
_GROUP: dict[str, Any] = {
    "allOf": [
        {"if": _has("initial"), "then": {"properties": {"aggregate": {"const": "sum"}}}},
        {"if": _has("at_least"), "then": {"properties": {"aggregate": _POWERED}}},
        {"if": _has("zero"), "then": {"properties": {"aggregate": _POWERED}}},
    ],
    "not": {"allOf": [_has("at_least"), _has("zero")]},
}

PART_RULES: dict[str, dict[str, Any]] = {
    "Bin": {
        "anyOf": [_has("value"), {"required": ["unmatched"]}],
        "not": {"allOf": [_has("below"), _has("up_to")]},
    },
    "Adjustment": {
        "oneOf": [_has(name) for name in ("add", "multiply", "cap", "floor")],
        "if": _has("if_missing"),
        "then": _has("when"),
    },
    "Scaling": {
        "oneOf": [
            {"anyOf": [_has("multiply"), _has("add")]},
            {"allOf": [_has(name) for name in ("log_odds_of", "points", "odds", "pdo")]},
        ]
    },
    "Group": _GROUP,
    "Root": _GROUP,
}
"""What the fields of a part must be together."""

PART_TEXTS: dict[str, str] = {
    "Policy": "A number; worst, best, neutral; reweight, skip, fail; or {value, reason}.",
}
"""Descriptions of parts that have none of their own."""
