"""One of several processes that do random things with one scorecard at once.

python -m tests.registry.mixed_operations URL SEED COUNT prints as JSON how often each thing was
done, what was refused, and the numbers of the versions that this process added.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter

from scoring_kit.errors import RegistryError
from tests.registry.registries import opened, small

OPERATIONS = ("add", "propose", "approve", "promote", "promote", "rollback", "live", "reject")


def main(url: str, seed: int, count: int) -> dict[str, object]:
    """Do `count` things; what the rules refuse is counted, and anything else is an error."""
    drawn, done, added = random.Random(seed), Counter(), {}
    with opened(url) as registry:
        for step in range(count):
            action = drawn.choice(OPERATIONS)
            try:
                if action == "add" or not added:
                    weight = float(seed * 100_000 + step + 1)
                    version = registry.add(small(weight), f"{seed}.{step}", author=f"author {seed}")
                    added[version.number] = version.sha256
                    action = "add"
                elif action == "live":
                    found = registry.live("small")
                    assert found is None or found.transition.after == "live"
                else:
                    newest = max(len(registry.history("small")) and max(added), 1)
                    number = drawn.randint(max(1, newest - 3), newest)
                    live = registry.live("small")
                    if action == "rollback" and live:
                        number = live.version.number
                    move = getattr(registry, action)
                    move("small", number, f"{seed}.{step}", by=f"approver {seed}")
                done[action] += 1
            except RegistryError as error:
                if error.code not in ("state", "conflict", "rollback"):
                    raise
                done[f"{error.code} at {action}"] += 1
    return {"done": done, "added": added}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
