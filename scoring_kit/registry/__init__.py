"""Which version of a scorecard is live, since when, and who said so."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scoring_kit.optional import require

if TYPE_CHECKING:
    from scoring_kit.registry.artefacts import Artefact
    from scoring_kit.registry.asynchronous import AsyncRegistry
    from scoring_kit.registry.events import Event
    from scoring_kit.registry.evidence import Evidence
    from scoring_kit.registry.keys import Key, KeyRecord, Principal, User
    from scoring_kit.registry.policy import Policy
    from scoring_kit.registry.records import History, Live, Transition, Version
    from scoring_kit.registry.registered import RegisteredScorecard
    from scoring_kit.registry.registry import Registry
    from scoring_kit.registry.replaying import Replay
    from scoring_kit.registry.run_records import Run
    from scoring_kit.registry.workflow import Attempt

_HOMES = {
    "Registry": "registry",
    "AsyncRegistry": "asynchronous",
    "RegisteredScorecard": "registered",
    "Version": "records",
    "Transition": "records",
    "History": "records",
    "Live": "records",
    "Evidence": "evidence",
    "Policy": "policy",
    "Artefact": "artefacts",
    "Run": "run_records",
    "Replay": "replaying",
    "Attempt": "workflow",
    "Event": "events",
    "Key": "keys",
    "KeyRecord": "keys",
    "User": "keys",
    "Principal": "keys",
}

__all__ = [  # noqa: RUF022 (the order of work)
    "Registry",
    "AsyncRegistry",
    "RegisteredScorecard",
    "Version",
    "Transition",
    "History",
    "Live",
    "Evidence",
    "Policy",
    "Artefact",
    "Run",
    "Replay",
    "Attempt",
    "Event",
    "Key",
    "KeyRecord",
    "User",
    "Principal",
]


def __getattr__(name: str) -> object:
    """Import a name when it is first used, and say what to install where SQLAlchemy is missed."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    require("sqlalchemy", "a registry")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
