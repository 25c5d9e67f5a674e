# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first tables.

``jury`` is what the home screen lists, one row a jury, kept up by whatever changes it. ``version`` and ``candidate``
keep every version of a jury's file; ``livret`` keeps each file once, by digest, and ``livret_text`` the text of its
pages with a form feed between them. ``livret_read`` is the journal's « livret read » acts replayed. ``identity`` is
under a second key.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        name TEXT NOT NULL,
        role TEXT NOT NULL
    )""",
    """CREATE TABLE device (
        id TEXT PRIMARY KEY NOT NULL,
        public BLOB NOT NULL,
        private BLOB,
        sequence INTEGER NOT NULL,
        head TEXT NOT NULL
    )""",
    """CREATE TABLE jury (
        jury TEXT PRIMARY KEY NOT NULL,
        label TEXT NOT NULL,
        session INTEGER,
        version INTEGER NOT NULL,
        imported TEXT NOT NULL,
        candidates INTEGER NOT NULL,
        livrets INTEGER NOT NULL,
        formats TEXT NOT NULL,
        "read" INTEGER NOT NULL,
        problems INTEGER NOT NULL
    )""",
    """CREATE TABLE version (
        jury TEXT NOT NULL,
        version INTEGER NOT NULL,
        label TEXT NOT NULL,
        session INTEGER,
        imported TEXT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (jury, version)
    )""",
    """CREATE TABLE livret (
        id INTEGER PRIMARY KEY NOT NULL,
        digest TEXT NOT NULL UNIQUE,
        data BLOB NOT NULL
    )""",
    """CREATE TABLE livret_text (
        livret INTEGER PRIMARY KEY NOT NULL REFERENCES livret (id),
        text TEXT NOT NULL,
        folded TEXT NOT NULL
    )""",
    """CREATE TABLE candidate (
        jury TEXT NOT NULL,
        version INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        pv TEXT NOT NULL,
        number TEXT NOT NULL,
        serie TEXT NOT NULL,
        format TEXT NOT NULL,
        reason TEXT NOT NULL,
        problem TEXT,
        digest TEXT REFERENCES livret (digest),
        size INTEGER,
        pages TEXT,
        PRIMARY KEY (jury, version, rank),
        FOREIGN KEY (jury, version) REFERENCES version (jury, version)
    )""",
    "CREATE INDEX candidate_number ON candidate (number)",
    "CREATE INDEX candidate_digest ON candidate (digest)",
    """CREATE TABLE anomaly (
        jury TEXT NOT NULL,
        version INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        code TEXT NOT NULL,
        place TEXT NOT NULL,
        value TEXT NOT NULL,
        expected TEXT NOT NULL,
        PRIMARY KEY (jury, version, rank),
        FOREIGN KEY (jury, version) REFERENCES version (jury, version)
    )""",
    """CREATE TABLE identity (
        jury TEXT NOT NULL,
        version INTEGER NOT NULL,
        count INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (jury, version),
        FOREIGN KEY (jury, version) REFERENCES version (jury, version)
    )""",
    """CREATE TABLE identity_key (
        id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
        wrapped BLOB NOT NULL
    )""",
    """CREATE TABLE act (
        position INTEGER PRIMARY KEY NOT NULL,
        act TEXT NOT NULL UNIQUE,
        device TEXT NOT NULL REFERENCES device (id),
        sequence INTEGER NOT NULL,
        payload BLOB NOT NULL,
        signature BLOB NOT NULL,
        UNIQUE (device, sequence)
    )""",
    """CREATE TABLE livret_read (
        jury TEXT NOT NULL,
        number TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (jury, number, digest)
    )""",
    """CREATE TABLE page_seen (
        jury TEXT NOT NULL,
        number TEXT NOT NULL,
        digest TEXT NOT NULL,
        page INTEGER NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (jury, number, digest, page)
    )""",
    """CREATE TABLE note (
        "key" TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    )""",
)
"""One transaction, in this order. A statement, once released, never changes; a later number does."""
