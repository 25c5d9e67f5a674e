# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve of the deliberation reads at each start.

``eve_act`` names, among the thousands of acts of a journal and of a jury's feed, the few of the eve (`acts.EveBody`);
it is kept up with them. No store had one before this version could write or read them.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE eve_act (
        act TEXT PRIMARY KEY NOT NULL,
        jury TEXT NOT NULL
    )""",
)
"""One transaction, in this order."""
