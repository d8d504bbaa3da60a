"""What several unit tests start from."""

from pathlib import Path

import pytest

from ..office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(f"sqlite:///{tmp_path / 'hallway.db'}")
