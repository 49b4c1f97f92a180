"""In words: the parts of a scorecard around its tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scoring_kit.display.markup import Child, Item, Markup, join, said, some
from scoring_kit.display.numbers import MINUS, count, exact, percent, plural
from scoring_kit.display.tables import lines, marked
from scoring_kit.scorecard.html_policies import policy_in_words
from scoring_kit.scorecard.inputs import Input, Parameter
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.sections import Adjustment, KnockOut, Odds, Reasons, Rounding, Scaling
from scoring_kit.scorecard.value_functions.categories import key_text
from scoring_kit.scorecard.value_functions.phrases import amount, code, listed

MOST_LINES = 12
"""Lines that a list in a display has; the rest is counted."""

Line = tuple[Child, Child]
MODES = {"half_up": "half up", "half_even": "half to even", "up": "up", "down": "down"}
MANY = {"shortfall": "shortfalls", "excess": "excesses"}
IF_MISSING = {"fire": "holds when unknown", "fail": "no score when unknown"}


def after_the_tree(card: Scorecard, most: int = MOST_LINES) -> Iterator[Line]:
    """Yield (name, words) of what happens to the root until a row has its tier, in order."""
    if card.scaling is not None:
        yield "scaling", scaling_in_words(card.scaling)
    yield from entries(card.adjustments, "adjustments", _adjusted, most)
    if card.rounding is not None:
        yield "rounding", rounding_in_words(card.rounding)
    if card.coverage is not None:
        least = percent(card.coverage.minimum)
        yield "coverage", f"no score when less than {least} of the weight has a usable value"
    yield from entries(card.knock_outs, "knock-outs", _knocked, most)
    if card.tiers:
        yield "tiers", tiers_in_words(card.tiers)
    if card.probability is not None:
        scale = odds_in_words(card.probability)
        yield "probability", join(["of ", said(card.probability.of), ": ", scale])
    if card.reasons is not None:
        yield "reasons", reasons_in_words(card.reasons)


def scaling_in_words(scaling: Scaling) -> Markup:
    """Return what becomes of the root: "root × 2 + 10", or a points scale."""
    if scaling.log_odds_of is None or scaling.points is None:
        times = "" if scaling.factor == 1.0 else f" × {exact(scaling.factor)}"
        sign = MINUS if scaling.offset < 0 else "+"
        plus = "" if scaling.offset == 0.0 else f" {sign} {exact(abs(scaling.offset))}"
        return Markup(f"root{times}{plus}")
    scale = Odds(points=scaling.points, odds=scaling.odds or 1.0, pdo=scaling.pdo or 1.0)
    return join(["root is ln odds of ", said(scaling.log_odds_of), "; ", odds_in_words(scale)])


def odds_in_words(odds: Odds) -> Markup:
    """Return a points scale: "600 points at odds of 19, 50 more double them"."""
    turn = "double" if odds.pdo > 0 else "halve"
    more = f"{exact(abs(odds.pdo))} more {turn} them"
    return Markup(f"{exact(odds.points)} points at odds of {exact(odds.odds)}, {more}")


def rounding_in_words(rounding: Rounding) -> str:
    """Return how the score is rounded: "half up to 1 digit"."""
    digits = "whole numbers" if rounding.digits == 0 else plural(rounding.digits, "digit")
    return f"{MODES[rounding.mode]} to {digits}"


def tiers_in_words(tiers: Sequence[tuple[str, float]]) -> Markup:
    """Return the cuts: "A from 60, B from 45; none below."."""
    parts = [join([said(name, 40), f" from {exact(cut)}"]) for name, cut in tiers]
    return join([listed(parts, "tiers"), "; none below"])


def reasons_in_words(reasons: Reasons) -> str:
    """Return how reasons are found: "the 3 largest shortfalls from the best value"."""
    what, side = ("shortfall", "from") if reasons.direction == "below" else ("excess", "over")
    largest = f"largest {what}" if reasons.top == 1 else f"{reasons.top} largest {MANY[what]}"
    kept = {"positive": "", "nonnegative": "; zero counts", "all": "; of any sign"}[reasons.keep]
    return f"the {largest} {side} the reference, else the {reasons.against} value{kept}"


def what_is_read(card: Scorecard, most: int = MOST_LINES) -> Iterator[Line]:
    """Yield (name, words) of declared inputs, derived inputs, parameters and defaults."""
    yield from entries(list(card.inputs.items()), "inputs", _input, most)
    yield from entries(list(card.derived.items()), "derived inputs", _derived, most)
    yield from entries(list(card.parameters.items()), "parameters", _parameter, most)
    for state in ("missing", "unmatched", "invalid"):
        policy = getattr(card.defaults, state)
        if policy is not None:
            yield f"{state} by default", policy_in_words(policy)


def texts_in_words(card: Scorecard, most: int = MOST_LINES) -> Iterator[Line]:
    """Yield (code, text) of the reasons."""
    texts = () if card.reasons is None else card.reasons.texts
    yield from entries(texts, "texts", lambda pair: (_name(pair[0]), said(pair[1])), most)


def entries(
    items: Sequence[Item], noun: str, line: Callable[[Item], Line], most: int = MOST_LINES
) -> Iterator[Line]:
    """Yield the lines of the first items, and how many are left out."""
    shown, left = some(items, most)
    yield from map(line, shown)
    if left:
        yield more(left, noun), None


def more(left: int, noun: str) -> str:
    """Return "… and 940 more criteria"."""
    return f"… and {count(left)} more {noun}"


def _name(name: str) -> Markup:
    return marked("strong", said(name, 60))


def _quiet(words: str | None) -> Markup | None:
    return None if words is None else marked("quiet", said(words))


def _adjusted(adjustment: Adjustment) -> Line:
    doing = {
        "add": ["add ", amount(adjustment.amount)],
        "multiply": ["multiply by ", amount(adjustment.amount)],
        "cap": ["not above ", amount(adjustment.amount)],
        "floor": ["not below ", amount(adjustment.amount)],
    }
    when = _when(adjustment.when, adjustment.if_missing)
    words = lines(join([*doing[adjustment.action], when]), _quiet(adjustment.description))
    return marked("strong", adjustment.name), words


def _knocked(knock_out: KnockOut) -> Line:
    reason = None if knock_out.reason is None else join([" (", said(knock_out.reason, 40), ")"])
    when = _when(knock_out.when, knock_out.if_missing)
    words = join(["no score", when, reason])
    return marked("strong", knock_out.name), lines(words, _quiet(knock_out.description))


def _when(condition: str | None, if_missing: str | None) -> Markup | None:
    if condition is None:
        return None
    unknown = "" if if_missing is None else f" ({IF_MISSING[if_missing]})"
    return join([" where ", code(condition), unknown])


def _input(named: tuple[str, Input]) -> Line:
    name, declared = named
    parts: list[Child] = [] if declared.type is None else [declared.type]
    if declared.unit is not None:
        parts.append(join(["in ", said(declared.unit, 40)]))
    low, high = declared.valid or (None, None)
    if low is not None:
        parts.append(f"at least {exact(low)}")
    if high is not None:
        parts.append(f"at most {exact(high)}")
    parts += [
        join([key_text(special.code), " is ", said(special.label, 40)])
        for special in declared.special
    ]
    if declared.missing is not None:
        parts.append("may be missing where an expression reads it")
    return _name(name), lines(listed(parts, "special values"), _quiet(declared.description))


def _derived(named: tuple[str, str]) -> Line:
    return _name(named[0]), code(named[1])


def _parameter(named: tuple[str, Parameter]) -> Line:
    name, parameter = named
    known = parameter.default is not None
    given = exact(parameter.default) if isinstance(parameter.default, float) else parameter.default
    default = join([", ", said(given, 60), " unless given"]) if known else None
    words = join([f"parameter, {parameter.type}", default])
    return _name(f"${name}"), lines(words, _quiet(parameter.description))
