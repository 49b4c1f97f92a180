"""Requests that nobody in good faith sends: each is refused, and nothing of the inside is told."""

import re
from urllib.parse import quote

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.served import ROW

INSIDE = re.compile(rb"Traceback|SELECT |sqlite|site-packages|\.py\b|\.db\b|/tmp/|at 0x[0-9a-f]{6}")
PLACES = ("score", "explain", "what-if", "versions", "schema", "", "openapi.json", "%2e%2e/x")
MEDIA = ("application/json", "application/vnd.apache.arrow.stream", "text/plain", "")

cells = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ROW, "row", "AGE", "a/b", ""]), inner, max_size=4)
    ),
    max_leaves=10,
)
names = st.sampled_from([*ROW, "extra", "Age", ""])
rows = st.dictionaries(names, cells, max_size=5)
bodies = st.one_of(
    st.binary(max_size=60),
    st.builds(orjson.dumps, cells),
    st.builds(lambda row: orjson.dumps({"row": row}), rows),
    st.builds(lambda row, more: orjson.dumps({"row": row, "changes": more}), rows, cells),
    st.builds(lambda items: orjson.dumps({"rows": items}), st.lists(rows, max_size=3)),
    st.builds(
        lambda lists, given: orjson.dumps({"columns": lists, "parameters": given}),
        st.dictionaries(names, st.lists(cells, max_size=3), max_size=5),
        cells,
    ),
)
queries = st.dictionaries(
    st.sampled_from(["environment", "version", "limit", "after", "before", "x"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.just("1"),
    max_size=2,
).map(lambda given: "&".join(f"{name}={quote(value)}" for name, value in given.items()))


@pytest.fixture(scope="module")
def key(registered):
    return registered.key("everything", ["score", "read"])


@given(
    method=st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "HEAD"]),
    name=st.sampled_from(["wide", "wide", "other", "%00", "wide%0a", "😀"]),
    place=st.sampled_from(PLACES),
    query=queries,
    media=st.sampled_from(MEDIA),
    body=bodies,
)
def test_no_request_breaks_the_service_or_learns_of_its_inside(
    served, key, method, name, place, query, media, body
):
    path = f"/v1/scorecards/{quote(name, safe='%')}/{place}?{query}"
    headers = {"Content-Type": media} if media else {}
    answer = served.ask(method, path, content=body, key=key, headers=headers)
    assert answer.status_code < 500, answer.text
    assert not INSIDE.search(answer.content)
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=90))
def test_no_credential_breaks_the_service(served, text):
    for header in ("X-API-Key", "Authorization"):
        given_ = text if header == "X-API-Key" else f"Bearer {text}"
        headers = {header: given_.encode("latin-1")}
        assert served.ask("GET", "/v1/scorecards", headers=headers).status_code == 401


def test_after_all_of_it_the_service_answers(served):
    assert served.score({"row": ROW}).json()["result"]["tier"] == "A"
