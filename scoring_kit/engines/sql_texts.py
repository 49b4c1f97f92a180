"""Texts of which a result has few, as ENUMs: DuckDB makes and writes numbers instead of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring_kit.engines.sql_compound import code_of
from scoring_kit.engines.sql_writer import Writer, chain, literal
from scoring_kit.expression.words import Case, Lookup, Null, Ranked, Text, Type, Word


def few_texts(word: Word) -> tuple[str, ...] | None:
    """Return the texts that a calculation can give, None where they are not known.

    One that is always NULL has the text '' of its ENUM, which it never gives.

    Examples
    --------
    >>> few_texts(Text("ok")), few_texts(Null(Type.TEXT)), few_texts(Null(Type.NUMBER))
    (('ok',), ('',), None)
    """
    if word.type is not Type.TEXT:
        return None
    texts = dict.fromkeys(_texts(word))
    # a literal with NUL is a sum of texts, which an ENUM cannot hold
    if None in texts or any("\0" in text for text in texts if text is not None):
        return None
    return tuple(text for text in texts if text is not None) or ("",)


def _texts(word: Word) -> Iterator[str | None]:
    """Yield each text, and None for a part that may give any text."""
    if isinstance(word, Text):
        yield word.value
    elif isinstance(word, Case):
        for _, result in word.branches:
            yield from _texts(result)
        yield from _texts(word.otherwise)
    elif isinstance(word, Lookup):
        for _, result in word.entries:
            yield from _texts(result)
    elif isinstance(word, Ranked):
        yield from word.codes
    elif not isinstance(word, Null):
        yield None


def enumerated(word: Word, texts: Sequence[str], out: Writer) -> str:
    """Return the SQL of a calculation that gives one of the texts, as an ENUM of them."""
    kind = f"ENUM({', '.join(map(literal, texts))})"
    return _written(word, kind, out)


def _written(word: Word, kind: str, out: Writer) -> str:
    if isinstance(word, Case):
        branches = [(out.bare(test), _written(result, kind, out)) for test, result in word.branches]
        return chain(branches, _written(word.otherwise, kind, out))
    if isinstance(word, Lookup):
        x = out.sql(word.x)
        entries = [(out.sql(key), _written(result, kind, out)) for key, result in word.entries]
        return f"CASE {x} {' '.join(f'WHEN {key} THEN {text}' for key, text in entries)} END"
    if isinstance(word, Ranked):
        return code_of(word, out, f"[{', '.join(map(literal, word.codes))}]::{kind}[]")
    return f"{out.sql(word)}::{kind}"
