"""Random edits of documents: what people do to a scorecard, from few values, so that they meet."""

from __future__ import annotations

import copy

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard, to_document

FRESH = ("fresh_a", "fresh_b", "fresh_c")
WEIGHTS = (0.1, 0.25, 0.4)
AMOUNTS = (1.0, 7.5)
NEW_VALUES = (
    "identity",
    {"piecewise": [[0, 0], [5, 50], [10, 100]]},
    {"bins": [{"below": 2, "value": 20}, {"value": 100}]},
    {"categories": [{"in": ["x"], "value": 1.0}], "other": 0.0},
    "abs(fresh_column) + 1",
)


def edited(card, random, count):
    """Return a card after some edits; those that would make it invalid are left out."""
    for _ in range(count):
        document = copy.deepcopy(to_document(card))
        random.choice(EDITS)(document, random)
        try:
            card = parse_scorecard(document)
        except ScorecardError:
            continue
    return card


def members(document, noun=None):
    """Return (list it is in, index, member) for all members of all groups."""
    found, waiting = [], [document["score"]["of"]]
    while waiting:
        of = waiting.pop(0)
        for index, member in enumerate(of):
            if noun is None or noun in member:
                found.append((of, index, member))
            if "group" in member:
                waiting.append(member["of"])
    return found


def lists(document):
    return [document["score"]["of"], *(member["of"] for _, _, member in members(document, "group"))]


def some(random, items):
    """Return one of the items; an empty list where there are none."""
    return [random.choice(items)] if items else []


# ---- fields ----


def set_weight(document, random):
    for _, _, member in some(random, members(document)):
        member["weight"] = random.choice(WEIGHTS)


def set_field(document, random):
    name, values = random.choice(
        [
            ("title", ["One", "Two"]),
            ("description", ["Long ago " * 12 + end for end in ("x", "y")]),
            ("coverage", [{"minimum": 0.25}, {"minimum": 0.5}, None]),
            ("rounding", [{"digits": 1}, {"digits": 2, "mode": "up"}, None]),
            ("scaling", [{"multiply": 2.0}, {"multiply": 2.0, "add": 1.0}, {"add": 3.0}, None]),
            ("key", [["id"], ["id", "part"], None]),
            ("name", ["one", "two"]),
        ]
    )
    put(document, name, random.choice(values))


def set_member_field(document, random):
    name, values = random.choice(
        [
            ("title", ["One", "Two", None]),
            ("reason", ["R1", "R2", None]),
            ("missing", [0.0, 5.0, {"value": 0.0, "reason": "R8"}, {"value": 5.0, "reason": "R9"}]),
            ("reference", [10.0, 20.0, None]),
            ("range", [[-1e6, 1e6], [-2e6, 1e6], None]),
            ("input", ["orders", "other_column", None]),
            ("value", list(NEW_VALUES)),
        ]
    )
    for _, _, member in some(random, members(document, "criterion")):
        put(member, name, copy.deepcopy(random.choice(values)))


def set_group_field(document, random):
    group = random.choice([document["score"], *(m for _, _, m in members(document, "group"))])
    names = [member.get("criterion") or member["group"] for member in group["of"]]
    name, values = random.choice(
        [
            ("aggregate", ["mean", "sum", "min", {"power_mean": 2.0}, {"power_mean": 3.0}]),
            ("aggregate", [{"formula": f"0.5 * {name}"} for name in names]),
            ("then", [f"value + {name}" for name in (*names, "fresh_a", "years")]),
            ("limits", [[0, 50], [0, 90], None]),
            ("coverage", [{"minimum": 0.25}, {"minimum": 0.5}, None]),
        ]
    )
    put(group, name, random.choice(values))


def put(part, name, value):
    if value is None:
        part.pop(name, None)
    else:
        part[name] = value


# ---- value functions ----


def change_function(document, random):
    for _, _, member in some(random, members(document, "criterion")):
        value = member.get("value")
        if not isinstance(value, dict):
            continue
        for kind, change in FUNCTIONS.items():
            if kind in value:
                change(value[kind], random)


def change_knots(knots, random):
    index = random.randrange(len(knots))
    choice = random.choice(["value", "move", "add", "remove"])
    if choice == "value":
        knots[index][1] = random.choice(AMOUNTS)
    elif choice == "move":
        knots[index][0] += random.choice([0.5, 0.25])
    elif choice == "add":
        knots.insert(index + 1, [knots[index][0] + 0.125, random.choice(AMOUNTS)])
    else:
        del knots[index]


def change_bins(bins, random):
    index = random.randrange(len(bins))
    choice = random.choice(["value", "reason", "move", "split", "remove", "unmatched"])
    if choice == "value":
        bins[index]["value"] = random.choice(AMOUNTS)
    elif choice == "reason":
        bins[index]["reason"] = random.choice(["R1", "R2"])
    elif choice == "move" and "below" in bins[index]:
        bins[index]["below"] += random.choice([0.5, 0.25])
    elif choice == "split" and "below" in bins[index]:
        edge = bins[index]["below"] - random.choice([0.5, 0.25])
        bins.insert(index, {"below": edge, "value": random.choice(AMOUNTS)})
    elif choice == "remove" and len(bins) > 1:
        del bins[index]
    elif choice == "unmatched":
        bins[index].pop("value", None)
        bins[index].pop("reason", None)
        bins[index]["unmatched"] = True


def change_categories(branches, random):
    index = random.randrange(len(branches))
    choice = random.choice(["value", "reason", "add", "remove", "swap", "join"])
    if choice == "value":
        branches[index]["value"] = random.choice(AMOUNTS)
    elif choice == "reason":
        branches[index]["reason"] = random.choice(["R1", "R2"])
    elif choice == "add":
        name = random.choice(["food", "odd one", "true"])
        branches.insert(index + 1, {"in": [name], "value": random.choice(AMOUNTS)})
    elif choice == "remove":
        del branches[index]
    elif choice == "swap":
        branches.append(branches.pop(index))
    elif index:
        branches[index - 1]["in"] += branches.pop(index)["in"]


def change_rules(rules, random):
    index = random.randrange(len(rules))
    choice = random.choice(["value", "when", "add", "remove"])
    if choice == "value":
        rules[index]["value"] = random.choice(AMOUNTS)
    elif choice == "when" and "when" in rules[index]:
        rules[index]["when"] += random.choice([" or years > 9", " or orders > 9"])
    elif choice == "add":
        when = random.choice(["orders > 3", "years > 7"])
        rules.insert(index, {"when": when, "value": random.choice(AMOUNTS)})
    else:
        del rules[index]


FUNCTIONS = {
    "piecewise": change_knots,
    "bins": change_bins,
    "categories": change_categories,
    "rules": change_rules,
}

# ---- the tree ----


def add_criterion(document, random):
    of = random.choice(lists(document))
    fresh = {"criterion": random.choice(FRESH), "value": copy.deepcopy(random.choice(NEW_VALUES))}
    fresh |= {"missing": 0.0, "weight": random.choice(WEIGHTS), "reference": 1.0}
    of.insert(random.randint(0, len(of)), fresh)


def remove_member(document, random):
    for of, index, _ in some(random, members(document)):
        del of[index]


def move_member(document, random):
    for of, index, member in some(random, members(document)):
        del of[index]
        target = random.choice(lists(document))
        target.insert(random.randint(0, len(target)), member)


def reorder_members(document, random):
    of = random.choice(lists(document))
    of.append(of.pop(random.randrange(len(of))))


def rename_criterion(document, random):
    for _, _, member in some(random, members(document, "criterion")):
        if "input" not in member and not is_by_name(member.get("value")):
            member["input"] = member["criterion"]
        member["criterion"] = random.choice(["renamed_a", "renamed_b"])


def is_by_name(value):
    return isinstance(value, str) or (isinstance(value, dict) and "rules" in value)


def wrap(document, random):
    for of, index, member in some(random, members(document)):
        name = random.choice(["wrapped_a", "wrapped_b"])
        of[index] = {"group": name, "aggregate": "mean", "of": [member]}


def dissolve(document, random):
    for of, index, member in some(random, members(document, "group")):
        of[index : index + 1] = member["of"]


# ---- the rest ----


def change_tiers(document, random):
    tiers = document.setdefault("tiers", {})
    name = random.choice([*tiers, "S", "T"])
    choice = random.choice(["cut", "cut", "remove"])
    if choice == "remove":
        tiers.pop(name, None)
    else:
        tiers[name] = random.choice([15.0, 55.0, 65.0, 85.0, 95.0])
    document["tiers"] = dict(sorted(tiers.items(), key=lambda tier: -tier[1]))


def change_named(section, extra):
    def change(document, random):
        items = document.setdefault(section, [])
        choice = random.choice(["add", "remove", "swap", "field", "rename"])
        if choice == "add" or not items:
            fresh = {"name": random.choice(["extra_a", "extra_b"]), **random.choice(extra)}
            items.insert(random.randint(0, len(items)), fresh)
            return
        index = random.randrange(len(items))
        if choice == "remove":
            del items[index]
        elif choice == "swap":
            items.append(items.pop(index))
        elif choice == "rename":
            items[index]["name"] = random.choice(["other_a", "other_b"])
        else:
            items[index] = {"name": items[index]["name"], **random.choice(extra)}

    return change


def change_mapping(section, values):
    def change(document, random):
        entries = document.setdefault(section, {})
        name = random.choice([*entries, *values])
        if random.random() < 0.3:
            entries.pop(name, None)
        else:
            entries[name] = copy.deepcopy(random.choice(next(iter(values.values()))))

    return change


def change_reasons(document, random):
    reasons = document.setdefault("reasons", {})
    choice = random.choice(["top", "text", "text", "direction", "none"])
    if choice == "none":
        del document["reasons"]
    elif choice == "top":
        reasons["top"] = random.choice([2, 4])
    elif choice == "direction":
        reasons["direction"] = random.choice(["below", "above"])
    else:
        code = random.choice(["R1", "R2", "R.3"])
        put(reasons.setdefault("texts", {}), code, random.choice(["Few", "Late", None]))


INPUTS = [
    {"valid": [0, 500]},
    {"valid": [0, 50], "unit": "orders"},
    {"unit": "pieces"},
    {"special": [{"code": -9, "label": "lost"}]},
    {"special": [{"code": -9, "label": "none"}, {"code": -8, "label": "lost"}], "unit": "orders"},
]
ADJUSTMENTS = [{"when": "orders > 9", "add": 5}, {"add": 2.5}, {"cap": 90}, {"multiply": 2}]
KNOCK_OUTS = [{"when": "orders = 0"}, {"when": "orders < 1", "reason": "K1"}]
EDITS = [
    set_weight, set_weight, set_weight, set_field, set_member_field, set_member_field,
    set_group_field, change_function, change_function, change_function, add_criterion,
    add_criterion, remove_member, move_member, move_member, reorder_members, rename_criterion,
    wrap, dissolve, change_tiers, change_tiers, change_reasons,
    change_named("adjustments", ADJUSTMENTS), change_named("knock_outs", KNOCK_OUTS),
    change_mapping("inputs", {"orders": INPUTS, "a.b": INPUTS}),
    change_mapping("derived", {"years": ["orders / 12", "orders / 10"],
                               "fresh_column": ["orders"], "other_column": ["orders"]}),
]  # fmt: skip
