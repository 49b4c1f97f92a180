"""From the root to the published score: scaling, adjustments, rounding, tier, status."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoring_kit.compiler.conditions import (
    FALSE,
    TRUE,
    both,
    choose,
    either,
    has_value,
    negation,
    null_where,
)
from scoring_kit.compiler.context import Context
from scoring_kit.compiler.criteria import Leaf
from scoring_kit.compiler.failures import Failures
from scoring_kit.compiler.groups import Node, passes_failures_on
from scoring_kit.expression.words import (
    Add,
    Case,
    Ceiling,
    Compare,
    Divide,
    Exp,
    Finite,
    Floor,
    Greatest,
    IsMissing,
    Least,
    Multiply,
    Negate,
    Null,
    Number,
    Subtract,
    Text,
    Type,
    Word,
)
from scoring_kit.scorecard.aggregation import SAFE, size
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.sections import Adjustment, KnockOut, Probability, Rounding, Scaling


@dataclass(frozen=True, slots=True)
class Change:
    """The score before and after one adjustment; when it fires, and when it fails the row."""

    adjustment: Adjustment
    fires: Word
    amount: Word
    before: Word
    after: Word
    failures: Failures


@dataclass(frozen=True, slots=True)
class Fired:
    """A knock-out, the condition that it fires, and when that fails the row."""

    knock_out: KnockOut
    condition: Word
    failures: Failures


@dataclass(frozen=True, slots=True)
class Published:
    """The root on its way to the score.

    scaled, unrounded, rounded: NULL only where the row fails. failures: all of them.
    score: rounded, NULL where the row is knocked out, invalid or insufficient.
    """

    scaled: Word
    changes: tuple[Change, ...]
    unrounded: Word
    rounded: Word
    knock_outs: tuple[Fired, ...]
    failures: Failures
    score: Word
    status: Word
    no_score: Word

    @property
    def is_knocked_out(self) -> Word:
        """The condition that a knock-out fires."""
        return either(fired.condition for fired in self.knock_outs)


def compile_score(context: Context, root: Node) -> Published:
    """Return the published score; its calculations are added to the plan."""
    scaled, overflow = _scaled(context, root)
    changes, unrounded = _adjusted(context, scaled)
    rounded = _rounded(context, unrounded)
    knock_outs = _knock_outs(context)
    conditional = [part.failures for part in (*changes, *knock_outs)]
    whole = Failures.all_of(
        (_tree_failures(context, root), overflow, *conditional, _lost(unrounded, rounded))
    )
    let = context.builder.let
    failures = Failures(
        missing=let("score", "insufficient", whole.missing),
        invalid=let("score", "invalid", whole.invalid),
    )
    fired = [knock_out.condition for knock_out in knock_outs]
    no_score = either((*fired, failures.invalid, failures.missing))
    score = let("score", "score", null_where(either((*fired, whole.hidden)), rounded))
    return Published(
        scaled=scaled,
        changes=changes,
        unrounded=unrounded,
        rounded=rounded,
        knock_outs=knock_outs,
        failures=failures,
        score=score,
        status=_status(knock_outs, failures, root),
        no_score=no_score,
    )


def _scaled(context: Context, root: Node) -> tuple[Word, Failures]:
    scaling = context.card.scaling
    if scaling is None:
        return root.value, Failures()
    scaled = context.builder.let("score", "scaled", Finite(scale(scaling, root.value)))
    return scaled, _lost(root.value, scaled)


def scale(scaling: Scaling, root: Word) -> Word:
    """Return offset + factor * (root - root_at_offset)."""
    run = Subtract(root, Number(scaling.root_at_offset)) if scaling.root_at_offset else root
    return Add(Number(scaling.offset), Multiply(Number(scaling.factor), run))


def _lost(before: Word, after: Word) -> Failures:
    """Return the failure of a calculation that had an operand and has no finite result."""
    if before is after:
        return Failures()
    return Failures(invalid=both((has_value(before), IsMissing(after))))


def _tree_failures(context: Context, root: Node) -> Failures:
    card = context.card
    minimum = FALSE
    if card.coverage is not None:
        minimum = Compare("<", root.coverage, Number(card.coverage.minimum))
    no_leaf = FALSE
    if any(node.has_substitute for node in root.nodes):
        no_leaf = negation(either(has_value(leaf.value) for leaf in root.leaves))
    taken = either((minimum, no_leaf))
    rest = Failures(missing=either((IsMissing(root.value), taken)), hidden=taken)
    return Failures.all_of((_failures_below(root, shows=True), rest))


def _failures_below(node: Node, *, shows: bool) -> Failures:
    """Return the failures of a group and all below it.

    shows: whether the root is NULL whenever this group is and its parent may not do without.
    """
    own_shows = shows and not node.optional and not node.has_substitute
    own = node.failures if own_shows else _all_hidden(node.failures)
    shows = shows and passes_failures_on(node)
    below = [
        _failures_below(member, shows=shows)
        if isinstance(member, Node)
        else _leaf_failures(member, shows=shows)
        for member in node.members
    ]
    return Failures.all_of((own, *below))


def _leaf_failures(leaf: Leaf, *, shows: bool) -> Failures:
    failures = Failures(leaf.missing_fail, leaf.invalid_fail)
    return failures if shows and not leaf.optional else _all_hidden(failures)


def _all_hidden(failures: Failures) -> Failures:
    return replace(failures, hidden=either((failures.missing, failures.invalid)))


# ---- adjustments and knock-outs ------------------------------------------------------------


def _condition(
    context: Context, name: str, when: str | None, if_missing: str | None
) -> tuple[Word, Failures]:
    """Return the condition that a `when` fires, and when it fails the row."""
    if when is None:
        return TRUE, Failures()
    holds = context.builder.let("derived", f"when {name}", context.scope.word(when, Type.BOOLEAN))
    if if_missing == "fire":
        return either((IsMissing(holds), holds)), Failures()
    if if_missing == "fail":
        return holds, Failures(missing=IsMissing(holds), hidden=IsMissing(holds))
    return holds, Failures()


def _adjusted(context: Context, scaled: Word) -> tuple[tuple[Change, ...], Word]:
    score, changes = scaled, list[Change]()
    for adjustment in context.card.adjustments:
        name = adjustment.name
        fires, condition_fails = _condition(context, name, adjustment.when, adjustment.if_missing)
        amount = context.scope.amount(adjustment.amount)
        if not isinstance(amount, Number):
            amount = context.builder.let("score", f"amount {name}", amount)
        changed = Finite(_action(adjustment, score, amount))
        before = score
        word = choose(((fires, changed),), before)
        score = context.builder.let("score", f"adjusted {name}", word)
        change = Change(adjustment, fires, amount, before, score, condition_fails)
        fails = Failures.all_of((condition_fails, _amount_failures(context, change)))
        changes.append(replace(change, failures=fails))
    return tuple(changes), score


def _action(adjustment: Adjustment, score: Word, amount: Word) -> Word:
    actions = {"add": Add, "multiply": Multiply}
    if adjustment.action in actions:
        return actions[adjustment.action](score, amount)
    return (Least if adjustment.action == "cap" else Greatest)((score, amount))


def _amount_failures(context: Context, change: Change) -> Failures:
    """Return the failures of an amount: its inputs, NULL, and a score that overflows by it."""
    written, fires, amount = change.adjustment.amount, change.fires, change.amount
    required = context.required(context.reads((written,) if isinstance(written, str) else ()))
    lacking, invalid = context.any_missing(required), context.any_invalid(required)
    undefined = FALSE if isinstance(amount, Number) else both((fires, IsMissing(amount)))
    overflows = both((has_value(change.before), has_value(amount), IsMissing(change.after)))
    return Failures(
        missing=both((fires, lacking)),
        invalid=either((both((fires, invalid)), both((undefined, negation(lacking))), overflows)),
        hidden=both((fires, either((lacking, invalid)))),
    )


def _knock_outs(context: Context) -> tuple[Fired, ...]:
    fired: list[Fired] = []
    for knock_out in context.card.knock_outs:
        condition, fails = _condition(context, knock_out.name, knock_out.when, knock_out.if_missing)
        is_true = Case(((condition, TRUE),), FALSE)
        known = context.builder.let("derived", f"fires {knock_out.name}", is_true)
        fired.append(Fired(knock_out, known, fails))
    return tuple(fired)


# ---- rounding, tier, status ------------------------------------------------------------------


def _rounded(context: Context, score: Word) -> Word:
    rounding = context.card.rounding
    if rounding is None:
        return score
    steps: Word = Multiply(score, Number(10.0**rounding.digits))
    steps = steps if _is_small(context) else Finite(steps)
    if rounding.mode == "half_even":
        steps = context.builder.let("score", "steps", steps)
    whole = _whole_steps(context, rounding, score, steps)
    rounded = Divide(whole, Number(10.0**rounding.digits))
    return context.builder.let("score", "rounded", rounded)


def _is_small(context: Context) -> bool:
    """Return whether the score is so small that its steps cannot overflow."""
    plain = not context.card.adjustments and context.card.scaling is None
    return plain and size(context.ranges.group(context.card.score)) < SAFE / 1e20


def _whole_steps(context: Context, rounding: Rounding, score: Word, steps: Word) -> Word:
    """Return the score in whole steps of the last digit."""
    if rounding.mode == "half_up":
        return Floor(Add(steps, Number(0.5)))
    if rounding.mode == "half_even":
        return _half_even(context, steps)
    fine = Finite(Multiply(score, Number(10.0 ** (rounding.digits + FURTHER_DIGITS))))
    near = Floor(Add(fine, Number(0.5)))
    coarse = Finite(Divide(near, Number(10.0**FURTHER_DIGITS)))
    return (Ceiling if rounding.mode == "up" else Floor)(coarse)


FURTHER_DIGITS = 5
"""Digits that up and down first round to, beyond their own, as CVSS 3.1 does."""


def _half_even(context: Context, steps: Word) -> Word:
    below = context.builder.let("score", "steps below", Floor(steps))
    rest = Subtract(steps, below)
    is_even = Compare("=", Multiply(Number(2.0), Floor(Divide(below, Number(2.0)))), below)
    above = Add(below, Number(1.0))
    return Case(
        (
            (Compare(">", rest, Number(0.5)), above),
            (Compare("<", rest, Number(0.5)), below),
            (is_even, below),
        ),
        above,
    )


def tier_word(card: Scorecard, score: Word) -> Word:
    """Return the first tier whose lowest score is reached, NULL under the last."""
    branches = tuple((Compare(">=", score, Number(cut)), Text(name)) for name, cut in card.tiers)
    return choose(branches, Null(Type.TEXT))


def probability_word(probability: Probability, score: Word) -> Word:
    """Return 1 / (1 + exp(-ln odds)) of a score, written so that it cannot overflow."""
    run = Divide(Subtract(score, Number(probability.points)), Number(probability.factor))
    log_odds = Add(Number(probability.log_odds), run)
    likely = Divide(Number(1.0), Add(Number(1.0), Exp(Negate(log_odds))))
    unlikely = Divide(Exp(log_odds), Add(Number(1.0), Exp(log_odds)))
    is_likely = Compare(">=", Finite(log_odds), Number(0.0))
    return Finite(Case(((is_likely, likely),), unlikely))


def _status(knock_outs: tuple[Fired, ...], failures: Failures, root: Node) -> Word:
    return choose(
        (
            (either(fired.condition for fired in knock_outs), Text("knocked_out")),
            (failures.invalid, Text("invalid")),
            (failures.missing, Text("insufficient")),
            (Compare("<", root.coverage, Number(1.0)), Text("partial")),
        ),
        Text("scored"),
    )
