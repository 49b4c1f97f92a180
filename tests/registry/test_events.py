import json
from datetime import timedelta

from scoring_kit.registry.events import Event
from scoring_kit.registry.records import Transition
from tests.registry.registries import NOON

LINK = Transition(
    "small", 7, 2, "a" * 64, "production", "approve", "proposed", "approved", 1, "Zo\u00eb",
    "key 0123456789ab", "agreed\n\u2713", NOON, NOON - timedelta(hours=1), "b" * 64, "c" * 64,
)  # fmt: skip


def test_an_event_tells_what_was_done_by_whom():
    event = Event(LINK, ("weight of age: 1 -> 2",))
    assert (event.scorecard, event.number, event.action, event.environment) == (
        "small", 2, "approve", "production"
    )  # fmt: skip
    assert (event.who, event.message) == ("Zo\u00eb", "agreed\n\u2713")
    assert str(event) == "approve version 2 of 'small' in production"


def test_an_event_is_json_with_all_fields():
    told = json.loads(Event(LINK, ("weight of age: 1 -> 2",)).to_json())
    assert told == {
        "scorecard": "small", "sequence": 7, "number": 2, "sha256": "a" * 64,
        "environment": "production", "action": "approve", "before": "proposed",
        "after": "approved", "revision": 1, "actor": "Zo\u00eb", "identity": "key 0123456789ab",
        "message": "agreed\n\u2713", "at": "2026-11-26T12:00:00.000000+00:00",
        "clock": "2026-11-26T11:00:00.000000+00:00", "previous": "b" * 64, "hash": "c" * 64,
        "evidence": None, "policy": None, "changes": ["weight of age: 1 -> 2"],
    }  # fmt: skip
