# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two tables of `schema`: what a dispute holds back, and what was erased at its date."""

from sqlalchemy import ForeignKey, Index, Table

from lsl_desk.server.db.columns import bytes_column as _bytes
from lsl_desk.server.db.columns import metadata
from lsl_desk.server.db.columns import row_id_column as _row_id
from lsl_desk.server.db.columns import text_column as _text

hold = Table(
    "hold",
    metadata,
    _text("jury", ForeignKey("jury.id"), key=True),
    _text("number", key=True),  # "" for the whole jury
    _text("reason"),
    _text("since"),
)

erasure = Table(
    "erasure",
    metadata,
    _row_id("id"),
    _text("jury", ForeignKey("jury.id")),
    _text("erased"),
    _bytes("sealed"),  # `wire.erasure_record`
    Index("erasure_jury", "jury"),
)
