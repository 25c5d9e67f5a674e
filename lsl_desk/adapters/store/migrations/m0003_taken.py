# SPDX-License-Identifier: AGPL-3.0-or-later
"""The highest list of each jury that this post ever took from its academy: it stays when the jury is erased."""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE taken (
        jury TEXT PRIMARY KEY NOT NULL,
        number INTEGER NOT NULL,
        digest TEXT NOT NULL
    )""",
    "INSERT INTO taken SELECT jury, MAX(number), '' FROM manifest GROUP BY jury",
)
"""One transaction, in this order. The digests of what came before are read from the lists themselves."""
