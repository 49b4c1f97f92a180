"""Written documents that are right, however odd: accepted, and kept by writing and respelling."""

import json
from functools import cache

import pytest

from scoring_kit.scorecard import (
    hash_of,
    parse_scorecard,
    read_scorecard,
    read_scorecard_text,
    to_document,
    write_scorecard,
)
from scoring_kit.scorecard.canonical import canonical_bytes
from tests.scorecard.written import cases

CASES = cases("valid")
SPELT_AGAIN = [case for case in CASES if "again" in case.entry]


@cache
def card_of(case_name):
    case = next(case for case in CASES if case.name == case_name)
    return read_scorecard_text(case.text, format=case.format)


def named(case):
    return case.name


def test_at_least_60_documents_are_written_under_names_of_their_own():
    assert len(CASES) == len({case.name for case in CASES}) >= 60


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_right_document_is_accepted_and_frozen(case):
    card = card_of(case.name)
    with pytest.raises(ValueError, match="frozen"):
        card.name = "other"


@pytest.mark.parametrize("ending", ["yaml", "json"])
@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_document_is_the_same_after_writing_and_reading(case, ending, tmp_path):
    card = card_of(case.name)
    write_scorecard(card, tmp_path / f"card.{ending}")
    again = read_scorecard(tmp_path / f"card.{ending}")
    assert again == card
    assert hash_of(again) == hash_of(card)


@pytest.mark.parametrize("case", SPELT_AGAIN, ids=named)
def test_another_spelling_has_the_same_hash(case):
    again = read_scorecard_text(case.entry["again"])
    assert again == card_of(case.name)
    assert hash_of(again) == hash_of(card_of(case.name))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_whole_numbers_and_the_order_of_fields_do_not_change_the_hash(case):
    card = card_of(case.name)
    respelt = json.loads(json.dumps(respelling(to_document(card))))
    assert hash_of(parse_scorecard(respelt)) == hash_of(card)


def respelling(data):
    """Return the data with other spellings of numbers and the fields of parts in another order."""
    if isinstance(data, dict):
        fields = {name: respelling(value) for name, value in data.items()}
        is_part = bool({"aggregate", "criterion", "schema"} & set(fields))
        return dict(reversed(fields.items())) if is_part else fields
    if isinstance(data, list):
        return [respelling(item) for item in data]
    is_whole = isinstance(data, float) and data.is_integer() and abs(data) < 1e15
    return int(data) if is_whole else data


def test_a_changed_weight_changes_the_hash():
    smallest = "schema: scoring-kit/1\nname: a\nscore: {aggregate: sum, of: [%s]}"
    first = read_scorecard_text(smallest % "{criterion: b, missing: 0}")
    other = read_scorecard_text(smallest % "{criterion: b, missing: 0, weight: 1.0000000000000002}")
    assert hash_of(first) != hash_of(other)


def test_the_hash_is_the_sha256_of_the_canonical_json():
    # RFC 8785: keys sorted, no spaces, 0.0 written as 0; then by the program sha256sum.
    canonical = (
        b'{"name":"a","schema":"scoring-kit/1","score":'
        b'{"aggregate":"sum","of":[{"criterion":"b","missing":0}]}}'
    )
    expected = "04414ffa309714475cf88341fb0b2ecff35a2f968d606e0b1d5e2de3c96e4796"
    card = card_of("spelling: the smallest document")
    assert canonical_bytes(to_document(card)) == canonical
    assert hash_of(card) == expected
