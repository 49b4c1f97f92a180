"""3,000 merges of random edits as the oracle says, some of them on real cards."""

import sys
from collections import Counter
from random import Random

import pytest

import scoring_kit as sk
from tests.scorecard.merging_campaign import EXAMPLES, case, compared, sides

SIZE = 250
pytestmark = pytest.mark.prove


@pytest.mark.parametrize("first", range(0, 3_000, SIZE))
def test_merges_are_what_the_oracle_says(first, capfd):
    found = {seed: compared(*case(seed)) for seed in range(first, first + SIZE)}
    with capfd.disabled():
        counts = Counter(kind for kind, _ in found.values())
        print(f"{first}: {dict(counts)}", file=sys.stderr)  # noqa: T201 - the figures are the result
    assert [seed for seed, (_, is_right) in found.items() if not is_right] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_merges_of_real_cards_are_what_the_oracle_says(name):
    random, base = Random(f"{name} at length"), sk.example(name).scorecard
    assert all(compared(*sides(base, random))[1] for _ in range(50))
