"""Five thousand valid documents with one fault each: none is accepted, none breaks the reader."""

import json
import random
from collections import Counter, defaultdict
from functools import cache
from itertools import chain, islice, zip_longest
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard, read_scorecard_text
from scoring_kit.scorecard.problems import CODES
from tests.scorecard.mutations import FAULTS
from tests.scorecard.written import cases
from tests.truth.places import CARDS

ROOT = Path(__file__).parents[2]
COUNT = 5_000
LONGEST = 20_000
# Faults that only the text of a file can have; the written documents have them.
OF_TEXTS = {
    "yaml_syntax", "not_utf8", "control_character", "too_large", "too_deep", "several_documents",
    "empty_document", "not_a_mapping", "anchor", "tag", "merge_key", "key_not_text",
    "unquoted_text", "ambiguous_number", "split_expression", "json_syntax",
}  # fmt: skip
# Faults that need whole parts of their own; the written documents have them.
OF_PARTS = {"type_conflict", "too_many_reasons"}


@cache
def valid_documents():
    """Return the plain data of valid documents: real, published, and odd ones."""
    paths = [ROOT / "data" / "book_club.yaml", *CARDS.values()]
    found = [YAML(typ="safe", pure=True).load(path.read_text()) for path in paths]
    found += [case.data for case in cases("valid") if case.data is not None]
    texts = [json.dumps(data, default=str) for data in found]
    return [json.loads(text) for text in texts if len(text) < LONGEST]


@cache
def mutations():
    """Return 5,000 different (document, mutation), evenly over labels and codes."""
    pools = defaultdict(list)
    for document in valid_documents():
        for mutation in (mutation for fault in FAULTS for mutation in fault(document)):
            pools[mutation.label, mutation.code].append((document, mutation))
    chosen = random.Random(20240229)
    for pool in pools.values():
        chosen.shuffle(pool)
    rounds = chain.from_iterable(zip_longest(*pools.values()))
    return list(islice((found for found in rounds if found is not None), COUNT))


@pytest.mark.parametrize("index", range(len(valid_documents())))
def test_the_documents_are_valid_before_they_are_broken(index):
    assert parse_scorecard(valid_documents()[index]).name


def test_the_faults_meet_every_code_that_a_field_can_get():
    met = Counter(mutation.code for _, mutation in mutations())
    assert set(CODES) - set(met) == OF_TEXTS | OF_PARTS
    assert min(met.values()) >= 5
    assert met.total() == COUNT


@pytest.mark.parametrize("part", range(20))
def test_every_single_fault_is_refused_with_its_code_at_its_place(part):
    missed = []
    for document, mutation in mutations()[part::20]:
        try:
            read_scorecard_text(mutation.text(document), format="json")
            found = "accepted"
        except ScorecardError as error:
            found = [(problem.code, problem.place) for problem in error.problems]
        if mutation.expected not in found:
            missed.append((mutation, found))
    assert missed == []
