"""Answering "who knows about X" with people, never with a document alone."""

from dataclasses import dataclass

from ..domain.expertise import Knowers, rank_people
from ..domain.visibility import Audience
from .search import Search

SHOWN = 5
_EVIDENCE = 50


@dataclass(frozen=True, slots=True)
class WhoKnows:
    """The use case."""

    search: Search

    def __call__(
        self, workspace: str, topic: str, audience: Audience, limit: int = SHOWN
    ) -> Knowers:
        """At most `limit` people who chose to be named, by the evidence in their lessons."""
        found = self.search.find(workspace, topic, audience, limit=_EVIDENCE)
        near = [(lesson, rank.score) for lesson, rank in found if rank.near_enough]
        return rank_people(near, limit)
