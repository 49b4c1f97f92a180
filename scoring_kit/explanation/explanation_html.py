"""An explanation as HTML: the waterfall of its lines, its reasons, what each criterion met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scoring_kit.display.markup import Child, Markup, breaking, element, join, said, some
from scoring_kit.display.numbers import exact, percent, percents, plural
from scoring_kit.display.pictures import Bar, waterfall
from scoring_kit.display.style import columns, facts, header, note, output, section
from scoring_kit.display.tables import lines, marked, table
from scoring_kit.explanation.explanation_text import (
    STATUS_WORDS,
    is_worth_showing,
    key_in_words,
    name_of,
    read_in_words,
)
from scoring_kit.explanation.numerals import NOTHING, amount, decimals, short

if TYPE_CHECKING:
    from scoring_kit.explanation.explanation import Explanation
    from scoring_kit.explanation.explanation_parts import (
        AdjustmentPart,
        CriterionPart,
        GroupPart,
        Line,
    )

MOST_BARS = 16
MOST_ROWS = 40
"""Bars and rows that are shown; the others are counted."""


def as_html(explanation: Explanation) -> str:
    """Return a display of its own, without scripts, for any notebook."""
    key = key_in_words(explanation.key)
    right = [part for part in (_reasons(explanation), _adjustments(explanation)) if part]
    picture = _picture(explanation)
    return output(
        header(said(key, 120), f"explained by {explanation.card}", aside=_aside(explanation)),
        _facts(explanation),
        _verdict(explanation),
        columns(element("div", picture), element("div", *right)) if picture and right else picture,
        None if picture or not right else element("div", *right),
        _criteria(explanation),
        label=f"Explanation of {key} by {explanation.card}",
    )


def _aside(explanation: Explanation) -> Child:
    return None if explanation.title is None else said(explanation.title, 120)


# ---- the headline ------------------------------------------------------------------------------


def _facts(explanation: Explanation) -> Markup:
    pairs: list[tuple[Child, Child]] = [("score", short(explanation.score))]
    if explanation.score is None and explanation.score_before_knock_out is not None:
        pairs.append(("before the knock-out", short(explanation.score_before_knock_out)))
    if explanation.tiers:
        pairs.append(("tier", said(explanation.tier or NOTHING, 40)))
    pairs.append(("status", STATUS_WORDS[explanation.status]))
    pairs.append(("coverage", percent(explanation.coverage)))
    if explanation.probability is not None:
        pairs.append(("probability", percent(explanation.probability)))
    return facts(*pairs)


def _verdict(explanation: Explanation) -> Markup | None:
    """Return why there is no score, or how far the next tier is."""
    found = [
        join(
            (
                *("Knocked out by ", element("b", part.name), ": ", said(part.text or part.when)),
                f" ({part.code})." if part.code != part.name else ".",
            )
        )
        for part in explanation.knock_outs
    ]
    if explanation.problems:
        found.append(join(("No score: ", said("; ".join(explanation.problems)), ".")))
    if not found:
        found = [sentence for sentence in (_tier_sentence(explanation),) if sentence]
    return element("div", *(element("p", sentence) for sentence in found)) if found else None


def _tier_sentence(explanation: Explanation) -> Markup | None:
    """Return how far the score is from the tier above, or from the cut of the highest."""
    score = explanation.score
    if score is None or not explanation.tiers:
        return None
    above = [(name, cut) for name, cut in explanation.tiers if cut > score]
    places = decimals([score, *(cut for _, cut in above[-1:])])
    if not above:
        name, cut = explanation.tiers[0]
        far = exact(round(score - cut, places))
        return join((far, " above the cut of ", element("b", said(name, 40)), f" at {short(cut)}."))
    name, cut = above[-1]
    far = exact(round(cut - score, places))
    return join((far, " below tier ", element("b", said(name, 40)), f", from {short(cut)}."))


# ---- the picture -------------------------------------------------------------------------------


def _picture(explanation: Explanation) -> Markup | None:
    shown = [line for line in explanation.lines if is_worth_showing(line)]
    if explanation.total is None or not shown:
        return None
    places = decimals([line.amount for line in shown] + [explanation.total])
    first = shown[0] if shown[0].kind in ("scaling", "initial") else None
    bars = _bars(explanation, shown[1:] if first else shown, places)
    title = "score" if explanation.score is not None else "score before the knock-out"
    start = (name_of(first), first.amount, amount(first.amount, places)) if first else None
    end = (title, explanation.total, amount(explanation.total, places))
    return section(
        "From inputs to score",
        waterfall(bars, start=start, end=end, label="What each line adds to the score"),
    )


def _bars(explanation: Explanation, shown: Sequence[Line], places: int) -> list[Bar]:
    """Return a bar for each line; where there are very many, the smallest as one."""
    by_size = sorted(shown, key=lambda line: -abs(line.amount))
    kept, left_out = some(by_size, MOST_BARS)
    bars = [
        Bar(_label(explanation, line), line.amount, amount(line.amount, places, with_sign=True))
        for line in shown
        if left_out == 0 or line in kept
    ]
    if left_out:
        rest = math.fsum(line.amount for line in shown if line not in kept)
        what = marked("quiet", plural(left_out, "smaller line"))
        bars.append(Bar(what, rest, amount(rest, places, with_sign=True)))
    return bars


def _label(explanation: Explanation, line: Line) -> Markup:
    criterion = next((part for part in explanation.criteria if part.name == line.name), None)
    if line.kind != "criterion" or criterion is None:
        return marked("quiet" if line.kind != "adjustment" else "name", breaking(name_of(line)))
    named = element("span", breaking(criterion.name), style="color:var(--ink)")
    return lines(named, marked("label", said(read_in_words(explanation, criterion), 80)))


# ---- reasons and adjustments -------------------------------------------------------------------


def _reasons(explanation: Explanation) -> Markup | None:
    if not explanation.reasons or explanation.knock_outs:
        return None
    places = decimals(part.shortfall for part in explanation.reasons if part.shortfall is not None)
    rows = [
        (
            part.rank,
            lines(
                part.text or part.code, marked("label", said(part.code, 40)) if part.text else None
            ),
            amount(-(part.shortfall or 0.0), places, with_sign=True),
        )
        for part in explanation.reasons
    ]
    return section("Reasons", table(("", "what costs most", "points"), rows, numbers=[2]))


def _adjustments(explanation: Explanation) -> Markup | None:
    if not explanation.adjustments:
        return None
    amounts = [part.after for part in explanation.adjustments if part.after is not None]
    places = decimals([*amounts, explanation.total or 0.0])
    rows = [
        (lines(breaking(part.name), marked("label", _action(part))), _effect(part, places))
        for part in explanation.adjustments
    ]
    return section("Adjustments", table(("", "score"), rows, numbers=[1]))


def _action(part: AdjustmentPart) -> Markup:
    done = f"{part.action} {short(part.amount)}"
    return join((done, said(part.description) if part.description else None), ": ")


def _effect(part: AdjustmentPart, places: int) -> Markup:
    if not part.fired or part.before == part.after:
        return marked("quiet", "no change" if part.fired else "did not fire")
    return join((amount(part.before, places), " → ", amount(part.after, places)))


# ---- criteria ----------------------------------------------------------------------------------


def _criteria(explanation: Explanation) -> Markup:
    rows = list(_rows(explanation))
    shown, left_out = some(rows, MOST_ROWS)
    heads = ("", "input", "what held", "value", "weight", "adds")
    rest = f"{plural(left_out, 'more row')}: see to_pandas()." if left_out else None
    return section(
        "Criteria",
        table(heads, shown, numbers=[3, 4, 5], caption="criteria"),
        None if rest is None else note(rest),
        _weight_note(explanation),
    )


def _rows(explanation: Explanation) -> Iterator[tuple[Child, ...]]:
    """Yield a row for each group and criterion, as the document has them."""
    places = decimals([line.amount for line in explanation.lines] or [0.0])
    groups = {group.name: group for group in explanation.groups}
    weights = _weights(explanation)
    seen: set[str] = set()
    for criterion in explanation.criteria:
        for name in criterion.groups:
            if name not in seen:
                seen.add(name)
                yield _group_row(groups[name], weights[name], places)
        yield _criterion_row(explanation, criterion, weights[criterion.name], places)


def _group_row(group: GroupPart, weight: Markup, places: int) -> tuple[Child, ...]:
    named = lines(
        element("b", breaking(group.name)),
        marked("label", said(group.title)) if group.title else None,
    )
    held = f"{percent(group.coverage)} covered" if group.coverage < 1 else None
    held = "missing" if group.is_missing else held
    return (
        _indented(named, len(group.groups)),
        None,
        marked("quiet", held) if held else None,
        element("b", short(group.value, digits=4)),
        weight,
        amount(group.contribution, places),
    )


def _criterion_row(
    explanation: Explanation, criterion: CriterionPart, weight: Markup, places: int
) -> tuple[Child, ...]:
    is_ok = criterion.state == "ok"
    held = criterion.held or (None if is_ok else criterion.state)
    if criterion.state == "clipped":
        held = f"{held}, clipped" if criterion.held else "clipped"
    title = marked("label", said(criterion.title)) if criterion.title else None
    return (
        _indented(lines(breaking(criterion.name), title), len(criterion.groups)),
        said(read_in_words(explanation, criterion), 120),
        None if held is None else marked("quiet" if is_ok else "strong", said(held, 120)),
        short(criterion.value, digits=4),
        weight,
        amount(criterion.contribution, places),
    )


def _indented(content: Markup, depth: int) -> Markup:
    return (
        element("div", content, style=f"padding-left:{min(depth, 6) * 16}px") if depth else content
    )


def _weights(explanation: Explanation) -> dict[str, Markup]:
    """Return the weights that counted, and the effective one below where that is another."""
    parts = [*explanation.groups, *explanation.criteria]
    used = [part.weight_used if explanation.lines else part.weight for part in parts]
    return {
        part.name: Markup(written)
        if abs(part.weight - share) < 5e-4
        else lines(written, marked("label", f"of {percent(part.weight)}"))
        for part, share, written in zip(parts, used, percents(used), strict=True)
    }


def _weight_note(explanation: Explanation) -> Markup | None:
    pairs = [(part.weight, part.weight_used) for part in explanation.criteria]
    if not explanation.lines or all(abs(weight - used) < 5e-4 for weight, used in pairs):
        return None
    return note(
        "Weights are those that counted in this row; where a value is missing, the others share "
        "its weight."
    )
