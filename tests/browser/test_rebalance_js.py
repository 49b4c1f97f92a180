"""Weights that follow while one is dragged: in the browser as in Python, to the bit."""

import base64
import json
from pathlib import Path
from random import Random

import pytest

from scoring_kit.playground.errors import EditError
from scoring_kit.playground.rebalance import REBALANCINGS, rebalanced, room
from tests.browser.laboratory import browser_page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "scoring_kit/playground/static/rebalance.js").read_bytes()
CASES = json.loads((ROOT / "tests/playground/rebalance.json").read_text())

# Weights go as lists of pairs, so that the order of a Map is tested and not that of an object.
RUN = """async ([source, cases]) => {
    const twin = await import("data:text/javascript;base64," + source);
    const run = (name, one, ...more) => {
        const how = {locked: one.locked, rebalancing: one.rebalancing};
        const weights = one.plain ? Object.fromEntries(one.weights) : new Map(one.weights);
        try {
            return twin[name](weights, one.change, ...more, how);
        } catch (error) {
            return {refused: error.code, is_error: error instanceof Error};
        }
    };
    const pairs = found => found instanceof Map ? [...found] : found;
    const spelt = found => JSON.stringify(found, (_, one) => one === Infinity ? "most" : one);
    return cases.map(one => [
        spelt(pairs(run("rebalanced", one, one.to))), spelt(run("room", one))]);
}"""


def case(weights, change, to, locked=(), rebalancing="proportional"):
    pairs = list(weights.items())
    return {
        "weights": pairs, "change": change, "to": to, "locked": list(locked),
        "rebalancing": rebalancing,
    }  # fmt: skip


def by_hand(one):
    return case(one["weights"], one["change"], one["to"], one["locked"], one["rebalancing"])


def drawn(chance):
    """Draw a case: weights in steps, as doubles, tiny, huge, or just where digits are cut."""
    count = chance.randint(1, 8)
    size = chance.choice([1.0, 1.0, 1.0, 100.0, 1e-9, 1e-300, 1e14, 4e14, 1e15, 1e22, 1e300])
    kinds = [
        lambda: chance.randint(0, 20) / 20 * size,
        lambda: chance.random() * size,
        lambda: round(chance.random(), 2) * size,
        lambda: chance.choice([0.0, 5e-324, 0.1, 0.5]),
        lambda: (chance.randint(0, 2**20) + chance.choice([0.5, 0.25])) * chance.choice([1, size]),
    ]
    kind = chance.choice(kinds)
    weights = {f"c{index}": kind() for index in range(count)}
    change = chance.choice(list(weights))
    locked = [name for name in weights if chance.random() < 0.2 and name != change]
    to = chance.choice([0.0, weights[change] / 2, sum(weights.values()) * chance.random(), kind()])
    return case(weights, change, to, locked, chance.choice(REBALANCINGS))


def in_python(one):
    """Return what Python says, both as the page spells it."""
    how = {"locked": one["locked"], "rebalancing": one["rebalancing"]}
    weights = dict(one["weights"])
    try:
        found = [
            list(pair) for pair in rebalanced(weights, one["change"], one["to"], **how).items()
        ]
    except EditError as refused:
        found = {"refused": refused.code, "is_error": True}
    try:
        low, high = room(weights, one["change"], **how)
        space = [low, "most" if high == float("inf") else high]
    except EditError as refused:
        space = {"refused": refused.code, "is_error": True}
    return found, space


@pytest.fixture(scope="module")
def run(executable):
    """Return what runs cases in the page."""
    with browser_page(executable) as visit:
        source = base64.b64encode(SOURCE).decode()

        def in_browser(cases):
            found = visit.page.evaluate(RUN, [source, cases])
            return [tuple(json.loads(text, parse_int=float) for text in pair) for pair in found]

        yield in_browser
        assert visit.errors == []


def test_the_cases_computed_by_hand_hold_in_the_browser(run):
    for one, (found, _) in zip(CASES, run([by_hand(one) for one in CASES]), strict=True):
        if "refused" in one:
            assert found == {"refused": one["refused"], "is_error": True}, one["case"]
        else:
            assert found == [list(pair) for pair in one["expected"].items()], one["case"]


def test_random_cases_are_the_same_in_both_to_the_bit(run):
    chance = Random(41)
    cases = [drawn(chance) for _ in range(2000)]
    expected = [in_python(one) for one in cases]
    for one, found, wanted in zip(cases, run(cases), expected, strict=True):
        assert found == wanted, one
    # that all ways through it are among them
    codes = {found["refused"] for found, _ in expected if isinstance(found, dict)}
    assert codes >= {"only_member", "all_locked", "zero_sum", "weight_too_large"}
    assert sum(isinstance(found, list) for found, _ in expected) > 1000


# In the middle between two numbers of 15 digits Python takes the even one, JavaScript the higher.
HALVES = [
    ({"a": 1e14, "b": 1e14 + 1.25, "c": 0}, "a", 1e14 - 0.5, "proportional"),
    ({"a": 4e14 + 4, "b": 2e14 + 0.5, "c": 2e14 + 1.5}, "a", 4e14 + 2, "equal"),
    ({"a": 4e15 + 4, "b": 2e15 + 0.5, "c": 2e15 + 1.5}, "a", 4e15 + 2, "equal"),
    ({"a": 1e30, "b": 100000000000000.5, "c": 100000000000001.5}, "a", 0.0, "none"),
    ({"a": 2, "b": 1e300, "c": 100000000000001.5}, "a", 1, "equal"),
]


def test_a_half_is_rounded_to_the_even_digit_in_both(run):
    cases = [case(weights, name, to, (), how) for weights, name, to, how in HALVES]
    assert run(cases) == [in_python(one) for one in cases]


@pytest.mark.parametrize(
    ("weights", "change", "to", "rebalancing", "code"),
    [
        ({"a": 1, "b": 1}, "c", 1, "equal", "unknown_name"),
        ({"a": 1, "b": 1}, "a", 1, "both", "not_allowed"),
        ({"a": 1, "b": 1}, "a", -1, "equal", "out_of_range"),
        ({"a": 1, "b": "1"}, "a", 1, "equal", "wrong_type"),
        ({"a": 1, "b": 1}, "a", None, "equal", "wrong_type"),
        ({"a": 1e308, "b": 1e308}, "a", 0, "equal", "not_finite"),
    ],
)
def test_what_is_no_weight_is_refused_in_both(run, weights, change, to, rebalancing, code):
    one = case(weights, change, to, (), rebalancing)
    [(found, space)] = run([one])
    assert found == {"refused": code, "is_error": True}
    assert (found, space) == in_python(one)


def test_an_object_comes_back_as_an_object(run):
    one = {**case({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.4), "plain": True}
    [(found, _)] = run([one])
    assert found == {"a": 0.4, "b": 0.36, "c": 0.24}
