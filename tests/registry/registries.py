"""What tests of the registry share: a clock that is set, small cards, versions on their way."""

from datetime import UTC, datetime, timedelta

from scoring_kit.registry.async_base import now
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from tests.cards import card, criterion

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self):
        self.time = NOON

    def __call__(self):
        return self.time

    def set(self, *, minutes):
        """Set it to so many minutes after noon."""
        self.time = NOON + timedelta(minutes=minutes)


def small(weight=1.0, **fields):
    """Return a valid card of the name 'small'; each weight gives another document."""
    return card(criterion("age", weight=weight), **fields)


def keyed(url, *, clock=now, **scopes):
    """Make a registry in which root has the key of an admin, and others those with their scopes.

    Returns the keys by name: keyed(url, ann="author", bob=["approve"])["ann"].
    """
    with Registry(url, key="", clock=clock) as registry:
        registry.add_user("root", by="root")
        keys = {"root": registry.add_key("root", "admin", by="root")}
    with Registry(url, key=keys["root"], clock=clock) as registry:
        for name, allowed in scopes.items():
            registry.add_user(name)
            keys[name] = registry.add_key(name, allowed)
    return keys


class Keyed:
    """Fills a registry with keys, and knows them: copies of one registry have the same."""

    def __init__(self, **scopes):
        self.scopes, self.made = scopes, {}

    def __call__(self, registry):
        url = registry._registry._address.url
        self.made[url.get_backend_name()] = keyed(
            url, clock=registry._registry._clock, **self.scopes
        )

    def keys(self, url):
        return self.made[url.partition(":")[0]]


def without_evidence(registry):
    """Let versions move without evidence, for whatever is not about it."""
    registry.set_policy(Policy(evidence=False), "tests without evidence", by="root")


def opened(url, **options):
    """Open a registry in which versions move without evidence."""
    registry = Registry(url, **options)
    if registry.policy().evidence:
        without_evidence(registry)
    return registry


def approved(registry, weight=1.0, environment="production", *, propose=True):
    """Add a version by ann, propose it, and let bob approve it; return its number."""
    number = registry.add(small(weight), f"weight {weight}", author="ann").number
    if propose:
        registry.propose("small", number, "ready", by="ann", environment=environment)
        registry.approve("small", number, "agreed", by="bob", environment=environment)
    return number


def promoted(registry, weight=1.0, environment="production"):
    """Bring a new version live; return its number."""
    number = approved(registry, weight, environment)
    registry.promote("small", number, "go", by="ann", environment=environment)
    return number


def one_live(registry):
    """Bring version 1 live in production, in a registry in which nobody needs evidence."""
    without_evidence(registry)
    promoted(registry)


def live_number(registry, environment="production", as_of=None):
    live = registry.live("small", environment, as_of)
    return live and live.version.number
