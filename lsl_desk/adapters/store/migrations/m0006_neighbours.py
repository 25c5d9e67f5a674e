# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that the academy has not ordered yet, in the order in which they arrived here.

Those of other posts came by a plan de secours or by the room; those of this post stand among them once the room gave
them a place. ``place`` is never given twice. A row goes when the academy's feed brings its act.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE neighbour_act (
        place INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        act TEXT NOT NULL UNIQUE,
        jury TEXT NOT NULL,
        device TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        envelope BLOB NOT NULL,
        "key" BLOB NOT NULL,
        UNIQUE (device, sequence)
    )""",
)
"""One transaction, in this order."""
