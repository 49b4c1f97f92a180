"""Writing: a readable layout, changes that leave all else alone, and files that are whole."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard.source import read_source
from scoring_kit.scorecard.writing import SCHEMA_LINE, to_yaml, write_text_atomically
from scoring_kit.scorecard.writing_changes import is_same

CARD = """\
# Owner: marketing
schema: scoring-kit/1
name:   book_club   # three spaces
inputs:
  orders: {unit: pieces, special: {-99: "no_file"}}
score:
    aggregate: mean
    of:
    # what counts most
    - criterion: recency
      weight: 0.50       # by hand
      value: {piecewise: [[0, 100], [12, 60], [36, 0]]}

    - criterion: frequency
      weight: +10.50
      value: {bins: [{below: 2, value: 20}, {value: 1e2}]}
      # the end of frequency
    - criterion: taste
      value: {categories: {art: 100, 'no': 5}, other: 20}
tiers: {A: 80, B: 60}
"""


def read(text):
    source = read_source(text, name="card", format="yaml")
    assert source.problems == ()
    return source.data


def differing(before, after):
    """Return the lines that left and the lines that came."""
    old, new = before.splitlines(), after.splitlines()
    gone = [line for line in old if line not in new]
    return gone, [line for line in new if line not in old]


def criteria(data):
    return data["score"]["of"]


NEW = {
    "schema": "scoring-kit/1",
    "title": "Who buys?",
    "inputs": {"orders": {"valid": [0, 240.0], "special": {-99.0: "no_file"}}},
    "score": {
        "aggregate": "mean",
        "of": [
            {
                "criterion": "recency",
                "weight": 0.5,
                "value": {"bins": [{"below": 2, "value": 20}, {"value": 100}]},
            },
            {"criterion": "taste", "value": {"categories": {"art": 1.0, "no": 0.25}}},
        ],
    },
    "adjustments": [{"name": "loyal", "when": "subject in ('art', 'film')", "add": 5}],
}
LAID_OUT = """\
# yaml-language-server: $schema=scoring-kit.schema.json
schema: scoring-kit/1
title: Who buys?
inputs:
  orders: {valid: [0, 240], special: {-99: no_file}}
score:
  aggregate: mean
  of:
    - criterion: recency
      weight: 0.5
      value: {bins: [{below: 2, value: 20}, {value: 100}]}
    - criterion: taste
      value: {categories: {art: 1, 'no': 0.25}}
adjustments:
  - name: loyal
    when: subject in ('art', 'film')
    add: 5
"""


def test_a_new_document_is_laid_out_to_be_read():
    assert to_yaml(NEW) == LAID_OUT


MISREAD = ["no", "y", "null", "~", "1", "1e3", "012", "2024-01-01", "12:30", ".5", "true", "<<"]
MISREAD += ["", " a", "a ", "a: b", "a #b", "#a", "- a", "@a", "it's", '"a"', "a\nb", "\ta", "\x85"]


@pytest.mark.parametrize("text", MISREAD)
def test_text_that_yaml_could_misread_is_quoted(text):
    for data in ({"a": text}, {"categories": {text: 1}}, {"a": {"in": [text, "b"]}}):
        assert is_same(read(to_yaml(data)), data)


@pytest.mark.parametrize(
    ("number", "text"),
    [(10.0, "10"), (0.1, "0.1"), (1.5e-7, "1.5e-07"), (-0.0, "0"), (1e16, "1e+16"), (3, "3")],
)
def test_numbers_are_written_short(number, text):
    assert to_yaml({"a": number}) == f"{SCHEMA_LINE}\na: {text}\n"


def test_numbers_that_are_categories_are_written_in_decimals():
    assert to_yaml({"categories": {1.5e-7: 1}}).endswith("categories: {0.00000015: 1}\n")


def test_a_text_of_several_lines_stands_in_lines():
    text = to_yaml({"description": "One.\n\n  Two: #2\n", "name": "a"})
    assert text == f"{SCHEMA_LINE}\ndescription: |\n  One.\n\n    Two: #2\nname: a\n"


@pytest.mark.parametrize("data", [{"a": float("nan")}, {"a": 10**400}])
def test_numbers_that_are_not_finite_are_not_written(data):
    with pytest.raises(ScorecardError, match="not_finite"):
        to_yaml(data)


def test_what_is_no_plain_data_is_not_written():
    with pytest.raises(ScorecardError, match="convert it first"):
        to_yaml({"a": b"bytes"})


def test_a_text_that_cannot_be_read_is_not_overwritten():
    with pytest.raises(ScorecardError, match="yaml_syntax"):
        to_yaml({"a": 1}, existing="a: [1")


def test_the_same_data_leaves_every_byte():
    text = "\ufeff" + CARD.replace("\n", "\r\n")
    assert to_yaml(read(text), existing=text) == text


def test_only_the_changed_number_changes():
    data = read(CARD)
    criteria(data)[0]["weight"] = 0.4
    text = to_yaml(data, existing=CARD)
    assert text == CARD.replace("0.50       # by hand", "0.4       # by hand")


def test_an_added_and_a_removed_field_touch_their_own_lines_only():
    data = read(CARD)
    criteria(data)[1]["reason"] = "R2"
    del data["inputs"]
    gone, came = differing(CARD, to_yaml(data, existing=CARD))
    assert gone == ["inputs:", '  orders: {unit: pieces, special: {-99: "no_file"}}']
    assert came == ["      reason: R2"]


def test_a_changed_mapping_on_one_line_keeps_its_other_fields():
    data = read(CARD)
    data["tiers"] = {"S": 90, "A": 80.5}
    criteria(data)[2]["value"]["categories"]["film"] = 50
    _, came = differing(CARD, to_yaml(data, existing=CARD))
    assert came == [
        "      value: {categories: {art: 100, 'no': 5, film: 50}, other: 20}",
        "tiers: {S: 90, A: 80.5}",
    ]


def test_a_removed_criterion_leaves_the_others_and_their_comments():
    data = read(CARD)
    del criteria(data)[1]
    gone, came = differing(CARD, to_yaml(data, existing=CARD))
    assert gone == [
        "    - criterion: frequency",
        "      weight: +10.50",
        "      value: {bins: [{below: 2, value: 20}, {value: 1e2}]}",
    ]
    assert came == []


def test_criteria_are_matched_by_name_when_their_order_changes():
    data = read(CARD)
    criteria(data).reverse()
    text = to_yaml(data, existing=CARD)
    assert [item["criterion"] for item in criteria(read(text))] == ["taste", "frequency", "recency"]
    assert differing(CARD, text) == ([], [])


def test_a_new_criterion_stands_where_it_belongs():
    data = read(CARD)
    criteria(data).insert(1, {"criterion": "spend", "value": {"power": {"exponent": 2}}})
    text = to_yaml(data, existing=CARD)
    assert text == CARD.replace(
        "[36, 0]]}\n",
        "[36, 0]]}\n    - criterion: spend\n      value: {power: {exponent: 2}}\n",
    )


def test_a_value_that_grows_keeps_the_comment_with_its_key():
    text = to_yaml({"a": {"of": ["x y", {"name": "z"}]}, "b": 1}, existing="a: 5  # why\nb: 1\n")
    assert text == "a:  # why\n  of:\n    - x y\n    - name: z\nb: 1\n"


PRINTABLE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"))
TEXTS = st.sampled_from(MISREAD) | PRINTABLE.filter(
    lambda text: all(sign >= " " and not "\x7f" <= sign <= "\x9f" for sign in text)
)
LEAVES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
)
NAMES = st.sampled_from(["of", "value", "weight", "tiers", "texts", "a b", "no", "1"])


def nested(inner):
    named = st.dictionaries(NAMES, inner, max_size=3)
    items = st.lists(
        st.tuples(st.sampled_from("abcde"), named), max_size=4, unique_by=lambda item: item[0]
    )
    return st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(NAMES | TEXTS, inner, max_size=4),
        items.map(lambda found: [{"criterion": name, **rest} for name, rest in found]),
        st.fixed_dictionaries({"in": st.lists(st.integers() | st.floats(0, 1), max_size=3)}),
        st.fixed_dictionaries({"categories": st.dictionaries(st.floats(-9, 9), inner, max_size=3)}),
    )


DOCUMENTS = st.dictionaries(NAMES, st.recursive(LEAVES, nested, max_leaves=15), max_size=4)


@pytest.mark.parametrize("empty", [[], {}])
def test_what_is_empty_is_written_after_the_longest_key(empty):
    data = {"categories": {"a" * 150: empty}, "in": [{"b" * 150: empty}]}
    assert read(to_yaml(data)) == data


@given(DOCUMENTS)
def test_what_is_written_reads_back(data):
    assert is_same(read(to_yaml(data)), data)


@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_what_is_changed_reads_back(old, new, comments):
    existing = to_yaml(old)
    if comments:
        existing = "# first\n" + existing.replace("\n", "\r\n") + "# last"
    text = to_yaml({**old, **new}, existing=existing)
    assert is_same(read(text), {**old, **new})
    assert not comments or not old or text.startswith("# first\n")


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "card.yaml"
    write_text_atomically(path, "name: é\n")
    assert path.read_bytes() == "name: é\n".encode()
    assert os.listdir(tmp_path) == ["card.yaml"]


def test_an_unchanged_file_is_not_touched(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text("name: a\n")
    os.utime(path, ns=(1, 1))
    write_text_atomically(str(path), "name: a\n")
    assert path.stat().st_mtime_ns == 1


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "card.yaml"
    path.write_text("name: old\n")

    def fail(handle):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text_atomically(path, "name: new\n")
    assert (os.listdir(tmp_path), path.read_text()) == (["card.yaml"], "name: old\n")


def test_permissions_and_links_stay(tmp_path):
    path, link = tmp_path / "card.yaml", tmp_path / "link.yaml"
    path.write_text("name: old\n")
    path.chmod(0o640)
    link.symlink_to(path)
    write_text_atomically(link, "name: new\n")
    assert (link.is_symlink(), path.read_text()) == (True, "name: new\n")
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o640
