"""Figures for whoever watches the machine: no names, no texts, no few people, and of
all workspaces together, so that none is told of another."""

from collections.abc import Iterator

from flask import Flask, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from .assembly import Hallway
from .slack.desk import Desk
from .slack.http import make_health

FEWEST = 5  # figures about fewer people would tell about persons
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)  # Slack waits three seconds


class Figures:
    """What is counted in this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "hallway_requests", "Requests from Slack.", ("kind", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "hallway_request_seconds",
            "Until a request was acknowledged.",
            ("kind",),
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def count(self, kind: str, status: int, seconds: float) -> None:
        """One request from Slack."""
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)


class _Stored(Collector):
    """Asked of the database when somebody looks."""

    def __init__(self, hallway: Hallway) -> None:
        self._hallway = hallway

    def collect(self) -> Iterator[GaugeMetricFamily]:
        store = self._hallway.store
        workspaces = store.workspaces()
        # Those of each that has enough people: what they add up to never tells of one with few.
        totals = [store.totals(workspace) for workspace in workspaces]
        shown = [(lessons, authors) for lessons, authors in totals if authors >= FEWEST]
        if shown:
            lessons, authors = (sum(column) for column in zip(*shown, strict=True))
            yield GaugeMetricFamily("hallway_lessons", "Lessons kept.", lessons)
            yield GaugeMetricFamily("hallway_named_authors", "People named in lessons.", authors)
        if self._hallway.indexer is not None:
            pending = sum(self._hallway.indexer.pending(workspace) for workspace in workspaces)
            yield GaugeMetricFamily("hallway_index_pending", "Lessons to be indexed.", pending)


def make_metrics(figures: Figures, hallway: Hallway, desk: Desk) -> Flask:
    """The WSGI app of the operators' own port: GET /metrics and GET /health."""
    http = make_health(desk)
    figures.registry.register(_Stored(hallway))

    @http.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(figures.registry), mimetype="text/plain; version=0.0.4")

    return http
