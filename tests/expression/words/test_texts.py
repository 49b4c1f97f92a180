import pytest

from scoring_kit.expression import words as w
from scoring_kit.expression.words import Reference, Type

T, U = Reference("t", Type.TEXT), Reference("u", Type.TEXT)
D = Reference("d", Type.DATE)


@pytest.mark.parametrize(
    ("word", "operands", "kind"),
    [
        (w.Lower(T), (T,), Type.TEXT),
        (w.Upper(T), (T,), Type.TEXT),
        (w.Trim(T), (T,), Type.TEXT),
        (w.Length(T), (T,), Type.NUMBER),
        (w.StartsWith(T, U), (T, U), Type.BOOLEAN),
        (w.Contains(T, U), (T, U), Type.BOOLEAN),
        (w.Days(D), (D,), Type.NUMBER),
        (w.DatePart("month", D), (D,), Type.NUMBER),
    ],
    ids=lambda value: type(value).__name__,
)
def test_words_on_texts_and_dates_know_what_they_read_and_give(word, operands, kind):
    assert (word.operands, word.type) == (operands, kind)
