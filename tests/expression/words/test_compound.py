import pytest

from scoring_kit.expression import words as w
from scoring_kit.expression.words import Number, Reference, Text, Type

X, B = Reference("x", Type.NUMBER), Reference("b", Type.BOOLEAN)
ONE, TWO = Number(1.0), Number(2.0)
P, Q = w.Pack(X, 0), w.Pack(X, 1)


def test_slopes_are_rises_over_runs():
    word = w.Piecewise(X, ((0.0, 100.0), (12.0, 60.0), (36.0, 0.0)))
    assert word.slopes == (-40.0 / 12.0, -2.5)


@pytest.mark.parametrize(
    ("word", "operands", "kind"),
    [
        (w.Piecewise(X, ((0.0, 1.0), (1.0, 2.0))), (X,), Type.NUMBER),
        (w.Bins(X, ((0.0, True),), (ONE, TWO)), (X, ONE, TWO), Type.NUMBER),
        (w.Lookup(X, ((ONE, Text("one")),)), (X,), Type.TEXT),
        (w.Lookup(X, ((ONE, TWO),)), (X,), Type.NUMBER),
        (P, (X,), Type.PACKED),
        (w.Top((P, Q), 1, "all"), (P, Q), Type.LIST),
        (w.Names((B,), ("out",)), (B,), Type.LIST),
    ],
    ids=lambda value: type(value).__name__,
)
def test_compound_words_know_what_they_read_and_give(word, operands, kind):
    assert (word.operands, word.type) == (operands, kind)


def test_bins_have_the_type_of_their_results():
    assert w.Bins(X, ((0.0, False),), (Text("a"), Text("b"))).type is Type.TEXT


def test_a_ranked_code_is_a_text_that_reads_the_top():
    top = w.Top((P, Q), 2, "all")
    word = w.Ranked(top, 1, ("R1", "R2"))
    assert (word.operands, word.type) == ((top,), Type.TEXT)


@pytest.mark.parametrize(
    ("keep", "least"),
    # a shortfall of one millionth at the last position packs to 1 * 4096 + 0; of 0, to 0
    [("positive", 4096), ("nonnegative", 0), ("all", None)],
)
def test_what_is_kept_begins_at_the_smallest_packed_reason(keep, least):
    assert w.Top((P,), 1, keep).least == least


def test_the_largest_packed_reason_fits_in_64_bits():
    largest = int(w.SHORTFALL_LIMIT) * w.REASON_SLOTS + w.REASON_SLOTS - 1
    assert -(2**63) < -largest < largest < 2**63
