import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.errors import DataError
from scoring_kit.report.embedding import embedded, extracted, has_whole_seal, sealed
from tests.nasty import HOSTILE, LONG, RIGHT_TO_LEFT

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text() | st.sampled_from(["</script>", "<!--", "]]>", "\u2028", "&lt;"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(PLAIN)
def test_what_is_put_into_a_page_comes_out_again(data):
    page = f"<p>before</p>{embedded(data)}<p>after</p>"
    assert extracted(page, "page") == data


@pytest.mark.parametrize("text", [HOSTILE, RIGHT_TO_LEFT, LONG, "<!--<script>"])
def test_no_text_ends_its_part_of_the_page_or_begins_another(text):
    inside = embedded({text: text})
    assert (inside.count("<"), inside.count(">"), "&" in inside) == (2, 2, False)
    assert inside.isascii()


def test_numbers_that_json_lacks_are_refused():
    with pytest.raises(ValueError, match="Out of range float"):
        embedded({"mean": float("nan")})


def test_a_page_without_figures_is_no_report():
    with pytest.raises(DataError, match="holds no figures; `write_report` writes a file that does"):
        extracted("<p>hello</p>", "page.html")


def test_a_page_with_damaged_figures_is_no_report():
    damaged = embedded({"a": 1}).replace("1", "1,")
    with pytest.raises(DataError, match="its figures cannot be read"):
        extracted(damaged, "page.html")


@pytest.mark.parametrize("change", ["", "x", "<p>one</p> ", "<p>One</p>"])
def test_a_seal_is_broken_by_any_change(change):
    page = sealed("<p>one</p>")
    assert has_whole_seal(page)
    assert not has_whole_seal(page.replace("<p>one</p>", change, 1))
    assert not has_whole_seal(page + " ")


def test_a_page_without_a_seal_has_no_whole_one():
    assert not has_whole_seal(json.dumps({}))
