"""What each value function yields for one value, straight from the document's table of forms."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from tests.agreement.oracle_inputs import Inputs

EXPRESSION_KINDS = ("rules", "expression")


def kind_of(criterion: dict[str, Any]) -> str:
    """The name of a criterion's value function."""
    value = criterion.get("value") or "identity"
    if isinstance(value, dict):
        return next(key for key in value if key not in {"other", "outside"})
    return "identity" if value == "identity" else "expression"


def expressions_of(criterion: dict[str, Any]) -> list[str]:
    """The expressions in a value function, in reading order."""
    kind, value = kind_of(criterion), criterion.get("value")
    if kind == "expression":
        return [value]
    texts: list[Any] = []
    if kind in {"rules", "bins"}:
        for branch in value[kind]:
            texts += [branch.get("when"), branch.get("value")]
    if kind == "categories":
        texts += [branch.get("value") for branch in _category_list(value["categories"])]
        texts += [_other(value)[0]] if "other" in value else []
    return [text for text in texts if isinstance(text, str)]


def bounds(criterion: dict[str, Any], inputs: dict[str, Any]) -> tuple[float, float] | None:
    """The lowest and highest value of a criterion; None where only an expression could tell."""
    if "range" in criterion:
        low, high = criterion["range"]
        return low, high
    return _own_bounds(criterion, inputs.get(criterion.get("input", criterion["criterion"]), {}))


def _own_bounds(criterion: dict[str, Any], declared: dict[str, Any]) -> tuple[float, float] | None:
    kind, value = kind_of(criterion), criterion.get("value")
    low, high = declared.get("valid", (None, None))
    domain = (-math.inf if low is None else low, math.inf if high is None else high)
    if kind == "expression":
        return None
    if kind == "identity":
        return domain
    if kind == "z_score":
        form = value["z_score"]
        a, b = ((x - form["mean"]) / form["standard_deviation"] for x in domain)
        return a, b
    if _outside(value) == "extrapolate":
        return _extended(kind, value[kind], domain)
    levels: list[Any]
    if kind == "piecewise":
        levels = [y for _, y in value["piecewise"]]
    elif kind in {"bins", "rules"}:
        levels = [branch["value"] for branch in value[kind] if "value" in branch]
    elif kind == "categories":
        levels = [branch["value"] for branch in _category_list(value["categories"])]
        levels += [_other(value)[0]] if "other" in value else []
    elif kind in {"decay", "percentile"}:
        levels = [0, 1]
    elif kind == "rank":
        levels = [1, value["rank"]["count"] + 1]
    else:
        levels = value[kind].get("to", [0, 1])
    if any(isinstance(level, str) for level in levels):
        return None
    return min(levels), max(levels)


def _extended(kind: str, form: Any, domain: tuple[float, float]) -> tuple[float, float]:
    """The lowest and highest value of lines that go on to both ends of the domain."""
    knots = [tuple(knot) for knot in form] if kind == "piecewise" else _ends(kind, form)
    levels = [y for x, y in knots if domain[0] <= x <= domain[1]]
    for end, (x0, y0), (x1, y1) in ((domain[0], *knots[:2]), (domain[1], *knots[-2:])):
        slope = (y1 - y0) / (x1 - x0)
        if math.isinf(end):
            levels.append(y0 if slope == 0 else end * slope)
        else:
            levels.append(_lines(knots, end) if x0 < end < x1 else y0 + slope * (end - x0))
    return min(levels), max(levels)


def _outside(value: Any) -> str:
    return value.get("outside", "clamp")


def _category_list(categories: Any) -> list[dict[str, Any]]:
    if isinstance(categories, list):
        return categories
    return [{"in": [key], "value": value} for key, value in categories.items()]


def _other(value: dict[str, Any]) -> tuple[Any, str | None]:
    other = value["other"]
    return (other["value"], other.get("reason")) if isinstance(other, dict) else (other, None)


Found = tuple[str, float | None, str | None]
"""State (ok, clipped, unmatched, invalid, or null for an expression), value, reason."""


def find_value(criterion: dict[str, Any], x: Any, inputs: Inputs) -> Found:
    """What the value function makes of an ok input."""
    kind, value = kind_of(criterion), criterion.get("value")
    if kind == "expression":
        return _branch({"value": value}, inputs)
    if kind == "rules":
        for rule in value["rules"]:
            if "when" not in rule or inputs.evaluate(rule["when"]) is True:
                return _branch(rule, inputs)
        return "unmatched", None, None
    if kind == "bins":
        return _bins(value["bins"], x, inputs)
    if kind == "categories":
        return _categories(value, x, inputs)
    if kind == "identity":
        return "ok", x, None
    if kind == "decay":
        return _decay(value["decay"], x, inputs)
    state, number = _curve(kind, value[kind], x, _outside(value))
    if number is not None and not math.isfinite(number):
        return "invalid", None, None
    return state, number, None


def _branch(branch: dict[str, Any], inputs: Inputs) -> Found:
    value = branch["value"]
    if isinstance(value, str):
        result = inputs.evaluate(value)
        if result is None:
            return "null", None, None
        return "ok", result, branch.get("reason")
    return "ok", float(value), branch.get("reason")


def _bins(bins: list[dict[str, Any]], x: float, inputs: Inputs) -> Found:
    for entry in bins:
        inside = x < entry["below"] if "below" in entry else x <= entry.get("up_to", math.inf)
        if inside:
            return ("unmatched", None, None) if "unmatched" in entry else _branch(entry, inputs)
    raise AssertionError("the last bin is open")


def _categories(value: dict[str, Any], x: Any, inputs: Inputs) -> Found:
    for entry in _category_list(value["categories"]):
        if x in entry["in"]:
            return _branch(entry, inputs)
    if "other" not in value:
        return "unmatched", None, None
    number, reason = _other(value)
    return _branch({"value": number, "reason": reason}, inputs)


def _decay(form: dict[str, Any], x: date, inputs: Inputs) -> Found:
    until = form["until"]
    end = inputs.parameters[until[1:]] if until.startswith("$") else date.fromisoformat(until)
    age = (end - x).days
    if age < 0:
        return "invalid", None, None
    return "ok", math.pow(0.5, age / form["half_life_days"]), None


def _curve(kind: str, form: Any, x: float, outside: str) -> tuple[str, float | None]:
    """The functions of one number; those with a domain treat what lies outside it."""
    if kind == "logistic":
        c, d = form.get("to", (0.0, 1.0))
        return "ok", c + (d - c) / (1 + _exp(-form["slope"] * (x - form["midpoint"])))
    if kind == "z_score":
        return "ok", (x - form["mean"]) / form["standard_deviation"]
    if kind == "rank":
        below = [r for v, r in zip(form["values"], form["ranks"], strict=True) if v >= x]
        return "ok", float(below[0]) if below else form["count"] + 1.0
    (low, at_low), (high, at_high) = _ends(kind, form)
    is_tied = kind == "percentile" and x == low  # the share at or below it, ties included
    if outside == "extrapolate" or low < x < high or is_tied:
        return "ok", _inside(kind, form, x)
    if low <= x <= high:
        return "ok", at_low if x == low else at_high
    if outside == "invalid":
        return "invalid", None
    return "clipped", at_low if x < low else at_high


def _exp(x: float) -> float:
    return math.exp(x) if x < 709.0 else math.inf


def _ends(kind: str, form: Any) -> list[tuple[float, float]]:
    """The lowest and the highest input of a domain, with the values there."""
    if kind == "piecewise":
        ends = [tuple(form[0]), tuple(form[-1])]
    elif kind == "percentile":
        ends = [(form["quantiles"][0], 0), (form["quantiles"][-1], 1)]
    else:
        xs = (form["minimum"], form["maximum"]) if kind == "min_max" else form["from"]
        ends = list(zip(xs, form.get("to", (0, 1)), strict=True))
    return sorted((float(x), float(y)) for x, y in ends)


def _inside(kind: str, form: Any, x: float) -> float:
    if kind == "piecewise":
        return _lines([tuple(knot) for knot in form], x)
    if kind == "percentile":
        return _lines(list({q: i / 100 for i, q in enumerate(form["quantiles"])}.items()), x)
    (a, c), (b, d) = _ends(kind, form)
    if kind in {"linear", "min_max"}:
        return c + (d - c) / (b - a) * (x - a)
    if kind == "log":
        return c + (d - c) * (math.log(x) - math.log(a)) / (math.log(b) - math.log(a))
    t = (x - a) / (b - a)
    if kind == "power":
        return c + (d - c) * math.pow(t, form["exponent"])
    rate = form["rate"]
    return c + (d - c) * (1 - math.exp(-rate * t)) / (1 - math.exp(-rate))


def _lines(knots: list[tuple[float, float]], x: float) -> float:
    """Straight lines through knots, the outer ones going on."""
    piece = 0
    while piece < len(knots) - 2 and x >= knots[piece + 1][0]:
        piece += 1
    (x0, y0), (x1, y1) = knots[piece], knots[piece + 1]
    return y0 + (y1 - y0) / (x1 - x0) * (x - x0)
