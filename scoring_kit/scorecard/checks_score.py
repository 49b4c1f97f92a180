"""What is valid and probably wrong above the root: tiers, reasons, and what nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from scoring_kit.errors import nearest
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.findings import Finding
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.uses import derived_uses, uses_of
from scoring_kit.scorecard.value_functions import BranchedFunction


def score_findings(card: Scorecard, ranges: Ranges) -> Iterator[Finding]:
    """Yield what is odd about tiers, reason texts, derived inputs and parameters."""
    yield from _unused(card)
    # Without its statistics a normalisation has no bounds to speak of.
    if all(criterion.value.is_fitted for criterion in card.criteria):
        yield from _tiers(card, ranges)
    yield from _texts(card)


# ---- tiers ---------------------------------------------------------------------------------


def _tiers(card: Scorecard, ranges: Ranges) -> Iterator[Finding]:
    low, high = score_range(card, ranges)
    if low > high:
        return
    above = float("inf")
    for name, cut in card.tiers:
        message = ""
        if cut > high:
            message = f"tier {name!r} starts at {cut:g}; the highest possible score is {high:g}"
        elif above <= low:
            message = f"tier {name!r} ends below {above:g}; the lowest possible score is {low:g}"
        if message:
            place = spell(("tiers", name))
            yield Finding("unreachable_tier", "warning", place, f"{message}, so move the cut")
        above = cut


# ---- reasons -------------------------------------------------------------------------------


def _texts(card: Scorecard) -> Iterator[Finding]:
    """Yield codes without text and texts without code, where texts are kept at all."""
    texts = {} if card.reasons is None else dict(card.reasons.texts)
    given = _given_codes(card)
    for code, (place, is_name) in given.items():
        if texts and code not in texts:
            hint = "its name stands in for a reason code; " if is_name else ""
            message = f"reason {code!r} has no text: {hint}add it to `reasons.texts`"
            severity = "note" if is_name else "warning"
            yield Finding("reason_without_text", severity, spell(place), message)
    for code in texts:
        if code not in given:
            message = f"nothing gives the reason {code!r} of this text{nearest(code, given)}"
            yield Finding(
                "text_without_reason", "warning", spell(("reasons", "texts", code)), message
            )


def _given_codes(card: Scorecard) -> dict[str, tuple[Place, bool]]:
    """Return each code that a row can get: where it first stands, whether it is only a name."""
    given: dict[str, tuple[Place, bool]] = {}
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion):
            for code in member.codes:
                if code != member.code or _gives_own_code(card, member):
                    given.setdefault(code, (place, code == member.name))
    for index, knock_out in enumerate(card.knock_outs):
        place = ("knock_outs", index)
        given.setdefault(knock_out.code, (place, knock_out.reason is None))
    return given


def _gives_own_code(card: Scorecard, criterion: Criterion) -> bool:
    """Return whether a row can get the criterion's own code instead of a branch's or policy's."""
    value = criterion.value
    if not isinstance(value, BranchedFunction):
        return True
    policies = [
        card.missing_policy(criterion),
        card.unmatched_policy(criterion),
        card.invalid_policy(criterion),
        *criterion.special.values(),
    ]
    return any(branch.reason is None and not branch.unmatched for branch in value.branches) or any(
        policy.gives_value and policy.reason is None for policy in policies
    )


# ---- what nothing reads --------------------------------------------------------------------


def _unused(card: Scorecard) -> Iterator[Finding]:
    uses = [use for _, use in derived_uses(card)] + list(uses_of(card))
    expressions = [parsed(use.text) for use in uses]
    columns = {column for expression in expressions for column in expression.columns}
    columns |= {criterion.column for criterion in card.criteria if criterion.column is not None}
    for name in card.derived:
        if name not in columns:
            message = f"nothing reads the derived input {name!r}; use it or take it out"
            yield Finding("unused", "note", spell(("derived", name)), message)
    parameters = {name for expression in expressions for name in expression.parameters}
    for name in card.parameters:
        if name not in parameters:
            message = f"nothing reads the parameter ${name}; use it or take it out"
            yield Finding("unused", "note", spell(("parameters", name)), message)
