"""Files that the app uploaded: kept in memory, given to who may read the conversation."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

from hallway_bot.playground.errors import SlackError

Json = dict[str, Any]


@dataclass(frozen=True)
class File:
    """One file. `length` is in bytes; `channel` is where it was shared, None before."""

    id: str
    name: str
    length: int
    data: bytes | None = None
    title: str = ""
    channel: str | None = None

    def to_slack(self) -> Json:
        """As messages show it; the page downloads it from here instead of from Slack."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.length,
            "url_private_download": f"/page/file/{self.id}/{self.name}",
        }


class Files:
    """All files. Thread-safe."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._lock = threading.Lock()

    def expect(self, name: str, length: int) -> File:
        """A file that is about to be uploaded."""
        with self._lock:
            made = File(f"F0{len(self._files) + 1:08d}", name, length)
            self._files[made.id] = made
            return made

    def get(self, file_id: str) -> File:
        """Raises SlackError: file_not_found."""
        found = self._files.get(file_id)
        if found is None:
            raise SlackError("file_not_found")
        return found

    def upload(self, file_id: str, data: bytes) -> bool:
        """Keep its bytes; False when they are not as many as were announced."""
        with self._lock:
            found = self.get(file_id)
            if len(data) != found.length:
                return False
            self._files[file_id] = replace(found, data=data)
            return True

    def share(self, file_id: str, title: str | None, channel: str | None) -> File:
        """Finish an upload. Raises SlackError: file_not_found when nothing was uploaded."""
        with self._lock:
            found = self.get(file_id)
            if found.data is None:
                raise SlackError("file_not_found")
            self._files[file_id] = replace(found, title=title or found.name, channel=channel)
            return self._files[file_id]
