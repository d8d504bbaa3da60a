"""Waits for the playground's page, asks one question through it and checks the answer."""

import json
import sys
import time
import urllib.request

PAGE = "http://127.0.0.1:3210"
CHANNEL = "D0CHLOE"
DEADLINE = time.monotonic() + 300


def fetch(path: str, body: dict[str, str] | None = None) -> str:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(
        PAGE + path, data, {"Content-Type": "application/json", "Origin": PAGE}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def wait_for(path: str, wanted: str) -> None:
    while time.monotonic() < DEADLINE:
        try:
            if wanted in fetch(path):
                return
        except OSError:
            pass
        time.sleep(1)
    sys.exit(f"{path} never showed {wanted!r}")


wait_for("/", "Hallway")
question = "Should I lower the DNS TTL before we move?"
fetch("/page/send", {"as": "U0CHLOE", "channel": CHANNEL, "text": question})
wait_for(f"/page/messages?as=U0CHLOE&channel={CHANNEL}", "Lower the DNS TTL before the move")
print("The playground answered.")
