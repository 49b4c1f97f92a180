"""Random plans that are well typed: every word, in any company that the vocabulary allows."""

from hypothesis import strategies as st

from scoring_kit.compiler.plan import Output, PlanBuilder
from scoring_kit.expression import words as w
from scoring_kit.expression.words import Type
from tests.engines.hostile import COLUMNS, POOLS

NUMBERS = sorted(
    {v + 0.0 for v in POOLS["double"][3] if v is not None and v == v and abs(v) < 1e300}
    | {3.0, -7.25, 100.0, 1e-3, 2.0, 1e6}
)
TEXTS = [text for text in POOLS["text"][3] if text is not None] + ["zz", "x", "'", '"', "\\n"]
ARITHMETIC = (w.Add, w.Subtract, w.Multiply, w.Divide, w.Power)
UNARY = (
    w.Negate, w.Absolute, w.Floor, w.Ceiling, w.SquareRoot, w.Ln, w.Exp,
)  # fmt: skip
SEVERAL = (w.Least, w.Greatest, w.LeastPresent, w.GreatestPresent)
STAGES = ("derived", "criterion_values", "score", "reasons")


class Maker:
    """Draws words. Comparisons and choices get finite operands only, as words.py demands."""

    def __init__(self, draw):
        self.draw = draw
        self.known = {kind: [] for kind in Type}

    def one_of(self, items):
        return self.draw(st.sampled_from(items))

    def some(self, low, high):
        return range(self.draw(st.integers(low, high)))

    def word(self, kind, depth):
        return getattr(self, kind.value)(depth)

    def leaf(self, kind):
        columns = [c for c in COLUMNS.values() if c.kind is kind]
        choices = [*(c if c.finite else w.Finite(c) for c in columns), *self.known[kind]]
        choices += [w.Null(kind), *self.known[kind], *LITERALS.get(kind, ())]
        return self.one_of(choices)

    def number(self, depth):
        """A number that is finite or NULL."""
        if depth <= 0:
            return self.leaf(Type.NUMBER)
        forms = (
            self.leaf_number, self.arithmetic, self.arithmetic, self.several, self.piecewise,
            self.number_lookup, self.date_part, self.length,
        )  # fmt: skip
        make = self.one_of((*forms, self.choice, self.bins))
        return make(depth - 1, Type.NUMBER) if make in (self.choice, self.bins) else make(depth - 1)

    def leaf_number(self, depth):
        return self.leaf(Type.NUMBER)

    def arithmetic(self, depth):
        return w.Finite(self.loose(depth))

    def loose(self, depth):
        """Arithmetic that may overflow or be NaN in between."""
        if depth <= 0:
            return self.leaf(Type.NUMBER)
        if self.draw(st.booleans()):
            return self.one_of(ARITHMETIC)(self.loose(depth - 1), self.loose(depth - 1))
        return self.one_of(UNARY)(self.loose(depth - 1))

    def several(self, depth):
        return self.one_of(SEVERAL)(tuple(self.number(depth) for _ in self.some(1, 4)))

    def piecewise(self, depth):
        size = self.draw(st.integers(2, 6))
        xs = sorted(self.draw(st.lists(st.sampled_from(NUMBERS), min_size=size, max_size=size,
                                       unique=True)))  # fmt: skip
        knots = tuple((x, self.one_of(NUMBERS)) for x in xs)
        return w.Finite(w.Piecewise(self.number(depth), knots, self.draw(st.booleans())))

    def number_lookup(self, depth):
        return self.lookup(depth, Type.NUMBER)

    def lookup(self, depth, kind):
        key = self.one_of((Type.TEXT, Type.TEXT, Type.NUMBER, Type.BOOLEAN))
        pool = LITERALS[key]
        keys = self.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=5, unique_by=id))
        entries = tuple((k, self.one_of(LITERALS[kind])) for k in keys)
        return w.Lookup(self.word(key, depth), entries)

    def date_part(self, depth):
        if self.draw(st.booleans()):
            return w.Days(self.date(depth))
        return w.DatePart(self.one_of(("year", "month", "day")), self.date(depth))

    def length(self, depth):
        return w.Length(self.text(depth))

    def choice(self, depth, kind):
        if self.draw(st.booleans()):
            return w.Coalesce(tuple(self.word(kind, depth) for _ in self.some(1, 3)))
        branches = tuple((self.boolean(depth), self.word(kind, depth)) for _ in self.some(0, 3))
        return w.Case(branches, self.word(kind, depth))

    def bins(self, depth, kind):
        edges = sorted(
            self.draw(
                st.lists(
                    st.tuples(st.sampled_from(NUMBERS), st.booleans()), max_size=5, unique=True
                )
            )
        )
        results = tuple(self.word(kind, min(depth, 1)) for _ in range(len(edges) + 1))
        return w.Bins(self.number(depth), tuple(edges), results)

    def text(self, depth):
        if depth <= 0:
            return self.leaf(Type.TEXT)
        form = self.one_of(("leaf", "change", "choice", "lookup", "ranked", "bins"))
        if form == "change":
            return self.one_of((w.Lower, w.Upper, w.Trim))(self.text(depth - 1))
        if form == "ranked":
            codes = tuple(f"R{number}" for number in range(8))
            return w.Ranked(self.list(depth - 1), self.draw(st.integers(1, 4)), codes)
        if form == "leaf":
            return self.leaf(Type.TEXT)
        return getattr(self, form)(depth - 1, Type.TEXT)

    def date(self, depth):
        if depth <= 0 or self.draw(st.booleans()):
            return self.leaf(Type.DATE)
        return self.choice(depth - 1, Type.DATE)

    def boolean(self, depth):
        if depth <= 0:
            return self.leaf(Type.BOOLEAN)
        make = self.one_of((self.compare, self.compare, self.logic, self.member, self.missing,
                            self.text_test, self.leaf_boolean, self.boolean_choice))  # fmt: skip
        return make(depth - 1)

    def leaf_boolean(self, depth):
        return self.leaf(Type.BOOLEAN)

    def boolean_choice(self, depth):
        return self.choice(depth, Type.BOOLEAN)

    def compare(self, depth):
        kind = self.one_of((Type.NUMBER, Type.NUMBER, Type.TEXT, Type.DATE, Type.BOOLEAN))
        op = self.one_of(("=", "<>", "<", "<=", ">", ">="))
        return w.Compare(op, self.word(kind, depth), self.word(kind, depth))

    def logic(self, depth):
        if self.draw(st.integers(0, 3)) == 0:
            return w.Not(self.boolean(depth))
        return self.one_of((w.And, w.Or))(tuple(self.boolean(depth) for _ in self.some(0, 3)))

    def member(self, depth):
        kind = self.one_of((Type.NUMBER, Type.TEXT, Type.DATE, Type.BOOLEAN))
        choices = self.draw(st.lists(st.sampled_from(LITERALS[kind]), max_size=4))
        return w.In(self.word(kind, depth), tuple(choices))

    def missing(self, depth):
        column = self.one_of(list(COLUMNS.values()))
        if not column.finite and self.draw(st.booleans()):
            if self.draw(st.booleans()):
                # it may be NULL or false, so it only stands where that makes no difference
                return w.Case(((w.IsFinite(column), w.Truth(True)),), w.Truth(False))
            return w.IsInfinite(column)
        kind = self.one_of((Type.NUMBER, Type.TEXT, Type.DATE, Type.BOOLEAN))
        return w.IsMissing(self.one_of((column, self.word(kind, depth))))

    def text_test(self, depth):
        return self.one_of((w.StartsWith, w.Contains))(self.text(depth), self.text(depth))

    def packed(self, depth, position):
        shortfall, is_small = self.number(depth), self.draw(st.booleans())
        if is_small:
            shortfall = w.Least((w.Greatest((shortfall, w.Number(-1e6))), w.Number(1e6)))
        pack = w.Pack(shortfall, position, is_small)
        if self.draw(st.booleans()):
            return pack
        return w.Case(((self.boolean(depth), pack),), w.Null(Type.PACKED))

    def list(self, depth):
        known = self.known[Type.LIST]
        if known and self.draw(st.booleans()):
            return self.one_of(known)
        items = tuple(self.packed(min(depth, 1), position) for position in self.some(0, 8))
        keep = self.one_of(("positive", "nonnegative", "all"))
        return w.Top(items, self.draw(st.integers(1, 10)), keep)

    def names(self, depth):
        conditions = tuple(self.boolean(depth) for _ in self.some(0, 4))
        return w.Names(conditions, tuple(f"n'{number}" for number in range(len(conditions))))


LITERALS = {
    Type.NUMBER: [w.Number(value) for value in NUMBERS],
    Type.TEXT: [w.Text(text) for text in TEXTS],
    Type.BOOLEAN: [w.Truth(True), w.Truth(False)],
    Type.DATE: [w.Date(days) for days in (-719162, 2932896, 0, -1, 19782)],
}
KINDS = (Type.NUMBER, Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE, Type.LIST)


@st.composite
def plans(draw):
    """Draw a plan of a few calculations that read each other, all of them outputs."""
    maker, builder, outputs = Maker(draw), PlanBuilder(), []
    for stage in STAGES:
        for number in maker.some(1, 3):
            kind, name = maker.one_of(KINDS), f"{stage} {number}"
            reference = builder.let(stage, name, maker.word(kind, maker.one_of((1, 2, 3, 4))))
            outputs.append(Output(name, w.Reference(name, reference.kind)))
            if isinstance(reference, w.Reference) and reference.name == name:
                maker.known[kind].append(reference)
            else:
                outputs.pop()
    names = builder.let("result", "names", maker.names(2))
    packed = builder.let("result", "packed", maker.packed(2, 7))
    return builder.build([*outputs, Output("names", names), Output("packed", packed)])
