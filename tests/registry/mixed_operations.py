"""One of several processes that do random things with one registry at once, and tell of each.

python -m tests.registry.mixed_operations URL SEED COUNT prints as JSON what was asked for and what
came of it. The key of the user p<SEED> is in the environment.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any

from scoring_kit.errors import RegistryError
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from scoring_kit.registry.workflow import MOVES
from tests.registry.registries import small

OFTEN = {
    "add": 6, "add on a base": 8, "propose": 18, "propose with evidence": 3, "approve": 18,
    "promote": 18, "reject": 8, "rollback": 4, "score": 6, "set_policy": 3, "live": 2,
    "add_environment": 2, "add_user": 1, "add_key": 1, "revoke_key": 1,
}  # fmt: skip
"""How often each operation comes, against the others."""
REFUSALS = ("state", "conflict", "rollback", "author", "evidence", "not_live", "unknown")
"""Codes of what the rules refuse; any other error is one of the registry."""
SCORECARDS = ("small", "small", "other")
PLACES = (*["production"] * 5, "staging", "staging", "place 1")
"""Environments; the last one has to be added first."""
LOOKS_EACH = 5
"""Steps after which a process looks where all versions are; others move them meanwhile."""
TABLE = {"id": [1, 2, 3], "age": [30.0, 41.5, None]}


class Worker:
    """Does random things, each under a mark of its own."""

    def __init__(self, registry: Registry, seed: int) -> None:
        self.registry, self.seed = registry, seed
        self.drawn = random.Random(seed)
        self.newest = dict.fromkeys(SCORECARDS, 1)
        self.states: dict[tuple[str, str, int], str] = {}
        self.keys: list[str] = []

    def told(self, step: int) -> dict[str, object]:
        """Do one thing; return what it was, what came of it, and how long it took."""
        drawn = self.drawn
        action = drawn.choices([*OFTEN], [*OFTEN.values()])[0]
        asked = {
            "action": action.partition(" ")[0], "as": action, "mark": f"{self.seed}.{step}",
            "name": drawn.choice(SCORECARDS), "number": None, "place": drawn.choice(PLACES),
        }  # fmt: skip
        self.step = step
        if step % LOOKS_EACH == 0:
            self.look()
        start = time.perf_counter()
        try:
            found = {"code": "done", **getattr(self, f"_{asked['action']}")(asked)}
        except RegistryError as error:
            if error.code not in REFUSALS or hasattr(error, "__notes__"):
                raise
            found = {"code": error.code, "message": str(error)}
        return {**asked, **found, "seconds": time.perf_counter() - start}

    def look(self) -> None:
        """See in which state each version is in each environment."""
        self.states.clear()
        for name in set(SCORECARDS):
            for link in self.registry.history(name):
                self.newest[name] = max(self.newest[name], link.number)
                self.states[name, link.environment or "", link.number] = link.after

    def aim(self, asked: dict[str, Any]) -> None:
        """Choose a version for a move: mostly one that was in a fitting state when last seen."""
        newest = self.newest[asked["name"]]
        asked["number"] = self.drawn.randint(max(1, newest - 3), newest)
        starts, known = MOVES[asked["action"]][0], self.states
        fitting = [place for place in known if place[1] and known[place] in starts]
        if asked["action"] != "propose" and fitting and self.drawn.random() < 0.8:
            asked["name"], asked["place"], asked["number"] = self.drawn.choice(fitting[-9:])

    # ---- versions and their moves ----------------------------------------------------------

    def _add(self, asked):
        # a base that was the newest some time ago, so that others may have been first
        base = self.newest[asked["name"]] if asked["as"] == "add on a base" else None
        card = small(float(self.seed * 100_000 + self.step + 1), name=asked["name"])
        version = self.registry.add(card, asked["mark"], base=base)
        return {"number": version.number, "sha256": version.sha256}

    def _move(self, asked, **given):
        self.aim(asked)
        move = getattr(self.registry, asked["action"])
        move(asked["name"], asked["number"], asked["mark"], environment=asked["place"], **given)
        self.states[asked["name"], asked["place"], asked["number"]] = MOVES[asked["action"]][1]
        return {}

    def _propose(self, asked):
        given = {"data": TABLE, "key": ["id"]} if asked["as"] != "propose" else {}
        return self._move(asked, **given)

    _approve = _promote = _reject = _rollback = _move

    def _live(self, asked):
        found = self.registry.live(asked["name"], asked["place"])
        assert found is None or found.transition.after == "live"
        return {}

    def _score(self, asked):
        run = self.registry.score(
            asked["name"], TABLE, asked["place"], key=["id"], detail="score", threads=1
        )
        return {"run": run.id, "result": run.result, "number": run.version}

    # ---- the registry itself ---------------------------------------------------------------

    def _set_policy(self, asked):
        is_strict = self.drawn.random() < 0.1
        self.registry.set_policy(Policy(evidence=is_strict), asked["mark"], name=asked["name"])
        return {}

    def _add_environment(self, asked):
        self.registry.add_environment(asked["place"])
        return {}

    def _add_user(self, asked):
        asked["user"] = f"user {self.drawn.randint(1, 5)}"
        self.registry.add_user(asked["user"])
        return {}

    def _add_key(self, asked):
        del asked
        self.keys.append(self.registry.add_key(f"p{self.seed}", "read").id)
        return {"key": self.keys[-1]}

    def _revoke_key(self, asked):
        asked["key"] = self.keys[-1] if self.keys else "0" * 12
        self.registry.revoke_key(asked["key"])
        return {}


def main(url: str, seed: int, count: int) -> list[dict[str, object]]:
    """Do so many things; what the rules refuse is told, and anything else is an error."""
    with Registry(url) as registry:
        worker = Worker(registry, seed)
        return [worker.told(step) for step in range(count)]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
