"""Logs: one JSON object a line, and never anything that a person typed."""

import logging
import sys

import structlog


def configure() -> None:
    """Send our own and the libraries' lines to standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # A traceback may hold a message's text: the error's kind is enough here, and is logged by us.
    logging.getLogger("uvicorn.error").addFilter(_without_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    record.exc_text = None
    return True
