import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.service.json_bodies import read_object, read_posted
from scoring_kit.service.problems import ServiceError

NO_JSON = {
    "empty": b"",
    "NaN": b'{"row": {"a": NaN}}',
    "infinity": b'{"row": {"a": 1e999}}',
    "half a surrogate": b'{"row": {"a": "\\ud800"}}',
    "no UTF-8": b'{"row": {"a": "\xff"}}',
    "deep": b"[" * 100_000,
    "cut off": b'{"row": {"a": 1',
    "two documents": b'{"row": {}} {"row": {}}',
    "a comment": b'{"row": {}} // no',
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_refused(body):
    with pytest.raises(ServiceError, match="400 json"):
        read_posted(body)


REPEATED = {
    "in the row": b'{"row": {"age": 1, "age": 2}}',
    "at the top": b'{"row": {"age": 1}, "row": {"age": 2}}',
    "with other spellings": b'{"row": {"a": 1, "\\u0061": 2}}',
    "in one of the rows": b'{"rows": [{"a": 1}, {"a": 1, "a": 1}]}',
    "in a column that nobody reads": b'{"row": {"a": 1, "extra": {"b": 1, "b": 2}}}',
    "hidden by a colon less": b'{"row": {"a:": 1, "a:": 2}}',
    "beside texts with colons": b'{"row": {"a": "::", "b": ":", "b": ":"}}',
}


@pytest.mark.parametrize("body", REPEATED.values(), ids=REPEATED)
def test_a_key_that_is_there_twice_is_refused(body):
    with pytest.raises(ServiceError, match="422 body") as refusal:
        read_posted(body)
    assert {fault.code for fault in refusal.value.faults} == {"key_repeats"}


texts = st.text(st.sampled_from('ab:"\\{},é \n'), max_size=4)
values = st.recursive(
    st.none() | st.integers(-5, 5) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_a_key_that_is_there_once_is_never_refused(document):
    assert read_object(orjson.dumps(document)) == document


@given(st.dictionaries(texts, values, min_size=1, max_size=3), st.data())
def test_a_member_that_is_written_twice_is_always_found(document, data):
    name = data.draw(st.sampled_from(sorted(document)))
    member = orjson.dumps({name: document[name]})[1:-1]
    body = b"{" + member + b"," + orjson.dumps(document)[1:]
    with pytest.raises(ServiceError, match="422 body"):
        read_object(body)


DEEP = b'{"a":' * 1000 + b"1" + b"}" * 1000

WRONG = {
    "nested deep": (DEEP, {"": "depth"}),
    "a list": (b"[]", {"": "form"}),
    "nothing": (b"{}", {"": "form"}),
    "two forms": (b'{"row": {}, "rows": []}', {"": "form"}),
    "another field": (b'{"row": {}, "rwo": {}}', {"/rwo": "unknown_name"}),
    "parameters that are none": (b'{"row": {}, "parameters": 1}', {"/parameters": "form"}),
    "several": (
        b'{"rwos": [], "parameters": []}',
        {"/rwos": "unknown_name", "": "form", "/parameters": "form"},
    ),
}


@pytest.mark.parametrize(("body", "faults"), WRONG.values(), ids=WRONG)
def test_a_body_that_has_none_of_the_forms_is_refused_with_all_that_is_wrong(body, faults):
    with pytest.raises(ServiceError, match="422 body") as refusal:
        read_posted(body)
    assert {fault.pointer: fault.code for fault in refusal.value.faults} == faults


def test_parameters_are_read():
    posted = read_posted(b'{"rows": [], "parameters": {"as_of": "2024-01-01"}}')
    assert posted == ("rows", [], {"as_of": "2024-01-01"}, {})
