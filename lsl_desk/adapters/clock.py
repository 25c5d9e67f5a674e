# SPDX-License-Identifier: AGPL-3.0-or-later
"""The machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Implements `client.ports.Clock`."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)
