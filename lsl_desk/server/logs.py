# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines as JSON, one object a line, without personal data.

Fields are chosen where a line is written: never a path asked for, a query, a name or a number of a candidate.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

from lsl_desk.wire.strict import moment_text

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """One JSON object a record: time (UTC), level, logger, event, and the fields given as ``extra``.

    An exception is told by types and places in the code, never by its text, which may hold a value.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line: dict[str, object] = {
            "time": moment_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def places(error: BaseException) -> list[str]:
    """Types and places of an error and its causes; no message, no value."""
    told: list[str] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        told.append(type(current).__name__)
        for frame, line in walk_tb(current.__traceback__):
            told.append(f"{Path(frame.f_code.co_filename).name}:{line} in {frame.f_code.co_name}")
        current = current.__cause__ or current.__context__
    return told


def to_stderr(level: int = logging.INFO) -> None:
    """Have every log line of the process written as JSON on the standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "alembic"):
        logging.getLogger(name).handlers.clear()
    logging.getLogger("uvicorn.access").disabled = True  # it writes paths and queries; `middleware` writes routes
    logging.getLogger("alembic").setLevel(logging.WARNING)
