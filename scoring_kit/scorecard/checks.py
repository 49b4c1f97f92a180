"""What is valid and probably wrong in a document by itself; `scoring_kit.checking` adds data."""

from __future__ import annotations

from collections.abc import Iterator

from scoring_kit.scorecard.checks_criteria import criterion_findings
from scoring_kit.scorecard.checks_score import score_findings
from scoring_kit.scorecard.findings import Finding
from scoring_kit.scorecard.models import Criterion, Group, GroupParts, Scorecard
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.types import input_types
from scoring_kit.summing import plain_sum

TOLERANCE = 0.005
"""How far from 1 the weights of a mean may sum before it is reported."""


def document_findings(card: Scorecard) -> list[Finding]:
    """Return what is valid and probably wrong in a scorecard, in document order.

    Examples
    --------
    >>> from scoring_kit.scorecard.files import read_scorecard
    >>> document_findings(read_scorecard("data/book_club.yaml"))
    []
    """
    ranges = Ranges(card, input_types(card).types)
    found = list(_group_findings(card.score, ("score",), weighs=True))
    found += criterion_findings(card, ranges)
    found += score_findings(card, ranges)
    return found


def _group_findings(group: GroupParts, place: Place, *, weighs: bool) -> Iterator[Finding]:
    """Yield what is odd about the weights of a group and of all groups below it.

    weighs: whether the group itself counts; below one that does not, nothing is repeated.
    """
    yield from _weights_as_shares(group, place)
    for index, member in enumerate(group.of):
        here = (*place, "of", index)
        counts = group.weight_of(member) > 0.0
        if weighs and not counts:
            yield _weighs_nothing(member, here)
        if not group.aggregation.has_weights and member.weight != 1.0:
            yield _weight_unused(group, member, here)
        if isinstance(member, Group):
            yield from _group_findings(member, here, weighs=weighs and counts)


def _weights_as_shares(group: GroupParts, place: Place) -> Iterator[Finding]:
    """Weights below 1 are meant as shares of 1; some that come close to 100, as percentages."""
    weights = [member.weight for member in group.of]
    if not group.aggregation.is_mean or len(weights) < 2:
        return
    total = plain_sum(weights)
    whole = 1.0 if max(weights) < 1.0 else 100.0
    is_meant = whole == 1.0 or (min(weights) >= 1.0 and abs(total - whole) <= 10.0)
    all_alike = whole == 100.0 and len(set(weights)) == 1
    if is_meant and not all_alike and abs(total - whole) > TOLERANCE * whole + 1e-9:
        shares = ", ".join(f"{member.name} {member.weight:.4g}" for member in group.of[:8])
        more = ", ..." if len(weights) > 8 else ""
        yield Finding(
            "weights_do_not_sum",
            "warning",
            spell((*place, "of")),
            f"the weights sum to {total:.4g}, not to {whole:g} ({shares}{more}); they count by "
            "their ratios, so mend them where this is not what you mean",
        )


def _weighs_nothing(member: Criterion | Group, place: Place) -> Finding:
    what = "criterion" if isinstance(member, Criterion) else "group"
    message = (
        f"{what} {member.name!r} weighs 0, so it never changes the score; "
        "give it a weight or take it out"
    )
    return Finding("inert", "warning", spell(place), message)


def _weight_unused(group: GroupParts, member: Criterion | Group, place: Place) -> Finding:
    message = (
        f"the weight {member.weight:g} of {member.name!r} has no effect: "
        f"{group.aggregate.method} has no weights; leave it out"
    )
    return Finding("unused_weight", "warning", spell((*place, "weight")), message)
