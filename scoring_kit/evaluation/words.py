"""What the figures of an evaluation say, in sentences that are made from them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scoring_kit.display.numbers import count, percent, plural, rounded, signed
from scoring_kit.evaluation.parts import spread

if TYPE_CHECKING:
    from scoring_kit.evaluation.evaluation import Evaluation

SURE = 0.05
"""p-values below this are called a difference."""


def summary_of(found: Evaluation) -> tuple[str, ...]:
    """Return the sentences of an evaluation, the most important first."""
    said = [_rows(found), *_left_out(found)]
    if found.problem is not None:
        return (*said, f"No figures: {found.problem}.")
    said += [_auc(found), _top(found), *_tiers(found), *_probability(found), *_versions(found)]
    said += [*_segments(found), *_fairness(found), *_periods(found)]
    return tuple(sentence for sentence in said if sentence)


def event_name(found: Evaluation) -> str:
    """Return how the event is called: the outcome, with its value where one was named."""
    asked = found.asked
    return asked.outcome if asked.event is None else f"{asked.outcome} = {asked.event}"


def _rows(found: Evaluation) -> str:
    counts = found.counts
    used, events = counts["used"], counts["events"]
    have = f"{count(events)} of them ({percent(events / used)})" if used else "none"
    return (
        f"{count(used)} of {plural(counts['rows'], 'row')} {'counts' if used == 1 else 'count'}; "
        f"{have} {'has' if events == 1 and used else 'have'} the event, {event_name(found)}."
    )


_REASONS = {
    "without_score": "without a score",
    "without_outcome": "without a known outcome",
    "without_weight": "without a weight",
}


def _left_out(found: Evaluation) -> list[str]:
    counts = found.counts
    parts = [f"{plural(counts[k], 'row')} {w}" for k, w in _REASONS.items() if counts[k]]
    said = [f"Left out: {', '.join(parts)}."] if parts else []
    if counts["weighing_nothing"]:
        said.append(
            f"{plural(counts['weighing_nothing'], 'row')} with a weight of 0 change nothing."
        )
    return said


def _auc(found: Evaluation) -> str:
    figure = next(figure for figure in found.figure_list if figure.metric.name == "auc")
    value = figure.value or 0.0
    between = " (no interval)"
    if figure.interval is not None:
        ends = " to ".join(rounded(end, 3) for end in figure.interval)
        between = f" ({percent(found.how.confidence)} interval {ends})"
    said = f"AUC is {rounded(value, 3)}{between}, KS {rounded(found.ks or 0.0, 3)}"
    low, high = figure.interval or (value, value)
    if low <= 0.5 <= high:
        return f"{said}: the scores do not surely tell the event from chance."
    if value < 0.5:
        return (
            f"{said}: high scores mean less of the event. If that is what the score is for, name "
            f"the other value with event=; its AUC is {rounded(1.0 - value, 3)}."
        )
    return f"{said}."


def _top(found: Evaluation) -> str:
    lift, capture = found.value("lift"), found.value("capture")
    return (
        f"The highest 10 % of the rows hold {percent(capture or 0.0)} of the events, "
        f"{rounded(lift or 0.0, 2)} times their share."
    )


def _tiers(found: Evaluation) -> list[str]:
    rows = [row for row in _records(found.tiers) if row["rate"] is not None and row["rows"]]
    if len(rows) < 2:
        return []
    first, last = rows[0], rows[-1]
    said = [
        f"The rate of the event is {percent(first['rate'])} in tier {_tier(first)} and "
        f"{percent(last['rate'])} in {_tier(last)}."
    ]
    wrong = [(a, b) for a, b in pairwise(rows) if a["rate"] < b["rate"]]
    if wrong and (found.auc or 0.0) >= 0.5:
        pairs = ", ".join(f"{_tier(b)} above {_tier(a)}" for a, b in wrong)
        said.append(f"The rates do not fall from tier to tier: {pairs}.")
    return said


def _tier(row: dict[str, Any]) -> str:
    return "no tier" if row["tier"] is None else str(row["tier"])


def _probability(found: Evaluation) -> list[str]:
    ratio, brier, skill = (found.value(n) for n in ("observed_over_expected", "brier", "skill"))
    if brier is None or ratio is None or skill is None:
        return []
    said = [
        f"The probabilities have a Brier score of {rounded(brier, 4)} (skill {rounded(skill, 3)}); "
        f"{rounded(ratio, 2)} events came for each that they expect."
    ]
    if skill < 0.0:
        said.append(
            "They are worse than giving every row the plain rate; are they of this event, and "
            "not of its opposite?"
        )
    return said


def _versions(found: Evaluation) -> list[str]:
    if found.against is None:
        return []
    row = found.comparison.loc["auc"].to_dict()
    if not _known(row["difference"]):
        return [f"No row can be compared with {found.against}."]
    change = signed(row["difference"], 4)
    begin = f"On {plural(int(row['rows']), 'row')} with a score under both, AUC is"
    said = f"{begin} {rounded(row['value'], 4)}, that of {found.against} {rounded(row['other'], 4)}"
    if not _known(row["p_value"]):
        return [f"{said} ({change})."]
    sure = row["p_value"] < SURE
    verdict = "a difference" if sure else "no difference that is sure"
    p_value = "p < 0.001" if row["p_value"] < 0.001 else f"p = {rounded(row['p_value'], 3)}"
    return [f"{said} ({change}, {p_value} by DeLong): {verdict}."]


def _segments(found: Evaluation) -> list[str]:
    said: list[str] = []
    for part in found.parts:
        rows = [row for row in _records(found.segments) if row["column"] == part.column]
        ends = spread([row for row in rows if row["note"] is None], "auc")
        if ends is not None:
            low, high = ends
            said.append(
                f"By {part.column}, AUC is from {rounded(low['auc'], 3)} ({low['part']}) to "
                f"{rounded(high['auc'], 3)} ({high['part']})."
            )
    return said


def _fairness(found: Evaluation) -> list[str]:
    said: list[str] = []
    for part in found.parts:
        rows = [row for row in _records(found.fairness) if row["column"] == part.column]
        adverse = [row for row in rows if row["is_adverse"] is True]
        if adverse:
            worst = min(adverse, key=lambda row: row["impact_ratio"])
            lie = "lies" if len(adverse) == 1 else "lie"
            said.append(
                f"By {part.column}, {plural(len(adverse), 'rate')} of reaching a tier {lie} below "
                f"four fifths of the highest; the lowest, {worst['part']} at tier {worst['tier']}, "
                f"is {percent(worst['impact_ratio'])} of it."
            )
    return said


def _periods(found: Evaluation) -> list[str]:
    if found.period is None:
        return []
    dated = [code >= 0 for code in found.period.codes]
    records = zip(_records(found.periods), dated, strict=True)
    periods = [row for row, is_dated in records if is_dated]
    said: list[str] = []
    rows = [row for row in periods if row["note"] is None]
    ends = spread(rows, "auc")
    if ends is not None:
        low, high = ends
        said.append(
            f"Over {plural(len(rows), 'period')}, AUC is from {rounded(low['auc'], 3)} "
            f"({low['part']}) to {rounded(high['auc'], 3)} ({high['part']})."
        )
    # scores may shift where too few outcomes are known for an AUC, as in the last period
    shifted = [row for row in periods if _known(row["psi"])]
    if len(shifted) > 1:
        worst = max(shifted, key=lambda row: row["psi"])
        said.append(
            f"Against the first of {plural(len(shifted), 'period')}, the PSI of the scores is at "
            f"most {rounded(worst['psi'], 3)} ({worst['part']})."
        )
    return said


def _records(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (a DataFrame)
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return [{k: v if _known(v) else None for k, v in row.items()} for row in rows]


def _known(value: object) -> bool:
    return value is not None and value == value
