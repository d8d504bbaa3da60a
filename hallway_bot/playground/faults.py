"""Trouble to order: what a test or a demonstration wants to see go wrong, and what was called."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Fault:
    """One sort of trouble. `late` means: the work is done, only the answer is spoiled."""

    method: str
    times: int
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop: bool = False
    late: bool = False


@dataclass
class Faults:
    """`calls` are (method, arguments) of every call so far, tokens left out. Thread-safe."""

    calls: list[tuple[str, Json]] = field(default_factory=list)
    _planned: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fail(self, method: str, times: int = 1, **how: Any) -> None:
        """Spoil the next `times` calls of `method` ("*" is any, "response_url" those URLs).

        How: error="…" (Slack's word), status=429 with retry_after=seconds, status=500,
        delay=seconds, drop=True (the socket closes), late=True (after the work was done).
        """
        with self._lock:
            self._planned.append(Fault(method, times, **how))

    def clear(self) -> None:
        """No more trouble, and an empty list of calls."""
        with self._lock:
            self._planned.clear()
            self.calls.clear()

    def record(self, method: str, args: Json) -> None:
        """Note a call; a token in it is left out."""
        kept = {key: value for key, value in args.items() if key != "token"}
        with self._lock:
            self.calls.append((method, kept))

    def take(self, method: str) -> Fault | None:
        """The trouble planned for this call, if any; it is used up."""
        with self._lock:
            for fault in self._planned:
                if fault.method in (method, "*") and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def called(self, method: str) -> list[Json]:
        """Arguments of every call of one method so far."""
        with self._lock:
            return [args for name, args in self.calls if name == method]
