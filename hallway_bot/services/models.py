"""Changing the model without a silent hour: the new index is built beside the old one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from ..domain.errors import HallwayError
from ..ports import Embedder, Store, VectorIndex
from .encoding import Encoder


class Encoders(Protocol):
    """Which encoder's entries a workspace is searched by."""

    def current(self, workspace: str) -> Encoder: ...


@dataclass(frozen=True, slots=True)
class Models:
    """`target` is what the settings ask for; until its index is complete the one before it
    answers. `source` is what `load` needs to make the target's embedder again some day."""

    store: Store
    target: Encoder
    source: dict[str, str]
    load: Callable[[dict[str, str]], Embedder]
    _old: dict[str, Encoder] = field(default_factory=dict, repr=False)
    _switched: set[str] = field(default_factory=set, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def current(self, workspace: str) -> Encoder:
        """The encoder to search with now."""
        if workspace in self._switched:
            return self.target
        active = self.store.active_model(workspace)
        if active is None:
            return self.target
        if active.name == self.target.name:
            self._switched.add(workspace)
            return self.target
        with self._lock:
            if active.name not in self._old:
                self._old[active.name] = self._older(active.name, active.source)
            return self._old[active.name]

    def _older(self, name: str, source: dict[str, str]) -> Encoder:
        if source == self.source:  # the same model under an older glossary or way of cutting
            return Encoder(self.target.embedder, name)
        try:
            older = self.load(source)
            older.encode_question("ready?")
        except HallwayError:
            return self.target  # it is gone: what is indexed already answers, and words do
        return Encoder(older, name)

    def complete(self, workspace: str, index: VectorIndex) -> None:
        """The target's index holds everything: switch to it and drop what was before."""
        active = self.store.active_model(workspace)
        if active is not None and active.name == self.target.name:
            return
        self.store.set_active_model(workspace, self.target.name, self.source)
        if active is not None:
            index.drop(workspace, active.name)
            self.store.forget_model(workspace, active.name)
        with self._lock:
            self._old.clear()
