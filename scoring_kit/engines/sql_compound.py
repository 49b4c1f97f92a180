"""The compound words as DuckDB SQL: one fast form for each."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.engines.base import pieces
from scoring_kit.engines.sql_writer import Writer, chain, literal
from scoring_kit.expression import words
from scoring_kit.expression.words import REASON_SLOTS, SHORTFALL_LIMIT, Type, Word

_LAST_SLOT = REASON_SLOTS - 1
MOST_COMPARED = 100
"""Items up to which they are compared one by one."""

_MOST_GREATEST = 8
"""Ranks that are found by one `greatest` each; beyond, sorting the list is quicker."""


def piecewise(word: words.Piecewise, out: Writer) -> str:
    """A flat CASE, which is faster than a tree of tests or a table of coefficients."""
    x = out.repeatable(word.x)
    branches: list[tuple[str, str]] = []
    for piece in pieces(word):
        test = f"{x} >= {literal(piece.x)}"
        if piece.below is not None:
            test = f"{x} < {literal(piece.below)}"
        line = literal(piece.y)
        if piece.slope:
            line += f" + {literal(piece.slope)} * ({x} - {literal(piece.x)})"
        branches.append((test, line))
    return _closed(branches, word.x)


def _closed(branches: list[tuple[str, str]], x: Word) -> str:
    """A CASE whose last test is only there so that NULL stays NULL."""
    is_known = isinstance(x, words.Column) and not x.finite  # it stands under its `IsFinite`
    return chain(branches[:-1], branches[-1][1]) if is_known else chain(branches)


def bins(word: words.Bins, out: Writer) -> str:
    """A flat CASE."""
    x = out.repeatable(word.x)
    results = [out.bare(result) for result in word.results]
    tests = [f"{x} {'<=' if closed else '<'} {literal(edge)}" for edge, closed in word.edges]
    return _closed(list(zip([*tests, f"{x} IS NOT NULL"], results, strict=True)), word.x)


def lookup(word: words.Lookup, out: Writer) -> str:
    """A CASE for few entries, a MAP for many: it is looked up once per dictionary entry."""
    pairs = [(out.bare(key), out.bare(result)) for key, result in word.entries]
    x = out.sql(word.x)
    if word.x.type is Type.TEXT and len(pairs) > _MOST_CASES:
        entries = ", ".join(f"{key}: {result}" for key, result in pairs)
        return f"MAP {{{entries}}}[{x}]"
    return f"CASE {x} {' '.join(f'WHEN {key} THEN {result}' for key, result in pairs)} END"


_MOST_CASES = 8
"""Entries up to which a CASE is faster on tables in memory, and hardly slower on Parquet."""


# ---- reasons and names -------------------------------------------------------------


def pack(word: words.Pack, out: Writer) -> str:
    """One packed reason: its shortfall in whole units, then its place."""
    shortfall = out.sql(word.shortfall) if word.is_small else out.repeatable(word.shortfall)
    return f"{_units(shortfall, is_small=word.is_small)} + {_LAST_SLOT - word.position}"


def _units(shortfall: str, *, is_small: bool) -> str:
    """The floor is taken after the limits, which are whole numbers."""
    q = f"{shortfall} * 1e6 + 0.5e0"
    if not is_small:
        limit = literal(SHORTFALL_LIMIT)
        held = f"WHEN {q} > {limit} THEN {limit} WHEN {q} < -{limit} THEN -{limit}"
        q = f"CASE {held} ELSE {q} END"
    # a power of two changes no digit of a DOUBLE, and a BIGINT would be checked for overflow
    return f"(floor({q}) * {literal(REASON_SLOTS)})::BIGINT"


def top(word: words.Top, out: Writer) -> str:
    """The largest, then each time the largest below it: packed reasons are all different."""
    count = min(word.count, len(word.items))
    if count == 0:
        return "[]::BIGINT[]"
    if count > _MOST_GREATEST or len(word.items) > MOST_COMPARED:
        return _sorted_top(word, _packed_list(word.items, out), count, out)
    items = [out.repeatable(item) for item in word.items]
    # list_aggregate(items, 'max', count) is no quicker and fails on DuckDB 1.5
    ranks = [out.part(f"greatest({', '.join(items)})")]
    while len(ranks) < count:
        below = [f"CASE WHEN {item} < {ranks[-1]} THEN {item} END" for item in items]
        ranks.append(out.part(f"greatest({', '.join(below)})"))
    branches = [
        (_is_kept(ranks[last], word), f"[{', '.join(ranks[: last + 1])}]")
        for last in reversed(range(count))
    ]
    return chain(branches, "[]::BIGINT[]")


def _is_kept(item: str, word: words.Top) -> str:
    return f"{item} IS NOT NULL" if word.least is None else f"{item} >= {word.least}"


def _packed_list(items: Sequence[Word], out: Writer) -> str:
    """A list of packed reasons; shortfalls that stand there bare are packed all in one go."""
    bare = [item for item in items if isinstance(item, words.Pack)]
    if [item.position for item in bare] != list(range(len(items))):
        return f"[{', '.join(map(out.bare, items))}]"
    shortfalls = ", ".join(out.bare(item.shortfall) for item in bare)
    units = _units("shortfall", is_small=all(item.is_small for item in bare))
    packed = f"{units} + ({REASON_SLOTS} - place)"
    return f"list_transform([{shortfalls}], lambda shortfall, place: {packed})"


def _sorted_top(word: words.Top, items: str, count: int, out: Writer) -> str:
    """All sorted at once: slower for few items, but a thousand are planned much faster."""
    largest = out.part(f"list_sort({items}, 'DESC', 'NULLS LAST')[:{count}]")
    branches = [
        (_is_kept(f"list_extract({largest}, {last})", word), f"{largest}[:{last}]")
        for last in range(count, 0, -1)
    ]
    return chain(branches, "[]::BIGINT[]")


def ranked(word: words.Ranked, out: Writer) -> str:
    """The code that the lowest bits of the packed reason point to."""
    # the cast says what a NULL is, where DuckDB finds that there can be no code
    codes = ", ".join(map(literal, word.codes))
    return f"{code_of(word, out, f'[{codes}]')}::VARCHAR"


def code_of(word: words.Ranked, out: Writer, codes: str) -> str:
    """Return what stands in a list, given as SQL, where the packed reason points to."""
    packed = f"list_extract({out.sql(word.top)}, {word.rank})"
    return f"list_extract({codes}, {REASON_SLOTS} - ({packed} & {_LAST_SLOT}))"


def names(word: words.Names, out: Writer) -> str:
    """The names picked by a mask, which must not hold NULL."""
    if not word.names:
        return "[]::VARCHAR[]"
    holds = ", ".join(f"coalesce({out.bare(item)}, false)" for item in word.conditions)
    return f"list_where([{', '.join(map(literal, word.names))}], [{holds}])"
