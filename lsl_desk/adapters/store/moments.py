# SPDX-License-Identifier: AGPL-3.0-or-later
"""Instants in the tables: UTC, to the microsecond, in text that sorts."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Write an instant, whatever its zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Read an instant, in UTC."""
    return datetime.fromisoformat(text)
