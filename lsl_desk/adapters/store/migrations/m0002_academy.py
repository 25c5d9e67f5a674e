# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the link to an academy keeps.

``academy`` is whose server it is. ``manifest`` keeps each signed list with the version made of it, ``own_check`` what
this post's own reading of a livret said. ``receipt`` keeps the academy's word on each act of this post, by the key that
signed it; ``feed`` the acts of a jury as the academy ordered them, without a rank when it was restored and has not
received them again. ``contact`` is when it last confirmed a version.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE academy (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        url TEXT NOT NULL,
        name TEXT NOT NULL,
        "key" BLOB NOT NULL,
        who TEXT NOT NULL,
        role TEXT,
        centre TEXT NOT NULL
    )""",
    """CREATE TABLE manifest (
        jury TEXT NOT NULL,
        number INTEGER NOT NULL,
        version INTEGER NOT NULL,
        envelope BLOB NOT NULL,
        PRIMARY KEY (jury, number),
        FOREIGN KEY (jury, version) REFERENCES version (jury, version)
    )""",
    """CREATE TABLE own_check (
        jury TEXT NOT NULL,
        digest TEXT NOT NULL,
        number TEXT NOT NULL,
        problem TEXT,
        pages TEXT NOT NULL,
        PRIMARY KEY (jury, digest, number)
    )""",
    """CREATE TABLE receipt (
        act TEXT NOT NULL REFERENCES act (act),
        academy TEXT NOT NULL,
        verdict TEXT NOT NULL,
        envelope BLOB NOT NULL,
        PRIMARY KEY (act, academy)
    )""",
    """CREATE TABLE feed (
        act TEXT PRIMARY KEY NOT NULL,
        jury TEXT NOT NULL,
        rank INTEGER,
        chain TEXT NOT NULL,
        envelope BLOB NOT NULL,
        receipt BLOB NOT NULL,
        "key" BLOB NOT NULL,
        UNIQUE (jury, rank)
    )""",
    """CREATE TABLE contact (
        jury TEXT PRIMARY KEY NOT NULL,
        time TEXT NOT NULL
    )""",
)
"""One transaction, in this order."""
