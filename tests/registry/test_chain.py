import hashlib
import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from scoring_kit.registry.chain import chain_start, link_hash, sealed
from scoring_kit.registry.records import Transition
from tests.registry.registries import NOON

LINK = Transition(
    "tiny", 1, 1, "0" * 64, None, "add", None, "draft", 0, "ann", "claimed", "first", NOON,
    NOON, chain_start("tiny"), "",
)  # fmt: skip
OTHERS = {
    "scorecard": "small", "sequence": 2, "number": 2, "sha256": "1" * 64, "environment": "staging",
    "action": "propose", "before": "draft", "after": "proposed", "revision": 1, "actor": "bob",
    "identity": "key", "message": "second", "at": NOON + timedelta(microseconds=1),
    "clock": NOON - timedelta(microseconds=1), "previous": "2" * 64, "evidence": "3" * 64,
    "policy": "4" * 64,
}  # fmt: skip


def test_the_hash_is_that_of_canonical_json_which_anybody_can_make():
    # written by hand: keys sorted, no spaces
    start = hashlib.sha256(b'{"scorecard":"tiny"}').hexdigest()
    noon = "2026-11-26T12:00:00.000000+00:00"
    text = (
        f'{{"action":"add","actor":"ann","after":"draft","at":"{noon}","before":null,'
        f'"clock":"{noon}","environment":null,"identity":"claimed","message":"first","number":1,'
        f'"previous":"{start}","revision":0,"scorecard":"tiny","sequence":1,"sha256":"{"0" * 64}"}}'
    )
    assert json.loads(text)["previous"] == chain_start("tiny")
    assert sealed(LINK).hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("field", [f.name for f in fields(Transition) if f.name != "hash"])
def test_another_value_of_any_field_is_another_hash(field):
    assert link_hash(replace(LINK, **{field: OTHERS[field]})) != link_hash(LINK)
