"""The playground as a person gets it: `hallway demo`, opened in Debian's Chromium."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

HALLWAY = str(Path(sys.executable).parent / "hallway")
OPEN = "Hallway is open: "
# The page updates by itself; on two busy cores a week that passes takes its time.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page's address of a `hallway demo` with its own lessons, ended afterwards."""
    process = subprocess.Popen([HALLWAY, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        yield _address_in(process)
    finally:
        process.terminate()
        process.wait(60)


def _address_in(process: subprocess.Popen[str]) -> str:
    said: Queue[str] = Queue()
    Thread(target=_hear, args=(process, said), daemon=True).start()
    try:
        while OPEN not in (line := said.get(timeout=300)):
            pass
    except Empty:
        pytest.fail("`hallway demo` never said that Hallway is open.")
    return line.partition(OPEN)[2].split()[0]


def _hear(process: subprocess.Popen[str], said: Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        said.put(line)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        # Containers forbid the sandbox; the only page it opens is ours.
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page as somebody, each time in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_as(person: str, at: str = "messages", width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}#as={person}&at={at}")
        expect(page.get_by_test_id("me")).to_be_attached()
        return page

    yield open_as
    for context in contexts:
        context.close()
