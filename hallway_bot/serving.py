"""A web server beside everything else, and its end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_HTTP_THREADS = 16


@contextmanager
def served(
    app: "WSGIApplication",
    host: str = "127.0.0.1",
    port: int = 0,
    threads: int = _HTTP_THREADS,
    name: str = "http",
) -> Iterator[int]:
    """Serve `app` in threads of its own; yields the port, which for 0 is a free one.

    At the end nothing new is accepted, and what is under way has five seconds.
    """
    server = create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        # `select` knows no file beyond the 1,023rd, and the index has some open for each workspace.
        asyncore_use_poll=True,
    )
    threading.Thread(target=server.run, name=name, daemon=True).start()
    try:
        yield server.effective_port
    finally:
        server.close()
        server.task_dispatcher.shutdown()
