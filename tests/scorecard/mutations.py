"""Single faults in valid documents: what to change, and the code and place it must get."""

import copy
import json
from dataclasses import dataclass
from functools import partial

from tests.scorecard.parts import FIELDS, REQUIRED, parts

NAN, INFINITE = float("nan"), float("inf")
LEFT_OUT = object()
DUPLICATE = "the same key: "
MEANS = ("mean", "geometric_mean", "harmonic_mean")
SKIPPING = ("sum", "product", "complement_product")


@dataclass(frozen=True)
class Mutation:
    """A change of one field: `value` is set at `place`, or the field is LEFT_OUT."""

    label: str
    place: tuple
    value: object
    code: str
    found_at: tuple

    def text(self, document):
        """Return the changed document as JSON."""
        changed = copy.deepcopy(document)
        *way, last = self.place
        part = changed
        for step in way:
            part = part.setdefault(step, {}) if isinstance(part, dict) else part[step]
        if self.value is LEFT_OUT:
            del part[last]
        elif last == "append":
            part.append(self.value)
        else:
            part[last] = self.value
        return json.dumps(changed).replace(f'"{DUPLICATE}', '"')

    @property
    def expected(self):
        """The code and place that must be among the problems."""
        return self.code, ".".join(str(step) for step in self.found_at)


def deep(levels):
    return "(" * levels + "1" + ")" * levels


NUMBER = [("heavy", "wrong_type"), ("1", "wrong_type"), (True, "wrong_type"), ([1], "wrong_type")]
NUMBER += [(NAN, "not_finite"), (-INFINITE, "not_finite"), ({"is": 1}, "wrong_type")]
TEXT = [(5, "wrong_type"), ("", "empty_text"), ("  ", "empty_text"), (["a"], "wrong_type")]
LABEL = [("Bad Name", "bad_name"), ("9lives", "bad_name"), ("", "bad_name"), (7, "wrong_type")]
PAIR = [([1], "wrong_type"), ("0 to 1", "wrong_type"), ([1, 2, 3], "wrong_type"), (5, "wrong_type")]
BROKEN_EXPRESSION = [
    ("", "empty_expression"),
    ("a +", "expression_syntax"),
    ("(a", "expression_syntax"),
    ("a b", "expression_syntax"),
    ("read_csv('a')", "expression_forbidden"),
    ("a; drop table b", "expression_forbidden"),
    ("(select 1)", "expression_forbidden"),
    (deep(40), "expression_too_deep"),
    ("1" * 10_001, "expression_too_long"),
    ("1 + 'a'", "expression_type"),
    ("$not_declared_anywhere", "unknown_parameter"),
]
WRONG = {
    "number": NUMBER,
    "weight": [*NUMBER, (-1, "out_of_range")],
    "positive": [*NUMBER, (0, "out_of_range")],
    "share": [*NUMBER, (1.5, "out_of_range"), (-0.1, "out_of_range")],
    "digits": [
        (1.5, "wrong_type"),
        ("1", "wrong_type"),
        (13, "out_of_range"),
        (-1, "out_of_range"),
    ],
    "count": [(1.5, "wrong_type"), (0, "out_of_range"), (101, "out_of_range")],
    "text": TEXT,
    "label": LABEL,
    "name": [*LABEL, ("score", "reserved_name"), ("tier", "reserved_name")],
    "pair": PAIR,
    "rising": [*PAIR, ([5, 1], "empty_range"), ([1, 1], "empty_range")],
    "policy": [
        (True, "wrong_type"),
        ([], "wrong_type"),
        ("wosrt", "not_allowed"),
        (NAN, "not_finite"),
    ],
    "word": [("nonsense", "not_allowed"), (5, "not_allowed")],
    "list": [(5, "wrong_type"), ("a", "wrong_type")],
    "part": [(5, "wrong_type"), ("a", "wrong_type"), (["a"], "wrong_type")],
    "date": [("today", "bad_date"), (20240101, "bad_date"), ("2023-02-29", "bad_date")],
    "expression": [*BROKEN_EXPRESSION, (5, "wrong_type"), (True, "wrong_type")],
    "amount": [*BROKEN_EXPRESSION, (True, "wrong_type"), (NAN, "not_finite"), ([1], "wrong_type")],
}
"""What no field of a sort takes, with the code."""


# ---- fields ----------------------------------------------------------------------------


def wrong_values(document):
    """Every field gets what its sort does not take."""
    for kind, place, part in parts(document):
        for field, sort in FIELDS[kind].items():
            for value, code in WRONG[sort] if part.get(field) is not None else ():
                here = (*place, field)
                yield Mutation(f"{sort}: {code}", here, value, code, here)


def fields_left_out(document):
    for kind, place, part in parts(document):
        for field, where in REQUIRED.get(kind, {}).items():
            if field in part and (kind != "rank" or len(part) == 3):
                found_at = (*place, field) if where == "field" else place
                here = (*place, field)
                yield Mutation("left out", here, LEFT_OUT, "missing_field", found_at)


def misspelt_fields(document):
    for kind, place, part in parts(document):
        for field in part:
            misspelt = (*place, f"{field}z") if len(field) < 4 else (*place, field[1:] + field[0])
            if misspelt[-1] not in part and kind != "function":
                yield Mutation("misspelt", misspelt, 1, "unknown_field", misspelt)


def fields_twice(document):
    for _, place, part in parts(document):
        for field, value in part.items():
            if not isinstance(value, dict | list):
                again = (*place, DUPLICATE + field)
                yield Mutation("twice", again, value, "duplicate_key", (*place, field))


# ---- order, names and policies -----------------------------------------------------------


def broken_order(document):
    for kind, place, part in parts(document):
        for field in ("bins", "piecewise", "rules") if kind == "function" else ():
            if isinstance(part.get(field), list) and part[field]:
                yield from ORDER[field]((*place, field), part[field])
    tiers = list(document.get("tiers", {}))
    if len(tiers) > 1:
        swapped = {name: document["tiers"][name] for name in (tiers[1], tiers[0], *tiers[2:])}
        found_at = ("tiers", tiers[0])
        yield Mutation("tiers rise", ("tiers",), swapped, "not_decreasing", found_at)


def broken_bins(place, bins):
    yield Mutation("no bins", place, [], "too_few", place)
    closed = bins[:-1]
    if closed:
        found_at = (*place, len(closed) - 1)
        yield Mutation("last bin closed", place, closed, "last_bin_not_open", found_at)
        found_at = (*place, 0)
        yield Mutation("open first", place, [bins[-1], *bins], "open_bin_not_last", found_at)
        found_at = (*place, 1)
        yield Mutation("edge twice", place, [bins[0], *bins], "not_increasing", found_at)


def broken_knots(place, knots):
    found_at = (*place, len(knots))
    yield Mutation("knot twice", place, [*knots, knots[-1]], "not_increasing", found_at)
    yield Mutation("one knot", place, knots[:1], "too_few", place)
    yield Mutation("short knot", (*place, 0), [1], "wrong_type", (*place, 0))


def broken_rules(place, rules):
    opened = [{"value": 1}, *rules]
    yield Mutation("open rule first", place, opened, "open_rule_not_last", (*place, 0))
    yield Mutation("no rules", place, [], "too_few", place)
    number = [{"when": "1 + 1", "value": 1}, *rules]
    yield Mutation("no condition", place, number, "expression_type", (*place, 0, "when"))


ORDER = {"bins": broken_bins, "piecewise": broken_knots, "rules": broken_rules}


def names_taken(document):
    names = [part["criterion"] for kind, _, part in parts(document) if kind == "criterion"]
    members, size = ("score", "of"), len(document["score"]["of"])
    for name in names:
        twin = {"criterion": name, "input": "twin", "missing": 1}
        place, code = (*members, "append"), "duplicate_name"
        yield Mutation("criterion twice", place, twin, code, (*members, size, "criterion"))
        twin = {"group": name, "aggregate": "mean", "of": [{"criterion": "own", "missing": 1}]}
        yield Mutation("group takes a name", place, twin, code, (*members, size, "group"))
        for section in ("adjustments", "knock_outs"):
            taken = {"name": name, "add": 1} if section == "adjustments" else {"name": name}
            taken |= {"when": "true"} if section == "knock_outs" else {}
            found_at = (section, 0, "name")
            yield Mutation(f"{section} take a name", (section,), [taken], code, found_at)


def cycles(document):
    for name in ("loop", *document.get("derived", {})):
        place = ("derived", name)
        yield Mutation("cycle", place, f"coalesce({name}, 0)", "cycle", place)


def misplaced_policies(document):
    for kind, place, group in parts(document):
        if kind not in ("root", "group") or not isinstance(group["aggregate"], str):
            continue
        wrong = {**dict.fromkeys(MEANS, "skip"), **dict.fromkeys(SKIPPING, "reweight")}
        wrong |= {"min": "skip", "max": "skip"}
        for index, member in enumerate(group["of"]):
            here = (*place, "of", index, "missing")
            word = wrong[group["aggregate"]]
            yield Mutation(f"{word} misplaced", here, word, "policy_not_here", here)
            if "group" in member:
                yield Mutation("worst group", here, "worst", "policy_not_here", here)


def unclear_policies(document):
    for kind, place, part in parts(document):
        if kind != "criterion":
            continue
        here = (*place, "missing")
        if "reference" not in part:
            yield Mutation("no reference", here, "neutral", "no_reference", here)
        if "missing" in part and "missing" not in document.get("defaults", {}):
            yield Mutation("no policy", here, LEFT_OUT, "no_missing_policy", place)
        label = (*place, "special", "never_declared")
        yield Mutation("unknown label", label, 0, "unknown_special", label)
        rules = {"rules": [{"value": 1}]}
        if "input" in part:
            found_at = (*place, "input")
            yield Mutation("input of rules", (*place, "value"), rules, "input_not_read", found_at)


# ---- groups and values -------------------------------------------------------------------


def broken_groups(document):
    for kind, place, group in parts(document):
        if kind not in ("root", "group"):
            continue
        at = partial(lambda place, field: (*place, field), place)
        yield Mutation("no members", at("of"), [], "too_few", at("of"))
        yield Mutation("misspelt", at("aggregate"), "maen", "not_allowed", at("aggregate"))
        member = (*place, "of", 0)
        yield Mutation("no member", member, "age", "wrong_type", member)
        both = {"criterion": "a", "group": "b"}
        yield Mutation("both", member, both, "two_forms", member)
        method = group["aggregate"]
        if method != "sum":
            yield Mutation("initial", at("initial"), 1, "field_not_here", at("initial"))
        if method in ("mean", *SKIPPING, "min", "max"):
            yield Mutation("at_least", at("at_least"), 1, "field_not_here", at("at_least"))
            yield Mutation("zero", at("zero"), "zero", "field_not_here", at("zero"))
        if method in MEANS:
            idle = [{"criterion": "idle", "weight": 0, "missing": 1}]
            yield Mutation("no weight", at("of"), idle, "weights_sum_to_zero", place)
        if method in ("geometric_mean", "harmonic_mean") and "at_least" not in group:
            below = {"criterion": "below_zero", "missing": -1}
            found_at = (*place, "of", len(group["of"]))
            yield Mutation("below zero", (*place, "of", "append"), below, "not_positive", found_at)


def broken_functions(document):
    for kind, place, part in parts(document):
        value = (*place, "value")
        if kind == "criterion":
            yield Mutation("kind", value, {"peicewise": []}, "unknown_kind", value)
            two = {"bins": [], "rules": []}
            yield Mutation("two kinds", value, two, "two_forms", value)
            yield Mutation("no kind", value, 5, "wrong_type", value)
            if not part.get("range"):
                yield Mutation(
                    "unbounded", place, unbounded(part), "unbounded", (*place, "missing")
                )
        if kind in ("linear", "log"):
            found_at = (*place, "from")
            yield Mutation("no way", found_at, [2, 2], "empty_range", found_at)
        if kind in ("bin", "rule") and "value" in part:
            text = "'a' || 'b'"
            yield Mutation("joined texts", value, text, "expression_forbidden", value)
        if kind == "categories" and part.get("in"):
            found_at = (*place, "in", len(part["in"]))
            again = [*part["in"], part["in"][-1]]
            yield Mutation("again", (*place, "in"), again, "duplicate_category", found_at)
            mixed = [*part["in"], 5 if isinstance(part["in"][0], str) else "five"]
            yield Mutation("mixed", (*place, "in"), mixed, "mixed_categories", found_at)


def unbounded(criterion):
    kept = {name: criterion[name] for name in ("criterion", "weight") if name in criterion}
    return {**kept, "input": "without_any_bound", "missing": "worst"}


def broken_sections(document):
    for name in ("rows", "2024", "x y"):
        yield Mutation("key", ("key",), [name, name], "duplicate_name", ("key", 1))
    yield Mutation("schema", ("schema",), "scoring-kit/9", "wrong_schema", ("schema",))
    yield Mutation("no tiers", ("tiers",), {}, "too_few", ("tiers",))
    yield Mutation("list of tiers", ("tiers",), [80, 60], "wrong_type", ("tiers",))
    both = {"multiply": 2, "log_odds_of": "good", "points": 1, "odds": 1, "pdo": 1}
    yield Mutation("scaled twice", ("scaling",), both, "two_forms", ("scaling",))
    still = ("scaling", "multiply")
    yield Mutation("scaled to 0", ("scaling",), {"multiply": 0}, "out_of_range", still)
    twice = [{"name": "two_things_at_once", "add": 1, "cap": 2}]
    yield Mutation("two things", ("adjustments",), twice, "two_forms", ("adjustments", 0))
    here = ("inputs", "never_read", "valid")
    yield Mutation("valid falls", here, [2, 1], "empty_range", here)
    codes = [{"code": 1, "label": "one"}, {"code": 1.0, "label": "uno"}]
    here = ("inputs", "never_read", "special")
    yield Mutation("code twice", here, codes, "duplicate_category", (*here, 1))
    yield Mutation("no code", here, [{"label": "one"}], "missing_field", (*here, 0, "code"))
    here = ("parameters", "never_read")
    day = {"type": "date", "default": "2023-02-29"}
    yield Mutation("no day", here, day, "bad_date", (*here, "default"))


FAULTS = (
    wrong_values,
    fields_left_out,
    misspelt_fields,
    fields_twice,
    broken_order,
    names_taken,
    cycles,
    misplaced_policies,
    unclear_policies,
    broken_groups,
    broken_functions,
    broken_sections,
)
"""Each yields every mutation of its sort for a document."""
