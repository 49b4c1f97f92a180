"""The parts of a plain document with the sort of each field, for tests that break them."""

BRANCH = {"value": "amount", "reason": "text"}
CURVE = {"from": "pair", "to": "pair"}
ODDS = {"points": "number", "odds": "number", "pdo": "number"}
GROUP = {
    "title": "text",
    "description": "text",
    "of": "list",
    "initial": "number",
    "at_least": "positive",
    "zero": "word",
    "then": "expression",
    "limits": "rising",
    "coverage": "part",
}

FIELDS = {
    "document": {
        "name": "label",
        "title": "text",
        "description": "text",
        "owner": "text",
        "inputs": "part",
        "derived": "part",
        "parameters": "part",
        "score": "part",
        "scaling": "part",
        "adjustments": "list",
        "knock_outs": "list",
        "rounding": "part",
        "tiers": "part",
        "probability": "part",
        "reasons": "part",
        "coverage": "part",
    },
    "root": GROUP,
    "group": {**GROUP, "group": "name", "weight": "weight"},
    "criterion": {
        "criterion": "name",
        "title": "text",
        "description": "text",
        "weight": "weight",
        "range": "pair",
        "missing": "policy",
        "unmatched": "policy",
        "invalid": "policy",
        "reference": "number",
        "mean": "number",
        "reason": "text",
        "monotone": "word",
        "special": "part",
    },
    "input": {"type": "word", "unit": "text", "valid": "pair", "missing": "word"},
    "parameter": {"type": "word", "description": "text"},
    "policy": {"value": "policy", "reason": "text"},
    "coverage": {"minimum": "share"},
    "scaling": {"multiply": "number", "add": "number", "log_odds_of": "text", **ODDS},
    "probability": {"of": "text", **ODDS},
    "rounding": {"digits": "digits", "mode": "word"},
    "reasons": {"top": "count", "against": "word", "direction": "word", "keep": "word"},
    "adjustment": {
        "name": "name",
        "when": "expression",
        "if_missing": "word",
        "add": "amount",
        "multiply": "amount",
        "cap": "amount",
        "floor": "amount",
        "description": "text",
    },
    "knock_out": {
        "name": "name",
        "when": "expression",
        "if_missing": "word",
        "reason": "text",
        "description": "text",
    },
    "function": {
        "bins": "list",
        "piecewise": "list",
        "rules": "list",
        "outside": "word",
        **dict.fromkeys(("linear", "log", "power", "exponential", "logistic"), "part"),
        **dict.fromkeys(("decay", "min_max", "z_score", "rank", "percentile"), "part"),
    },
    "bin": {"below": "number", "up_to": "number", **BRANCH},
    "rule": {"when": "expression", **BRANCH},
    "categories": {"in": "list", **BRANCH},
    "linear": CURVE,
    "log": CURVE,
    "power": {**CURVE, "exponent": "number"},
    "exponential": {**CURVE, "rate": "number"},
    "logistic": {"midpoint": "number", "slope": "number", "to": "pair"},
    "decay": {"half_life_days": "number", "until": "date"},
    "min_max": {"to": "pair", "minimum": "number", "maximum": "number"},
    "z_score": {"mean": "number", "standard_deviation": "number"},
    "rank": {"values": "list", "ranks": "list", "count": "number"},
    "percentile": {"quantiles": "list"},
}
"""Sort of each field by the kind of part. What a part has besides is left alone."""

# Fields whose absence is a fault, and whether the place is the field or the part around it.
REQUIRED = {
    "document": {"schema": "field", "name": "field", "score": "field"},
    "root": {"aggregate": "field", "of": "field"},
    "group": {"aggregate": "field", "of": "field", "group": "part"},
    "criterion": {"criterion": "part"},
    "parameter": {"type": "field"},
    "policy": {"value": "field"},
    "coverage": {"minimum": "field"},
    "probability": dict.fromkeys(("of", "points", "odds", "pdo"), "field"),
    "rounding": {"digits": "field"},
    "adjustment": {
        "name": "field",
        **dict.fromkeys(("add", "multiply", "cap", "floor"), "part"),
    },
    "knock_out": {"name": "field", "when": "field"},
    "bin": {"value": "part"},
    "rule": {"value": "field"},
    "categories": {"in": "field", "value": "field"},
    "linear": dict.fromkeys(CURVE, "field"),
    "log": dict.fromkeys(CURVE, "field"),
    "power": dict.fromkeys((*CURVE, "exponent"), "field"),
    "exponential": dict.fromkeys((*CURVE, "rate"), "field"),
    "logistic": dict.fromkeys(("midpoint", "slope"), "field"),
    "decay": dict.fromkeys(("half_life_days", "until"), "field"),
    "z_score": dict.fromkeys(("mean", "standard_deviation"), "part"),
    "rank": dict.fromkeys(("values", "ranks", "count"), "part"),
}


def parts(document):
    """Yield (kind, place, part) for every part with fields."""
    yield "document", (), document
    for kind, section in (("input", "inputs"), ("parameter", "parameters")):
        for name, part in document.get(section, {}).items():
            yield kind, (section, name), part
    for kind, section in (("adjustment", "adjustments"), ("knock_out", "knock_outs")):
        for index, part in enumerate(document.get(section, [])):
            yield kind, (section, index), part
    for kind in ("scaling", "probability", "rounding", "reasons", "coverage"):
        if kind in document:
            yield kind, (kind,), document[kind]
    yield from _group_parts("root", ("score",), document["score"])


def _group_parts(kind, place, group):
    yield kind, place, group
    if "coverage" in group:
        yield "coverage", (*place, "coverage"), group["coverage"]
    for index, member in enumerate(group["of"]):
        here = (*place, "of", index)
        if "group" in member:
            yield from _group_parts("group", here, member)
        else:
            yield from _criterion_parts(here, member)


def _criterion_parts(place, criterion):
    yield "criterion", place, criterion
    for field in ("missing", "unmatched", "invalid"):
        if isinstance(criterion.get(field), dict):
            yield "policy", (*place, field), criterion[field]
    function = criterion.get("value")
    if isinstance(function, dict):
        yield from _function_parts((*place, "value"), function)


def _function_parts(place, function):
    yield "function", place, function
    for kind, field in (("bin", "bins"), ("rule", "rules"), ("categories", "categories")):
        if isinstance(function.get(field), list):
            for index, part in enumerate(function[field]):
                yield kind, (*place, field, index), part
    for kind, spec in function.items():
        if isinstance(spec, dict) and kind in FIELDS and kind != "categories":
            yield kind, (*place, kind), spec
