# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fault of ours in words that may be logged or sent: types and places in the code, never a message or a value."""

from pathlib import PurePath
from traceback import walk_tb


def places(error: BaseException) -> str:
    """Types and places of an error and its causes: « ui/home/home_page.py:42 in _open »; no message, no value."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__name__)
        lines += [f"  {_place(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
                  for frame, line in walk_tb(current.__traceback__)]  # fmt: skip
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def _place(file: str) -> str:
    """Keep of a code file what is ours or a library's, and nothing of the user's folders."""
    parts = PurePath(file).parts
    for root in ("lsl_desk", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else "?"
