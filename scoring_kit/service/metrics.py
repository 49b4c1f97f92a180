"""What the service counts, in the form of Prometheus, over all its processes."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

MEDIA = CONTENT_TYPE_LATEST
ELSEWHERE = "other"
"""The route of requests that no route took; their addresses could be any."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Counts requests. Several processes share a folder, PROMETHEUS_MULTIPROC_DIR."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._requests = Counter(
            "scoring_kit_requests",
            "Requests by route and status.",
            ("route", "method", "status"),
            registry=self._own,
        )
        self._seconds = Histogram(
            "scoring_kit_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("route",),
            registry=self._own,
            buckets=_BUCKETS,
        )
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that was answered; status: 0 where its client went away."""
        route = getattr(scope.get("route"), "path", ELSEWHERE)
        method = scope["method"] if scope["method"] in METHODS else ELSEWHERE
        named = (route, method, status)
        known = self._known.get(named)
        if known is None:  # to look them up by their labels takes longer than to count
            counter = self._requests.labels(route, method, str(status))
            known = self._known[named] = (counter, self._seconds.labels(route))
        known[0].inc()
        known[1].observe(seconds)

    def text(self) -> bytes:
        """Return all that was counted, by all processes."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._own)
        together = CollectorRegistry()
        MultiProcessCollector(together)
        return generate_latest(together)
