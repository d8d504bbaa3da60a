"""Structured logging: one JSON object a line on stderr, never a lesson's text or a token."""

import logging
import sys

import structlog


def set_up(level: str) -> None:
    """Our lines from `level` on; libraries only when something is wrong, and what they say
    is reduced to their name and level, because it may quote a payload."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # A tick that finds the one before still at work is left out; that is no trouble.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    logging.basicConfig(handlers=[_Reduced()], level=logging.WARNING, force=True)
    # It warns each time that a job is still busy when its next turn comes; that is how long
    # sending works.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class _Reduced(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger("library").warning(
            "library",
            library=record.name,
            severity=record.levelname.lower(),
            where=f"{record.filename}:{record.lineno}",
        )
