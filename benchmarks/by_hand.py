"""The score of the mixed card as somebody good at SQL would write it, in three styles.

All treat the data as the document does: NULL and NaN are missing, an infinity makes the
score NULL, weights are renormalised over what is present. They differ in the last bits,
since each adds in its own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.mixed_card import LEVELS, OTHER, Mixed

LARGEST = "1.7976931348623157e308"


def plain(items: list[Mixed]) -> str:
    """Values first, each guarded by `isfinite`, then the mean: what one writes first."""
    values = ",\n    ".join(f"{_guarded(item)} AS {item.name}" for item in items)
    numeric = [item.name for item in items if item.kind != "categories"]
    infinite = " OR ".join(f"coalesce(isinf({name}), false)" for name in numeric)
    total = " + ".join(f"{item.weight!r}e0 * coalesce({item.name}, 0e0)" for item in items)
    return f"""SELECT id,
    CASE WHEN NOT infinite THEN ({total}) / nullif({_present(items)}, 0e0) END AS score
FROM (SELECT id,
    {values},
    {infinite} AS infinite
FROM mixed)"""


def poisoned(items: list[Mixed]) -> str:
    """No guards: one CASE chain finds infinities on its way and lets NaN spoil the sum."""
    values = ",\n    ".join(f"{_chain(item, 1.0)} AS {item.name}" for item in items)
    total = _balanced([f"{item.weight!r}e0 * coalesce({item.name}, 0e0)" for item in items])
    return f"""SELECT id, CASE WHEN isfinite(score) THEN score END AS score FROM (
SELECT id, {total} / nullif({_present(items)}, 0e0) AS score
FROM (SELECT id,
    {values}
FROM mixed))"""


def folded(items: list[Mixed]) -> str:
    """As `poisoned`, with the weights worked into the constants beforehand."""
    values = ",\n    ".join(f"{_chain(item, item.weight)} AS {item.name}" for item in items)
    total = _balanced([f"coalesce({item.name}, 0e0)" for item in items])
    return f"""SELECT id, CASE WHEN isfinite(score) THEN score END AS score FROM (
SELECT id, {total} / nullif({_present(items)}, 0e0) AS score
FROM (SELECT id,
    {values}
FROM mixed))"""


STYLES: Mapping[str, Callable[[list[Mixed]], str]] = {
    "plain": plain,
    "poisoned": poisoned,
    "folded": folded,
}


def _present(items: list[Mixed]) -> str:
    """The weight that is present: a constant, and one CASE for each reweighted criterion."""
    always = sum(item.weight for item in items if item.missing is not None)
    parts = [
        f"CASE WHEN {item.name} IS NULL THEN 0e0 ELSE {item.weight!r}e0 END"
        for item in items
        if item.missing is None
    ]
    return _balanced([f"{always!r}e0", *parts])


def _balanced(terms: list[str]) -> str:
    """Add in pairs: a long left-deep sum takes DuckDB's planner much longer."""
    if len(terms) == 1:
        return terms[0]
    middle = (len(terms) + 1) // 2
    return f"({_balanced(terms[:middle])} + {_balanced(terms[middle:])})"


def _guarded(item: Mixed) -> str:
    if item.kind == "categories":
        return _category(item, 1.0)
    missing = "NULL" if item.missing is None else f"{item.missing!r}e0"
    branches = _branches(item, 1.0)
    chain = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches[:-1])
    return (
        f"CASE WHEN isfinite({item.name}) THEN CASE {chain} ELSE {branches[-1][1]} END "
        f"ELSE {missing} END"
    )


def _chain(item: Mixed, weight: float) -> str:
    if item.kind == "categories":
        return _category(item, weight)
    missing = "NULL" if item.missing is None else f"{item.missing * weight!r}e0"
    *branches, last = _branches(item, weight)
    chain = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches)
    return (
        f"CASE WHEN {item.name} < -{LARGEST} THEN 'nan'::DOUBLE {chain} "
        f"WHEN {item.name} <= {LARGEST} THEN {last[1]} "
        f"WHEN {item.name} = 'inf'::DOUBLE THEN 'nan'::DOUBLE ELSE {missing} END"
    )


def _branches(item: Mixed, weight: float) -> list[tuple[str, str]]:
    """Conditions and results of a CASE chain over finite numbers, the last one open."""
    if item.kind == "bins":
        return [(f"{item.name} < {edge!r}e0", f"{y * weight!r}e0") for edge, y in item.knots]
    found = [(f"{item.name} < {item.knots[0][0]!r}e0", f"{item.knots[0][1] * weight!r}e0")]
    for (x0, y0), (x1, y1) in zip(item.knots, item.knots[1:], strict=False):
        slope = (y1 - y0) / (x1 - x0) * weight
        line = f"{y0 * weight!r}e0 + ({slope!r}e0) * ({item.name} - ({x0!r}e0))"
        found.append((f"{item.name} < {x1!r}e0", line))
    return [*found, ("true", f"{item.knots[-1][1] * weight!r}e0")]


def _category(item: Mixed, weight: float) -> str:
    whens = " ".join(
        f"WHEN '{level}' THEN {value * weight!r}e0"
        for level, value in zip(LEVELS, item.values, strict=True)
    )
    missing = "NULL" if item.missing is None else f"{item.missing * weight!r}e0"
    chain = f"CASE {item.name} {whens} ELSE {OTHER * weight!r}e0 END"
    return f"CASE WHEN {item.name} IS NULL THEN {missing} ELSE {chain} END"
