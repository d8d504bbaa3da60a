"""Sealing what must not be readable in the database, and finding it again without opening it."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from cachetools import LRUCache, cached
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ..domain.errors import ConfigurationError

_REMEMBERED = 10_000


class Vault:
    """Seals with the newest key and opens with any. Threads may share one.

    A seal (Fernet: AES-CBC and HMAC-SHA256) is different each time. A mark (HMAC-SHA256 with a
    key derived from the first) is always the same for the same text, so that rows can be found
    by it; without the key it can neither be made nor guessed.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: as `new_key` makes them, newest first; raises ConfigurationError."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise ConfigurationError(
                "The keys must each be as `hallway keys new` prints them, newest first, with "
                "commas between. Look at HALLWAY_KEYS, or at hallway.key in the data folder."
            ) from error
        self._markers = [hmac.digest(key.encode(), b"hallway mark", "sha256") for key in keys]
        # Opening takes 30 µs, and the same few authors come by all the time.
        self.unseal = cached(LRUCache(_REMEMBERED), lock=Lock())(self._unseal)

    def forget(self) -> None:
        """Remember nothing that was opened."""
        self.unseal.cache_clear()

    @staticmethod
    def new_key() -> str:
        """A key of 256 random bits, as text."""
        return Fernet.generate_key().decode()

    def seal(self, text: str) -> str:
        """`text` for nobody without the key."""
        return self._fernet.encrypt(text.encode()).decode()

    def _unseal(self, sealed: str) -> str:
        """What was sealed; raises ConfigurationError when no key fits."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise ConfigurationError(
                "The keys do not open what is stored. Put back hallway.key in the data folder, or "
                "set HALLWAY_KEYS as it was."
            ) from error

    def seal_at(self, text: str, at: datetime) -> str:
        """The same for a while only: `unseal_at` opens it."""
        return self._fernet.encrypt_at_time(text.encode(), int(at.timestamp())).decode()

    def unseal_at(self, sealed: str, seconds: int, at: datetime) -> str | None:
        """What was sealed at most so many seconds ago; None for anything else."""
        try:
            now = int(at.timestamp())
            return self._fernet.decrypt_at_time(sealed.encode(), seconds, now).decode()
        except (InvalidToken, ValueError):
            return None

    def can_open(self, sealed: str) -> bool:
        """Whether one of the keys fits."""
        try:
            self._unseal(sealed)
        except ConfigurationError:
            return False
        return True

    def mark(self, *parts: str) -> str:
        """The mark that new rows get."""
        return self.marks(*parts)[0]

    def marks(self, *parts: str) -> list[str]:
        """Every mark that rows may have, the newest key's first."""
        told = "\x1f".join(parts).encode()
        return [hmac.digest(key, told, "sha256").hex() for key in self._markers]
