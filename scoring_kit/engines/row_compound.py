"""The compound words as Python expressions for the row engine."""

from __future__ import annotations

from scoring_kit.engines.base import pieces
from scoring_kit.engines.row_writer import Writer, constant, null_of, number
from scoring_kit.expression import words
from scoring_kit.expression.words import REASON_SLOTS, SHORTFALL_LIMIT

_LAST_SLOT = REASON_SLOTS - 1


def piecewise(word: words.Piecewise, out: Writer) -> str:
    """A chain of comparisons from left to right."""
    x = out.atom(word.x)
    branches: list[tuple[str, str]] = []
    for piece in pieces(word):
        test = f"{x} == {x}" if piece.below is None else f"{x} < {number(piece.below)}"
        line = number(piece.y)
        if piece.slope:
            line += f" + {number(piece.slope)} * ({x} - {number(piece.x)})"
        branches.append((test, line))
    return out.chain(branches, "nan")


def bins(word: words.Bins, out: Writer) -> str:
    """A chain of comparisons from left to right."""
    x = out.atom(word.x)
    tests = [f"{x} {'<=' if closed else '<'} {number(edge)}" for edge, closed in word.edges]
    results = [out.value(result) for result in word.results]
    return out.chain(list(zip([*tests, f"{x} == {x}"], results, strict=True)), null_of(word))


def lookup(word: words.Lookup, out: Writer) -> str:
    """A dictionary, made once."""
    entries = {constant(key): constant(result) for key, result in word.entries}
    return f"{out.constant(entries)}.get({out.value(word.x)}, {null_of(word)})"


def pack(word: words.Pack, out: Writer) -> str:
    """The floor is taken after the limits, which are whole numbers."""
    q = held = out.local(f"({out.value(word.shortfall)} * 1e6 + 0.5)")
    if not word.is_small:
        limit = repr(SHORTFALL_LIMIT)
        held = f"({limit} if {q} > {limit} else -{limit} if {q} < -{limit} else {q})"
    packed = f"floor({held}) * {REASON_SLOTS} + {_LAST_SLOT - word.position}"
    return f"({packed} if {q} == {q} else None)"


def top(word: words.Top, out: Writer) -> str:
    """The kept ones sorted, as few of many are kept."""
    values = ", ".join(out.value(item) for item in word.items)
    is_kept = "x is not None" if word.least is None else f"x is not None and x >= {word.least}"
    kept = f"[x for x in ({values},) if {is_kept}]" if values else "[]"
    return f"sorted({kept}, reverse=True)[:{word.count}]"


def ranked(word: words.Ranked, out: Writer) -> str:
    """The code that the lowest bits of the packed reason point to."""
    top, codes = out.atom(word.top), out.constant(word.codes)
    code = f"{codes}[{_LAST_SLOT} - ({top}[{word.rank - 1}] & {_LAST_SLOT})]"
    return f"({code} if {top} and len({top}) >= {word.rank} else None)"


def names(word: words.Names, out: Writer) -> str:
    """The names picked by a mask."""
    if not word.names:
        return "[]"
    holds = ", ".join(out.condition(item).true() for item in word.conditions)
    return f"list(compress({out.constant(word.names)}, ({holds},)))"
