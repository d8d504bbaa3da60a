"""A real Chroma server, as operators start it."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import chromadb
import pytest
from chromadb.config import Settings

CHROMA = str(Path(sys.executable).parent / "chroma")
_SECONDS = 60


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def chroma_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of one `chroma run` for all tests, on loopback."""
    folder, port = tmp_path_factory.mktemp("chroma-server"), _free_port()
    command = [CHROMA, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            urlopen(f"{url}/api/v2/heartbeat", timeout=5).close()
            return
        except (URLError, OSError):
            assert process.poll() is None, "`chroma run` ended by itself"
            assert time.monotonic() < deadline, "`chroma run` does not answer"
            time.sleep(0.1)


@pytest.fixture
def chroma_server(chroma_address: str) -> Callable[[], str]:
    """Gives the server's URL with nothing kept on it."""

    def fresh() -> str:
        host, _, port = chroma_address.removeprefix("http://").partition(":")
        settings = Settings(anonymized_telemetry=False)
        client = chromadb.HttpClient(host=host, port=int(port), settings=settings)
        for collection in client.list_collections():
            client.delete_collection(collection.name)
        return chroma_address

    return fresh
