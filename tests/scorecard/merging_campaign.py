"""Two random edits of a card, merged, and held against the oracle."""

from __future__ import annotations

from random import Random

import scoring_kit as sk
from scoring_kit.scorecard import hash_of, parse_scorecard
from tests.agreement.documents import random_card
from tests.scorecard.merging_edits import edited
from tests.scorecard.merging_oracle import oracle
from tests.scorecard.test_changes import SMALL

EXAMPLES = ("book_club", "cvss", "german_credit", "hfi")


def sides(base, random):
    """Return the base with two edits of it, of up to six steps each."""
    count = random.randint(1, 6)
    return base, edited(base, random, count), edited(base, random, count)


def small_card(random):
    """Return the small card of the tests, or one made by chance."""
    seed = random.randrange(1_000_000)
    return parse_scorecard(SMALL if random.random() < 0.5 else random_card(seed).document)


def compared(base, mine, theirs):
    """Return what sort of merge it is and whether it is what the oracle says."""
    found, wanted = sk.merge(base, mine, theirs), oracle(base, mine, theirs)
    places = {each.place for each in found.conflicts if each.kind != "problem"}
    orders = {place for place in places if place.endswith("<order>")}
    if places - orders:
        return "conflict", places - orders == wanted.conflicts
    if orders:
        return "order", (orders, set()) == (wanted.orders, wanted.conflicts)
    is_clear = not wanted.conflicts and not wanted.orders
    if found.card is None:
        return "problem", is_clear and wanted.card is None
    is_same = wanted.card is not None and hash_of(found.card) == hash_of(wanted.card)
    return "card", is_clear and is_same


def case(seed):
    """Return three cards of a seed."""
    random = Random(seed)
    return sides(small_card(random), random)
