"""Reading: what unquoted text means, what is refused, and that nothing makes it fall over."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring_kit.scorecard.source import SOURCE_CODES, read_source
from scoring_kit.scorecard.source_scalars import resolve


def read(text, format="yaml"):
    return read_source(text, name="card", format=format)


def codes(text, format="yaml"):
    return [problem.code for problem in read(text, format).problems]


# What the YAML 1.2 core schema says (yaml.org/spec/1.2.2, section 10.3.2).
CORE = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "FALSE": False,
    "no": "no",
    "y": "y",
    "0": 0,
    "-19": -19,
    "+12": 12,
    "1.50": 1.5,
    ".5": 0.5,
    "1e3": 1000.0,
    "-2E+05": -200000.0,
    "2024-01-01": "2024-01-01",
    "art": "art",
    "$as_of": "$as_of",
}


@pytest.mark.parametrize(("text", "value"), CORE.items())
def test_unquoted_values_follow_the_core_schema(text, value):
    found = read(f"a: {text}").data["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["012", "-007.5", "0x1F", "0o17", "0b11", "1_000", "12:30:45"])
def test_numbers_that_readers_differ_on_are_ambiguous(text):
    assert codes(f"a: {text}") == ["ambiguous_number"]


@pytest.mark.parametrize("text", [".nan", ".inf", "-.Inf", "1e999", "9" * 400])
def test_numbers_that_are_not_finite_are_refused(text):
    assert codes(f"a: {text}") == ["not_finite"]


def test_an_integer_beyond_the_precision_of_a_double_is_the_nearest_double():
    found = read("a: 9007199254740993").data["a"]
    assert (found, type(found)) == (9007199254740992.0, float)


DOUBTFUL = ["yes", "No", "on", "off", "y", "N", "null", "~", "1e3", "0x1F", "012", "12:30:45"]
DOUBTFUL += ["2024-01-01", ".5", "+5", "TRUE", "1_000", "5."]


@pytest.mark.parametrize("text", DOUBTFUL)
@pytest.mark.parametrize(
    "place", ["categories: {%s: 1}", "in: [%s]", "special: {%s: 1}", "special: [{code: %s}]"]
)
def test_category_values_that_readers_differ_on_need_quotes(text, place):
    assert codes(place % text) == ["unquoted_text"]
    assert codes(place % f"'{text}'") == []


@pytest.mark.parametrize("place", ["tiers: {no: 1}", "reasons: {texts: {on: Late}}"])
def test_names_of_tiers_and_reasons_that_readers_differ_on_need_quotes(place):
    assert codes(place) == ["unquoted_text"]


def test_category_and_special_keys_may_be_numbers_and_booleans():
    data = read("a: {categories: {1: 10, 2.5: 20, '3': 30}, special: {-99: x, true: y}}").data
    assert data == {
        "a": {"categories": {1: 10, 2.5: 20, "3": 30}, "special": {-99: "x", True: "y"}}
    }
    assert [type(key) for key in data["a"]["special"]] == [int, bool]


@pytest.mark.parametrize(
    ("text", "code", "line", "place"),
    [
        ("a: &x 1\n", "anchor", 1, "a"),
        ("b: 1\na: *x\n", "anchor", 2, "a"),
        ("a:\n  - !!str 5", "tag", 2, "a.0"),
        ("--- !x\na: 1", "tag", 1, ""),
        ("a: {b: 1}\nc:\n  <<: {b: 2}", "merge_key", 3, "c.<<"),
        ("a: 1\nb: 2\na: 3", "duplicate_key", 3, "a"),
        ("categories: {1: a, 1.0: b}", "duplicate_key", 1, "categories.1.0"),
        ("a:\n  1: b", "key_not_text", 2, "a.1"),
        ("tiers: {1: 2}", "key_not_text", 1, "tiers.1"),
        ("? [a]\n: 1", "key_not_text", 1, ""),
        ("? {a: b}\n: 1", "key_not_text", 1, ""),
        ("a: 1\n---\nb: 2", "several_documents", 2, ""),
        ("\n# nothing\n", "empty_document", 1, ""),
        ("- a", "not_a_mapping", 1, ""),
        ("just text", "not_a_mapping", 1, ""),
        ("a: 1\nb: \x07", "control_character", 2, ""),
        ('a: "\\0"', "control_character", 1, "a"),
        ('a: "\\ud800"', "not_utf8", 1, "a"),
        ("a: \ud800", "not_utf8", 1, ""),
        (b"a: 1\nb: \xff", "not_utf8", 2, ""),
        ("%YAML 1.1\n---\na: 1", "yaml_syntax", 1, ""),
        ("a: 1\nb: [1, 2\n", "yaml_syntax", 3, ""),
        ("a:\n\tb: 1", "yaml_syntax", 2, ""),
        ("a: 'b' = c", "yaml_syntax", 1, ""),
        ("a: b: c", "yaml_syntax", 1, ""),
        ("a: @b", "yaml_syntax", 1, ""),
    ],
)
def test_yaml_that_is_refused_has_code_line_and_place(text, code, line, place):
    (problem,) = read(text).problems
    assert (problem.code, problem.line, problem.place) == (code, line, place)


@pytest.mark.parametrize(
    ("text", "code", "line", "place"),
    [
        ('{"a": 1,\n "a": 2}', "duplicate_key", 2, "a"),
        ('{"a": [1, NaN]}', "not_finite", 1, "a.1"),
        ('{"a": -Infinity}', "not_finite", 1, "a"),
        ('{"a": 1e999}', "not_finite", 1, "a"),
        ('{"a": "\\ud800"}', "not_utf8", 1, "a"),
        ('{"a": "\\u0000"}', "control_character", 1, "a"),
        ("[1]", "not_a_mapping", 1, ""),
        ('{"a": 1,}', "json_syntax", 1, ""),
        ("{'a': 1}", "json_syntax", 1, ""),
        ('{"a": 1\n "b": 2}', "json_syntax", 2, ""),
        ('{"a": 012}', "json_syntax", 1, ""),
        ('{"a": 1} // done', "json_syntax", 1, ""),
        ('{"a": "\\x"}', "json_syntax", 1, ""),
        ("", "json_syntax", 1, ""),
    ],
)
def test_json_that_is_refused_has_code_line_and_place(text, code, line, place):
    (problem,) = read(text, "json").problems
    assert (problem.code, problem.line, problem.place) == (code, line, place)


def test_numeric_keys_are_text_in_json():
    assert read('{"categories": {"1": 2}, "in": ["no", 1e3]}', "json").data == {
        "categories": {"1": 2},
        "in": ["no", 1000.0],
    }


@pytest.mark.parametrize(
    "text",
    [
        "{when: a in ('x', 'y'), add: 5}",
        "{when: a in (1, 2), add: 5}",
        "{value: least(a, 5)}",
        "{when: a = 'x, y', add: 5}",
    ],
)
def test_an_expression_that_a_comma_splits_is_named(text):
    (problem,) = read(f"b: {text}").problems
    assert problem.code == "split_expression"
    assert "quote the expression" in problem.message


@pytest.mark.parametrize(
    "text", ['{when: "a in (1, 2)", add: 5}', "{a, b}", "{a: f(x), b}", "{a: it's, b: 1}"]
)
def test_other_flow_mappings_are_no_split_expressions(text):
    assert codes(f"b: {text}") == []


def test_all_problems_are_found_at_once():
    text = "a: &x 1\na: 012\nb: {when: f(1, 2), c: .nan}\ncategories: {no: 1}\nd: [1"
    assert codes(text) == [
        "anchor",
        "duplicate_key",
        "ambiguous_number",
        "split_expression",
        "not_finite",
        "unquoted_text",
        "yaml_syntax",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c", "column 5: a colon with a space"),
        ("a:\n\tb: 1", "indent with spaces"),
        ('a: "b\nc: d', "closing quote"),
        ("a: {b: 1\nc: 2", "comma or the closing }"),
        ("a: [b: 1\nc: 2", "comma or the closing ]"),
        ("a: %b", "put it in quotes"),
        ("a: 'b' = c", "quote the whole of it"),
    ],
)
def test_syntax_errors_say_in_plain_words_what_to_do(text, words):
    (problem,) = read(text).problems
    assert words in problem.message


def test_lines_are_known_by_path():
    source = read("\ufeffa: 1\r\nb:\r\n  - c: 2\r\n  - {d: 3}\r\ncategories:\r\n  -99: x\r\n")
    assert source.problems == ()
    assert source.lines == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 0, "c"): 3,
        ("b", 1): 4,
        ("b", 1, "d"): 4,
        ("categories",): 5,
        ("categories", "-99"): 6,
    }


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_thirty_two_levels_are_read_and_thirty_three_are_not(format):
    def nested(levels):
        return '{"a": ' * levels + "1" + "}" * levels

    assert codes(nested(32), format) == []
    assert codes(nested(33), format) == ["too_deep"]


@pytest.mark.parametrize("format", ["yaml", "json"])
@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000])
def test_a_hundred_thousand_brackets_are_too_deep(text, format):
    assert codes(text, format) == ["too_deep"]


@pytest.mark.parametrize("text", ["- " * 100_000, "? " * 100_000])
def test_a_hundred_thousand_dashes_are_too_deep(text):
    assert codes(text) == ["too_deep"]


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_one_mebibyte_is_read_and_one_byte_more_is_not(format):
    text = '{"a": "%s"}' % ("x" * (2**20 - 9))
    assert codes(text, format) == []
    assert codes(text + " ", format) == ["too_large"]
    assert codes(f"{text} ".encode(), format) == ["too_large"]


@pytest.mark.parametrize(("format", "count"), [("yaml", 60_001), ("json", 200_001)])
def test_too_many_entries_are_too_large(format, count):
    assert "too_large" in codes('{"a": [' + "1," * count + "1]}", format)


def test_aliases_cannot_multiply():
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    assert set(codes("\n".join(lines))) == {"anchor"}


YAML_BITS = ["a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "{", "}", "[", "]", ",", "'", '"', "\\x"]
YAML_BITS += ["\\U0011", "&a ", "*a", "!!str ", "!<", "%TAG", "---", "...", "|", ">-", "|+2", "#"]
YAML_BITS += ["\t", "\r", "\x85", "\u2028", "\ufeff", "@", "`", "012", ".nan", "1e999", "<<: "]
YAML_BITS += ["categories: ", "in: ", "special: ", "when: f(1,", "null", '"\\ud800"', "\x00"]


@given(st.one_of(st.text(), st.binary(), st.lists(st.sampled_from(YAML_BITS)).map("".join)))
@example('a: "\\U00110000"')
@example("\ud800")
def test_any_input_gives_data_or_documented_problems(text):
    for format in ("yaml", "json"):
        source = read(text, format)
        assert source.problems or isinstance(source.data, dict)
        assert {problem.code for problem in source.problems} <= set(SOURCE_CODES)
        assert all(str(problem).isprintable() for problem in source.problems)


def values(leaves):
    keys = st.text(st.characters(exclude_categories=("C",)), max_size=4)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("C",)), max_size=8),
)


@given(st.dictionaries(st.just("a"), values(LEAVES)), st.sampled_from([None, 2]))
def test_json_reads_as_the_standard_library_reads_it(data, indent):
    text = json.dumps(data, indent=indent)
    source = read(text, "json")
    assert (source.data, source.problems) == (json.loads(text), ())


@given(st.text(st.sampled_from('{}[]",:0123456789eE+-. truefalsn\n"a\\'), max_size=12))
def test_json_that_the_standard_library_refuses_is_refused(text):
    def refuse(word):
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        assert read(text, "json").problems
    else:
        assert "json_syntax" not in codes(text, "json")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_to_the_last_bit(number):
    found = resolve(repr(number))
    assert math.copysign(1, found) == math.copysign(1, number)
    assert found == number
