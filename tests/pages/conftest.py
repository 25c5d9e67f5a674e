# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests of the page lane noted is said at the end of the run: which files cost a worker, seeds, memory."""

from typing import Any

_NOTED = ("worker replaced by", "worker memory", "mutations", "worker back after")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    found: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, value in report.user_properties:
            if name in _NOTED:
                found.setdefault(name, []).append(str(value))
    for name, values in found.items():
        terminalreporter.write_line(f"page lane, {name}: {', '.join(values)}")
