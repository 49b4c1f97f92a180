"""A plan as the text of one SELECT for DuckDB: a CTE per step, a line per calculation.

No user text reaches the statement but through `quote_identifier` and `literal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring_kit.compiler.plan import Let, Plan
from scoring_kit.engines.sql_texts import enumerated, few_texts
from scoring_kit.engines.sql_words import LOOSE, WORDS
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Reference, Word

__all__ = ["literal", "quote_identifier", "select_statement"]

_FIRST_STEP = "read_columns"
_LONGEST_REPEATED = 120
"""Longer operands that a word mentions twice get a name, or nested words would explode."""
_MOST_LINES = 500
"""Calculations up to which each step takes over all of the one before."""


def select_statement(
    plan: Plan,
    *,
    relation: str,
    sources: Mapping[str, str],
    keys: Sequence[str] = (),
    few_as_enums: bool = False,
) -> str:
    """Return one SELECT that calculates the plan's outputs for each row of a relation.

    Parameters
    ----------
    relation
        What stands after FROM: a quoted table name or a table function, as SQL.
    sources
        For each column of the plan, the SQL of its canonical form, over alias `source`.
    keys
        Columns of the relation that come first in the result, as they are.
    few_as_enums
        Whether outputs that can only be certain texts are ENUMs of them, which are faster.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Plan
    >>> print(select_statement(Plan((), (), ()), relation="t", sources={}, keys=["id"]))
    WITH read_columns AS NOT MATERIALIZED (
      SELECT
        source."id" AS "key id"
      FROM t AS source
    )
    SELECT
      "key id" AS "id"
    FROM read_columns
    """
    statement = _Statement(plan, sources, keys, _enums(plan) if few_as_enums else {})
    first = [(name, f"source.{quote_identifier(key)}") for key, name in statement.keys.items()]
    first += [(name, sources[column]) for column, name in statement.columns.items()]
    layers = [_Layer(_FIRST_STEP, first or [("row", "0")], set())]
    for step in plan.steps:
        layers += statement.layers(step.name, step.lets)
    result = [(key, quote_identifier(name)) for key, name in statement.keys.items()]
    result += [(item.name, statement.lets[item.reference.name]) for item in plan.outputs]
    carried = _carried(layers, {sql for _, sql in result})
    origins = [f"{relation} AS source", *(layer.name for layer in layers)]
    steps = [
        f"{layer.name} AS NOT MATERIALIZED (\n{_select(layer.lines, origin, names, '  ')}\n)"
        for layer, names, origin in zip(layers, carried, origins, strict=False)
    ]
    return f"WITH {', '.join(steps)}\n{_select(result or [('row', '0')], origins[-1])}"


def _enums(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the texts of each output that has few, by the calculation that nothing else reads."""
    wanted = {output.reference.name for output in plan.outputs}
    lets = [let for step in plan.steps for let in step.lets]
    read = {word.name for let in lets for word in let.reads if isinstance(word, Reference)}
    found = {let.name: few_texts(let.word) for let in lets if let.name in wanted - read}
    return {name: texts for name, texts in found.items() if texts is not None}


@dataclass(frozen=True, slots=True)
class _Layer:
    """A CTE: its name, what it calculates as (name, SQL), and the names that its step reads."""

    name: str
    lines: list[tuple[str, str]]
    reads: set[str]


def _carried(layers: Sequence[_Layer], wanted: set[str]) -> list[list[str]]:
    """Return what each layer takes over from the one before, beside what it calculates.

    That is everything (`*`) in plans that a reader may look at. DuckDB binds each name that
    stands there, so that wide plans name only what is still to be read.
    """
    if sum(len(layer.lines) for layer in layers) <= _MOST_LINES:
        return [[], *(["*"] for _ in layers[1:])]
    made = [[quote_identifier(name) for name, _ in layer.lines] for layer in layers]
    carried: list[list[str]] = []
    for place in reversed(range(len(layers))):
        before = [name for names in made[:place] for name in names]
        carried.append([name for name in before if name in wanted])
        wanted = wanted | layers[place].reads
    return carried[::-1]


class _Statement:
    """The names of one statement. DuckDB ignores case in names, so none differ by case only."""

    def __init__(
        self,
        plan: Plan,
        sources: Mapping[str, str],
        keys: Iterable[str],
        enums: Mapping[str, Sequence[str]],
    ) -> None:
        missing = [column.name for column in plan.columns if column.name not in sources]
        if missing:
            raise ValueError(f"no SQL is given for the columns {missing}")
        self._enums = enums
        self._taken: set[str] = {"row"}
        self.keys = {key: self.unused(f"key {key}") for key in keys}
        self.columns = {c.name: self.unused(f"column {c.name}") for c in plan.columns}
        self.lets: dict[str, str] = {}

    def unused(self, name: str) -> str:
        """Return the name, numbered if the statement has it already, and take it."""
        candidate, number = name, 2
        while candidate.casefold() in self._taken:
            candidate, number = f"{name} {number}", number + 1
        self._taken.add(candidate.casefold())
        return candidate

    def layers(self, step: str, lets: Sequence[Let]) -> list[_Layer]:
        """Return the CTEs of a step: those of its shared parts, then its own."""
        scope = Scope(self)
        lines = [
            (self.unused(let.name), scope.calculation(let.word, self._enums.get(let.name)))
            for let in lets
        ]
        self.lets.update(
            (let.name, quote_identifier(name)) for let, (name, _) in zip(lets, lines, strict=True)
        )
        names = [f"{step}_part_{number}" for number in range(1, len(scope.shared) + 1)]
        return [
            _Layer(name, part, scope.reads)
            for name, part in zip([*names, step], [*scope.shared, lines], strict=True)
        ]


class Scope:
    """Where the words of one step are written: its names and the parts it shares.

    A part that stands in several places becomes a column of an earlier CTE; `shared` holds
    those CTEs, each reading the one before.
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        self._level = 0
        self._parts: dict[str, tuple[str, int]] = {}
        self.shared: list[list[tuple[str, str]]] = []
        self.reads: set[str] = set()

    def calculation(self, word: Word, texts: Sequence[str] | None = None) -> str:
        """Return the SQL of a whole calculation, as an ENUM where its texts are given."""
        self._level = 0
        return self.bare(word) if texts is None else enumerated(word, texts, self)

    def sql(self, word: Word) -> str:
        """Return the SQL of a word as an operand."""
        text = self.bare(word)
        return f"({text})" if type(word) in LOOSE else text

    def bare(self, word: Word) -> str:
        """Return the SQL of a word that stands alone, between commas or keywords."""
        return WORDS[type(word)](word, self)

    def column(self, name: str) -> str:
        """Return a column of the table in its canonical form."""
        return self._read(quote_identifier(self._statement.columns[name]))

    def reference(self, name: str) -> str:
        """Return the result of an earlier calculation."""
        return self._read(self._statement.lets[name])

    def _read(self, name: str) -> str:
        self.reads.add(name)
        return name

    def repeatable(self, word: Word) -> str:
        """Return the SQL of a word that may stand in several places."""
        outside, self._level = self._level, 0
        text = self.bare(word)
        if len(text) > _LONGEST_REPEATED:
            text = self.part(text)
        elif type(word) in LOOSE:
            text = f"({text})"
        self._level = max(outside, self._level)
        return text

    def part(self, text: str) -> str:
        """Calculate the SQL in an earlier CTE, once, and return the name of its column."""
        if text not in self._parts:
            if self._level == len(self.shared):
                self.shared.append([])
            name = self._statement.unused("part")
            self.shared[self._level].append((name, text))
            self._parts[text] = (quote_identifier(name), self._level + 1)
        name, level = self._parts[text]
        self._level = max(self._level, level)
        return self._read(name)


def _select(
    lines: Sequence[tuple[str, str]], origin: str, carried: Sequence[str] = (), indent: str = ""
) -> str:
    items = [*carried, *(f"{sql} AS {quote_identifier(name)}" for name, sql in lines)]
    body = ",\n".join(f"{indent}  {item}" for item in items)
    return f"{indent}SELECT\n{body}\n{indent}FROM {origin}"
