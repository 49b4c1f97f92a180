"""An evaluation for people to read: sentences, figures with their intervals, small pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring_kit.display.markup import Child, Markup, element, said
from scoring_kit.display.numbers import count, percent, plural, rounded
from scoring_kit.display.pictures import Bar, Frame, Tick, bar_list, line_picture
from scoring_kit.display.style import columns, header, note, output, section
from scoring_kit.display.tables import marked, table

if TYPE_CHECKING:
    from scoring_kit.evaluation.evaluation import Evaluation
    from scoring_kit.evaluation.figures import Figure

MOST_ROWS = 24
TICKS = [Tick(at, percent(at)) for at in (0.0, 0.5, 1.0)]


def evaluation_html(found: Evaluation) -> str:
    """Return the display of an evaluation."""
    aside = f"{plural(found.counts['used'], 'row')}, {plural(found.counts['events'], 'event')}"
    parts: list[Child] = [
        header(said(found.name, 80), "evaluation", aside=aside),
        *(note(said(sentence, 400)) for sentence in found.summary),
        *evaluation_parts(found),
    ]
    return output(*parts, label=f"Evaluation of {found.name}")


def evaluation_parts(found: Evaluation) -> list[Child]:
    """Return the parts of an evaluation below its sentences; none where there are no figures."""
    if found.problem is not None:
        return []
    return [
        _metrics(found),
        columns(_roc(found), _gains(found)),
        columns(_deciles(found), _tiers(found) or _reliability(found)),
        _reliability(found) if found.tier_names else None,
        *(_versions(found), _segments(found), _fairness(found), _periods(found)),
    ]


def _records(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (a DataFrame)
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return [{k: v if v == v else None for k, v in row.items()} for row in rows]


def _number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else rounded(value, digits)


def _percent(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _ends(low: float | None, high: float | None, digits: int = 3) -> str:
    return "–" if low is None else f"{_number(low, digits)} to {_number(high, digits)}"


def _metrics(found: Evaluation) -> Markup:
    rows = [_metric(figure) for figure in found.figure_list if figure.value is not None]
    heads = ["figure", "value", "interval", "range", "what it is", "source"]
    keys = marked("label", f"{percent(found.how.confidence)} intervals")
    return section("Figures", table(heads, rows, numbers=[1], caption="figures"), keys=keys)


def _metric(figure: Figure) -> list[Child]:
    row = figure.row()
    ends = f"{_number(row['low'])} to {_number(row['high'])}" if row["low"] is not None else None
    return [
        marked("strong", row["title"]),
        _number(row["value"]),
        marked("quiet", f"{ends}, {row['interval']}" if ends else row["interval"] or "–"),
        marked("quiet", row["range"]),
        row["meaning"],
        marked("quiet", row["source"]),
    ]


def _roc(found: Evaluation) -> Markup:
    points = [(row["others"], row["events"]) for row in _records(found.curve)]
    return section("ROC", _curve(points, "events found, by others taken for events"))


def _gains(found: Evaluation) -> Markup:
    points = [(row["share"], row["events"]) for row in _records(found.curve)]
    return section("Gains", _curve(points, "events found, by share of the rows from the top"))


def _curve(points: list[tuple[float, float]], label: str) -> Markup:
    frame = Frame((0.0, 1.0), (0.0, 1.0))
    drawn = line_picture([points], frame, TICKS, label=label, ghost=[[(0.0, 0.0), (1.0, 1.0)]])
    square = element("div", drawn, class_="square")
    return Markup(f"{square}{note(label, '; dashed: chance; 0 to 100 % on both sides')}")


def _deciles(found: Evaluation) -> Markup:
    rows = _records(found.deciles)
    bars = [
        Bar(f"{row['band']}", row["rate"], f"{percent(row['rate'])} × {rounded(row['lift'], 2)}")
        for row in rows
    ]
    return section("Rate by tenth", bar_list(bars, label="rate of the event by tenth of the rows"))


def _tiers(found: Evaluation) -> Markup | None:
    rows = [row for row in _records(found.tiers) if row["rows"]]
    if not rows:
        return None
    bars = [
        Bar(
            marked("quiet", "no tier") if row["tier"] is None else said(row["tier"], 40),
            row["rate"] or 0.0,
            f"{_percent(row['rate'])} of {count(row['rows'])}",
        )
        for row in rows[:MOST_ROWS]
    ]
    return section("Rate by tier", bar_list(bars, label="rate of the event by tier"))


def _reliability(found: Evaluation) -> Markup | None:
    rows = [row for row in _records(found.reliability) if row["observed"] is not None]
    if not rows:
        return None
    points = [(row["predicted"], row["observed"]) for row in rows]
    top = max(max(x, y) for x, y in points) or 1.0
    ticks = [Tick(at, percent(at)) for at in (0.0, top / 2, top)]
    label = "observed rate, by predicted probability"
    frame = Frame((0.0, top), (0.0, top))
    drawn = line_picture([points], frame, ticks, label=label, ghost=[[(0.0, 0.0), (top, top)]])
    sides = f"; dashed: predicted = observed; 0 to {percent(top)} on both sides"
    return section("Reliability", element("div", drawn, class_="square"), note(label, sides))


def _versions(found: Evaluation) -> Markup | None:
    if found.against is None:
        return None
    rows: list[list[Child]] = [
        [
            marked("strong", row["title"]),
            _number(row["value"]),
            _number(row["other"]),
            _number(row["difference"], 4),
            _ends(row["low"], row["high"], 4),
            _number(row["p_value"]),
        ]
        for row in _records(found.comparison)
    ]
    heads = ["figure", said(found.name, 40), said(found.against, 40), "difference", "interval", "p"]
    drawn = table(heads, rows, numbers=[1, 2, 3, 5], caption="both versions")
    return section("Two versions on the same rows", drawn)


def _segments(found: Evaluation) -> Markup | None:
    return _parts(found.segments, "Segments", with_psi=False)


def _periods(found: Evaluation) -> Markup | None:
    return _parts(found.periods, "Over time", with_psi=True)


def _parts(frame: Any, title: str, *, with_psi: bool) -> Markup | None:  # noqa: ANN401 (a DataFrame)
    records = _records(frame)
    if not records:
        return None
    rows: list[list[Child]] = [
        [
            marked("strong", said(f"{row['column']} {row['part']}", 60)),
            count(row["used"]),
            _percent(row["rate"]),
            _number(row["auc"]),
            "–"
            if row["auc_low"] is None
            else f"{_number(row['auc_low'])} to {_number(row['auc_high'])}",
            _number(row["ks"]),
            *([_number(row["psi"])] if with_psi else []),
            marked("quiet", row["note"] or ""),
        ]
        for row in records[:MOST_ROWS]
    ]
    heads = ["part", "rows", "rate", "AUC", "interval", "KS", *(["PSI"] if with_psi else []), ""]
    numbers = [1, 2, 3, 5, *([6] if with_psi else [])]
    drawn = table(heads, rows, numbers=numbers, caption=title)
    return section(title, drawn, _more(len(records)))


def _fairness(found: Evaluation) -> Markup | None:
    records = _records(found.fairness)
    if not records:
        return None
    rows: list[list[Child]] = [
        [
            marked("strong", said(f"{row['column']} {row['part']}", 60)),
            said(row["tier"], 40),
            count(row["rows"]),
            _percent(row["reached"]),
            _percent(row["impact_ratio"]),
            _percent(row["found"]),
            "below four fifths" if row["is_adverse"] else "",
        ]
        for row in records[:MOST_ROWS]
    ]
    heads = ["part", "tier", "rows", "reach it", "of the highest", "events found", ""]
    drawn = table(heads, rows, numbers=[2, 3, 4, 5], caption="who reaches each tier")
    return section("Who reaches each tier", drawn, _more(len(records)))


def _more(rows: int) -> Markup | None:
    if rows <= MOST_ROWS:
        return None
    return note(f"{count(rows - MOST_ROWS)} more rows in the table of the evaluation.")
