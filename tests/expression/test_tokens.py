import re

import pytest

from scoring_kit.errors import ExpressionError
from scoring_kit.expression.tokens import Token, scan


def test_text_splits_into_tokens_with_their_places():
    assert list(scan("a >= 'b c'")) == [
        Token("word", "a", 1),
        Token("sign", ">=", 3),
        Token("text", "'b c'", 6),
        Token("end", "", 11),
    ]


@pytest.mark.parametrize("text", ["0", "12", "1.5", ".5", "1.", "1e3", "1.5E-3", "2e+10"])
def test_numbers_are_one_token(text):
    assert [token.text for token in scan(text)] == [text, ""]


@pytest.mark.parametrize("text", ["'it''s'", "''", "''''", '"a""b"', "'\n\t'", "'é∞'"])
def test_quotes_are_doubled_inside_quotes(text):
    assert [token.text for token in scan(text)] == [text, ""]


@pytest.mark.parametrize("text", ["'", "'a''", '"a', "'a\"", "a'"])
def test_quotes_must_close(text):
    with pytest.raises(ExpressionError, match="has no closing"):
        list(scan(text))


@pytest.mark.parametrize("sign", ["--", "/*", "||", "::", "->", ";", "%", "[", "{{", "$$", "\\"])
def test_other_signs_are_named(sign):
    with pytest.raises(ExpressionError, match=re.escape(f"{sign} at character 3 is not allowed")):
        list(scan(f"a {sign} b"))


@pytest.mark.parametrize(
    ("sign", "words"), [("&&", "write and"), ("|", "write or"), ("!", "write not")]
)
def test_signs_of_other_languages_come_with_the_word_to_write(sign, words):
    with pytest.raises(ExpressionError, match=f"is not allowed: {words}$"):
        list(scan(f"a {sign} b"))
