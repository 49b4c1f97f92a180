"""The data: what the columns hold that the report looks into, and what is known of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scoring_kit.compiler import compile_scorecard
from scoring_kit.display.markup import Child, Markup, join, said
from scoring_kit.display.numbers import count, exact, percent, percents, plural, rounded
from scoring_kit.display.style import note, section
from scoring_kit.display.tables import lines, marked, table
from scoring_kit.engines.exact_sums import ExactSum, exact_sums
from scoring_kit.engines.profiles import (
    SHARES,
    ColumnProfile,
    most_frequent_texts,
    profile_columns,
)
from scoring_kit.engines.summaries import count_values
from scoring_kit.expression.words import Type
from scoring_kit.report.section import Section, named, quiet
from scoring_kit.report.subject import IN_MEMORY, Subject, plain
from scoring_kit.tables.table import table_columns
from scoring_kit.tables.values import EPOCH

STATES = ("ok", "clipped", "special", "missing", "unmatched", "invalid")
LONGEST_NUMBER = 9
"""Signs of a number that is written out; a longer one is rounded, and exact in the figures."""
MOST_FREQUENT = 5
"""Values of a text or boolean column that are named."""


def data_section(subject: Subject) -> Section:
    """Return the section on the table: columns, states of the criteria, coverage of the rows."""
    figures = {
        "rows": subject.rows,
        "columns_in_all": len(subject.table.columns),
        "columns": _columns(subject),
        "states": _states(subject),
        "coverage": _coverage(subject),
    }
    parts = [_column_table(figures), _state_table(figures)]
    facts = (("Rows", count(subject.rows)),)
    sentences = tuple(_sentences(subject, figures))
    return Section("data", "The data", figures, join(parts), sentences, facts)


# ---- figures -------------------------------------------------------------------------------


def _columns(subject: Subject) -> list[dict[str, Any]]:
    found = profile_columns(subject.engine, subject.table, subject.read, subject.rows)
    return [_column(subject, profile) for profile in found]


def _column(subject: Subject, profile: ColumnProfile) -> dict[str, Any]:
    show = _as_date if profile.kind is Type.DATE else plain
    ends = [show(value) for value in profile.quantiles] or [None] * len(SHARES)
    names = ("lowest", "q05", "q25", "median", "q75", "q95", "highest")
    return {
        "column": profile.name,
        "holds": profile.kind.value,
        "present": profile.present,
        "missing": profile.rows - profile.present,
        "infinite": profile.infinite,
        "distinct": profile.distinct,
        **dict(zip(names, ends, strict=True)),
        "frequent": _frequent(subject, profile),
    }


def _as_date(days: float) -> str:
    return date.fromordinal(EPOCH + int(days)).isoformat()


def _frequent(subject: Subject, profile: ColumnProfile) -> list[dict[str, Any]]:
    if profile.kind in (Type.NUMBER, Type.DATE):
        return []
    found = profile.counts[:MOST_FREQUENT]
    if not found and profile.distinct:
        texts = (subject.engine, subject.table, profile.name, MOST_FREQUENT)
        found = most_frequent_texts(*texts)
    return [{"value": plain(value), "rows": rows} for value, rows in found]


def _states(subject: Subject) -> list[dict[str, Any]]:
    """Return in how many rows each criterion has each state, in document order."""
    bare = subject.card.model_copy(update={"reasons": None})
    parameters = subject.parameters_of(subject.card)
    plan = compile_scorecard(bare, table_columns(subject.table), parameters)
    names = [criterion.name for criterion in subject.card.criteria]
    outputs = [f"state_{name}" for name in names]
    counts = count_values(subject.engine, plan, subject.table, outputs)
    return [
        {"criterion": name, **{state: counts[output].get(state, 0) for state in STATES}}
        for name, output in zip(names, outputs, strict=True)
    ]


def _coverage(subject: Subject) -> dict[str, Any]:
    """Return the mean share of weight with a usable value, and how many rows have all of it."""
    select = subject.engine.run(subject.plan.only(["coverage"]), subject.table).sql
    found = exact_sums(subject.engine, select, "coverage", ["coverage = 1e0"])
    whole = sum(found.values(), ExactSum())
    full = found.get((True,), ExactSum()).count
    least = subject.card.coverage
    return {
        "mean": whole.mean,
        "rows_in_full": full,
        "minimum": None if least is None else least.minimum,
    }


# ---- words ---------------------------------------------------------------------------------


def _sentences(subject: Subject, figures: Mapping[str, Any]) -> Iterator[str]:
    columns, rows = figures["columns"], figures["rows"]
    name = named(subject.name)
    if name == IN_MEMORY:
        name = name[:1].upper() + name[1:]
    yield (
        f"{name} has {plural(rows, 'row')} and "
        f"{plural(figures['columns_in_all'], 'column')}; this report looks into {len(columns)}."
    )
    if not rows:
        return
    cells = rows * len(columns)
    missing = sum(column["missing"] for column in columns)
    if missing:
        most = max(columns, key=lambda column: column["missing"])
        share = percent(most["missing"] / rows)
        others = sum(column["missing"] == most["missing"] for column in columns) - 1
        more = f" and {plural(others, 'other')}" if others else ""
        where = "the rows each" if others else "its rows"
        yield (
            f"{percent(missing / cells)} of their cells are empty, most in "
            f"{named(most['column'])}{more}: {share} of {where}."
        )
    elif columns:
        yield "None of their cells is empty."
    yield from _covered(figures)


def _covered(figures: Mapping[str, Any]) -> Iterator[str]:
    rows, found = figures["rows"], figures["coverage"]
    if found["rows_in_full"] == rows:
        yield "Each row has a usable value for all of the weight."
    elif found["mean"] is not None:
        yield (
            f"{plural(found['rows_in_full'], 'row has', 'rows have')} a usable value for all of "
            f"the weight; on average it is {percent(found['mean'])}."
        )


def _column_table(figures: Mapping[str, Any]) -> Markup | None:
    columns, whole = figures["columns"], figures["rows"]
    if not columns:
        return None
    shares = percents([column["missing"] / whole if whole else 0.0 for column in columns])
    rows = [_column_row(*pair) for pair in zip(columns, shares, strict=True)]
    heads = ["column", "holds", "missing", "different", "lowest", "median", "highest"]
    drawn = table(heads, rows, numbers=[2, 3, 4, 5, 6], caption="columns of the table")
    return section("Columns", drawn)


def _column_row(column: Mapping[str, Any], share: str) -> list[Child]:
    ends: list[Child] = [_shown(column[name]) for name in ("lowest", "median", "highest")]
    return [
        lines(marked("strong", said(column["column"], 60)), _most_frequent(column)),
        column["holds"],
        share if column["missing"] else quiet("–"),
        count(column["distinct"]),
        *ends,
    ]


def _most_frequent(column: Mapping[str, Any]) -> Markup | None:
    if not column["frequent"]:
        return None
    parts = [
        join(
            [
                said(
                    str(item["value"]).lower() if item["value"] in (True, False) else item["value"],
                    30,
                ),
                f" {count(item['rows'])}",
            ]
        )
        for item in column["frequent"]
    ]
    left = column["distinct"] - len(parts)
    more = [f"{count(left)} more"] if left > 0 else []
    return marked("label", join([*parts, *more], ", "))


def _shown(value: object) -> Child:
    if value is None:
        return quiet("–")
    if isinstance(value, int | float) and not isinstance(value, bool):
        written = exact(float(value))
        return written if len(written) <= LONGEST_NUMBER else rounded(float(value))
    return said(value, 30)


def _state_table(figures: Mapping[str, Any]) -> Markup:
    """Return the states that some input is in; a criterion that is always ok takes no line."""
    found, rows = figures["states"], figures["rows"]
    used = [state for state in STATES[1:] if any(states[state] for states in found)]
    odd = [states for states in found if any(states[state] for state in used)]
    title = "What the criteria find"
    if not rows or not odd:
        words = "Every criterion has a value within its range in every row." if rows else None
        return section(title, note(words or "There are no rows."))
    cells = [
        [
            marked("strong", states["criterion"]),
            *(_share_of(states[state], rows) for state in ("ok", *used)),
        ]
        for states in odd
    ]
    drawn = table(["criterion", "ok", *used], cells, numbers=range(1, len(used) + 2), caption=title)
    rest = len(found) - len(odd)
    more = f"{plural(rest, 'criterion is', 'criteria are')} ok in every row." if rest else None
    return section(title, drawn, note(more) if more else None)


def _share_of(part: int, rows: int) -> Child:
    if not part:
        return quiet("–")
    return join([count(part), " ", quiet(percent(part / rows))])
