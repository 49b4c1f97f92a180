"""A registry with something live and keys for it, and an application that serves it."""

import asyncio

import httpx

from scoring_kit.registry import Policy, Registry
from scoring_kit.service.app import create_app
from scoring_kit.service.settings import Settings
from tests.cards import card, criterion

WIDE = card(
    criterion("age", {"piecewise": [[0, 0], [50, 1], [100, 0.1]]}, weight=0.3, reason="R1"),
    criterion(
        "region",
        {"categories": [{"in": ["north", "ß", "😀"], "value": 1}], "other": 0.25},
        weight=0.7,
    ),
    criterion("member", {"categories": [{"in": [True], "value": 1}, {"in": [False], "value": 0}]}),
    criterion("since", {"decay": {"half_life_days": 90, "until": "$as_of"}}, weight=0.2),
    name="wide",
    parameters={"as_of": {"type": "date", "default": "2024-06-01"}},
    knock_outs=[{"name": "young", "when": "age < 18", "reason": "K1"}],
    tiers={"A": 0.5, "B": 0.2},
)
"""A scorecard that reads a number, a text, a boolean and a date."""

ROW = {"age": 41, "region": "north", "member": True, "since": "2024-02-29"}


class Registered:
    """A registry: version 1 of each card is live in production, and there are keys."""

    def __init__(self, folder, *cards):
        self.url = f"sqlite:///{folder}/scores.db"
        with Registry(self.url, key="") as registry:
            registry.set_policy(Policy(evidence=False), "tests", by="root")
            registry.add_environment("staging", by="root")
            for each in cards:
                registry.add(each, "first", author="ann")
                for move, who in (("propose", "ann"), ("approve", "bob"), ("promote", "bob")):
                    getattr(registry, move)(each.name, 1, move, by=who)
            registry.add_user("root", by="root")
            self.root = registry.add_key("root", "admin", by="root")
        self.score = self.key("app", "score")
        self.read = self.key("reader", "read")

    def key(self, user, scopes, **terms):
        """Add a key of a user, who is added too."""
        with Registry(self.url, key=self.root) as registry:
            registry.add_user(user)
            return registry.add_key(user, scopes, **terms)

    def opened(self, scopes=("author", "approve")):
        """Open it with a key that may bring versions live; policies allow it to do so alone."""
        return Registry(self.url, key=self.key("mover", scopes))


class Served:
    """An application that runs; requests are answered one after the other."""

    def __init__(self, registered, **settings):
        self.registered = registered
        self.settings = Settings(registry=registered.url, **settings)
        self.app = create_app(self.settings)
        self.runner = asyncio.Runner()

    def __enter__(self):
        self.runner.__enter__()
        self.lifespan = self.app.router.lifespan_context(self.app)
        self.runner.run(self.lifespan.__aenter__())
        return self

    def __exit__(self, *error):
        self.runner.run(self.lifespan.__aexit__(None, None, None))
        self.runner.__exit__(*error)

    def ask(self, method, path, *, key=None, **options):
        """Return the answer to a request; key: whose, none unless given."""
        return self.runner.run(self.asked(method, path, key=key, **options))

    async def asked(self, method, path, *, key=None, headers=None, **options):
        given = {} if key is None else {"X-API-Key": key.reveal()}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.request(method, path, headers=given | (headers or {}), **options)

    def score(self, body, name="wide", query="", **options):
        """Return the answer to a request for scores, in JSON."""
        path = f"/v1/scorecards/{name}/score{query}"
        return self.ask("POST", path, json=body, key=self.registered.score, **options)


def codes(answer):
    """Return what is wrong with a request by place: {"/row/age": "wrong_type"}."""
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}
