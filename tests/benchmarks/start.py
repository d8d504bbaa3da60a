"""How soon a fresh `hallway serve` takes events, and answers a question asked that early.

    python -m tests.benchmarks.start [runs]

From the start of the process to its first acknowledged event, and to the answer in Slack's
stand-in (which waits for the model), beside a bare Python that only imports Bolt, Flask and
SQLAlchemy; the two take turns. Medians over the runs.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

from slack_sdk.signature import SignatureVerifier

from hallway_bot.assembly import build
from hallway_bot.playground.server import Playground
from hallway_bot.services.sources import read
from hallway_bot.settings import load
from hallway_bot.slack.manifest import manifest

_SECRET, _TOKEN = "benchmark", "xoxb-playground"
_LESSONS = Path(__file__).parents[2] / "hallway_bot" / "playground" / "lessons.jsonl"
_BARE = [sys.executable, "-c", "import slack_bolt, flask, sqlalchemy"]
_PATIENCE = 60.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _acknowledged(url: str) -> bool:
    """Whether a signed event gets its 200."""
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "unknown"}})
    verifier, now = SignatureVerifier(_SECRET), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": verifier.generate_signature(timestamp=now, body=body) or "",
    }
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=5):
            return True
    except URLError as error:
        # An event nobody listens to is 404 in Bolt: it came through all the same.
        return getattr(error, "code", None) == 404
    except OSError:
        return False


def _wait(until: object, began: float) -> float:
    while not until():  # type: ignore[operator]
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError
        time.sleep(0.01)
    return time.perf_counter() - began


def once(data: Path) -> tuple[float, float]:
    """Seconds from process start to the first acknowledged event, and to the answer."""
    playground = Playground(manifest("http://127.0.0.1"), _SECRET, _TOKEN).start()
    port = _free_port()
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": _TOKEN,
        "SLACK_SIGNING_SECRET": _SECRET,
        "HALLWAY_SLACK_API_URL": playground.api_url,
        "HALLWAY_PORT": str(port),
        "HALLWAY_DATA": str(data),
    }
    began = time.perf_counter()
    command = [sys.executable, "-c", "from hallway_bot.cli import main; main()", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/slack/events"
        taken = _wait(lambda: _acknowledged(url), began)
        playground.connect(url)
        asker = playground.person("U0BRAM")
        before = len(asker.messages(asker.im))
        asker.say(asker.im, "should I lower the DNS TTL before moving?")
        answered = _wait(lambda: "TTL" in str(asker.messages(asker.im)[before + 1 :]), began)
        return taken, answered
    finally:
        process.terminate()
        process.wait()
        playground.stop()


def main() -> None:
    """Fill a data folder once, then start on it again and again."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with TemporaryDirectory(prefix="hallway-benchmark-") as folder:
        hallway = build(load(Path(folder)))
        workspace = hallway.store.workspace(None)
        hallway.exchange.take_in(workspace, read(_LESSONS))
        assert hallway.indexer is not None
        hallway.indexer.catch_up(workspace)
        hallway.close()
        rows = []
        for _ in range(runs):
            began = time.perf_counter()
            subprocess.run(_BARE, check=True)
            rows.append((time.perf_counter() - began, *once(Path(folder))))
    bare, taken, answered = (statistics.median(column) for column in zip(*rows, strict=True))
    print(
        f"first event acknowledged after {taken:.2f} s ({taken / bare:.1f}x the bare imports' "
        f"{bare:.2f} s), a question asked then answered after {answered:.2f} s"
    )


if __name__ == "__main__":
    main()
