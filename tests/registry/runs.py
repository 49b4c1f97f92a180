"""Runs as records, without a database."""

from dataclasses import replace

from scoring_kit.registry.processes import Process
from scoring_kit.registry.run_records import Run
from tests.registry.registries import NOON

RUN = Run(
    id="0123456789abcdef" * 2,
    scorecard="small",
    version=3,
    document_hash="f" * 64,
    environment="production",
    status="running",
    actor="ann",
    identity="claimed",
    started=NOON,
    heartbeat=NOON,
    finished=None,
    process=Process("far/boot/space", 17, "1"),
    request={"key": ["id"]},
    data={"form": "builtins.dict"},
)


def run(**changes):
    return replace(RUN, **changes)
