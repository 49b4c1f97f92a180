import pytest

from scoring_kit.display.markup import breaking, element, join, said, some, text


def test_texts_are_escaped_in_content_and_in_attributes():
    written = element("td", '<b>"A" & B</b>', title='" onclick="x')
    assert written == (
        '<td title="&quot; onclick=&quot;x">&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;</td>'
    )


def test_markup_is_put_in_as_it_is_once():
    assert element("p", element("b", "a < b")) == "<p><b>a &lt; b</b></p>"


def test_a_text_made_of_markup_is_escaped_again():
    assert element("p", f"{element('b', 'x')}!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"


def test_what_is_no_text_in_html_becomes_a_replacement_sign():
    assert text("a\x00b\ud800c\x1bd\te") == "a\ufffdb\ufffdc\ufffdd\te"


@pytest.mark.parametrize("turn", ["\u202e", "\u202b", "\u2067"])
def test_what_turns_the_direction_of_text_is_shown_and_turns_nothing(turn):
    assert text(f"a {turn}b") == "a \ufffdb"


def test_names_of_elements_are_checked():
    with pytest.raises(ValueError, match="no name of an element"):
        element("b onclick=x")


def test_attributes_and_children_that_are_none_are_left_out():
    assert element("p", None, "x", class_=None) == "<p>x</p>"


def test_separators_are_escaped_too():
    assert join(["a", "b"], " & ") == "a &amp; b"


def test_long_texts_are_cut_and_their_whole_stands_in_the_title():
    assert said("abcdef", limit=3) == '<bdi title="abcdef">abc…</bdi>'


def test_names_break_after_underscores_and_stay_escaped():
    assert breaking("a_b__c_ <d_e>") == "a_<wbr>b__<wbr>c_ &lt;d_<wbr>e&gt;"


@pytest.mark.parametrize(
    ("words", "is_long"),
    [("x" * 20, False), ("x" * 21, True), ("a few words that go on", False), ("x_" * 30, False)],
)
def test_words_that_may_have_to_be_broken_are_marked(words, is_long):
    assert said(words).startswith('<bdi class="long">') is is_long


def test_even_the_title_has_an_end():
    assert len(said("x" * 10**6)) < 3_000


@pytest.mark.parametrize(("length", "shown", "left"), [(3, 3, 0), (4, 4, 0), (5, 3, 2)])
def test_a_single_one_too_many_is_shown_rather_than_counted(length, shown, left):
    kept, rest = some(range(length), 3)
    assert (len(kept), rest) == (shown, left)
