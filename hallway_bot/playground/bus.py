"""News for open pages: who should look again, and at what."""

from __future__ import annotations

import queue
import threading
from collections.abc import Collection

News = dict[str, str | None]
Inbox = queue.Queue[News | None]


class Bus:
    """Thread-safe fan-out. A full inbox loses its oldest news: the page only refreshes on it."""

    def __init__(self, depth: int = 256) -> None:
        self._depth = depth
        self._lock = threading.Lock()
        self._inboxes: list[tuple[str, Inbox]] = []

    def subscribe(self, user_id: str) -> Inbox:
        """An inbox for this person; `None` in it means that the server stops."""
        inbox: Inbox = queue.Queue(self._depth)
        with self._lock:
            self._inboxes.append((user_id, inbox))
        return inbox

    def unsubscribe(self, inbox: Inbox) -> None:
        """Forget an inbox; unknown ones are ignored."""
        with self._lock:
            self._inboxes = [pair for pair in self._inboxes if pair[1] is not inbox]

    def publish(
        self,
        kind: str,
        users: Collection[str] | None = None,
        channel: str | None = None,
        text: str | None = None,
    ) -> None:
        """Tell these people (None: everybody) that something of this kind changed."""
        self._put({"type": kind, "channel": channel, "text": text}, users)

    def stop(self) -> None:
        """End every subscription."""
        self._put(None, None)

    def _put(self, news: News | None, users: Collection[str] | None) -> None:
        with self._lock:
            inboxes = [inbox for user, inbox in self._inboxes if users is None or user in users]
        for inbox in inboxes:
            while True:
                try:
                    inbox.put_nowait(news)
                    break
                except queue.Full:
                    try:
                        inbox.get_nowait()
                    except queue.Empty:
                        continue
