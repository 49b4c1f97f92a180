"""A registry to try the service with: the examples are live in it, and there is a key."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring_kit.examples import FILES, example
from scoring_kit.registry import Policy, Registry
from scoring_kit.registry.hidden import Hidden
from scoring_kit.service.input_schemas import schemas_of
from scoring_kit.service.scorer import columns_of

AUTHOR, APPROVER, APPLICATION = "Ada", "Grace", "a demo application"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A registry in a folder that goes when the demonstration ends. key: to read and to score."""

    url: str
    key: Hidden
    scorecards: tuple[str, ...]

    def request(self, address: str) -> str:
        """Return a command that asks a service at an address for a score."""
        card = example("book_club").scorecard
        body = json.dumps(schemas_of(card, columns_of(card))["examples"]["row"])
        return (
            f"curl {address}/v1/scorecards/{card.name}/score "
            f"-H 'X-API-Key: {self.key.reveal()}' -H 'Content-Type: application/json' -d '{body}'"
        )


@contextmanager
def demonstration() -> Generator[Demonstration]:
    """Yield a registry in which version 1 of each example is live in production."""
    with TemporaryDirectory(prefix="scoring_kit_") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        with Registry(url, key="") as registry:
            registry.set_policy(Policy(evidence=False), "A demonstration", by=AUTHOR)
            names = tuple(_live(registry, name) for name in FILES)
            registry.add_user(AUTHOR, by=AUTHOR)
            admin = registry.add_key(AUTHOR, "admin", by=AUTHOR)
        with Registry(url, key=admin) as registry:
            registry.add_user(APPLICATION)
            key = registry.add_key(APPLICATION, ("read", "score"))
        yield Demonstration(url, key, tuple(sorted(names)))


def _live(registry: Registry, name: str) -> str:
    card = example(name).scorecard
    registry.add(card, "The example", author=AUTHOR)
    registry.propose(card.name, 1, "To show how it goes", by=AUTHOR)
    registry.approve(card.name, 1, "Looks right", by=APPROVER)
    registry.promote(card.name, 1, "Go", by=APPROVER)
    return card.name
