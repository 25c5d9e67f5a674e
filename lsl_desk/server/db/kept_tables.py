# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of `schema`: what a dispute holds back, what was erased at its date, here and by posts, and reminders."""

from typing import Final

from sqlalchemy import ForeignKey, Index, Table

from lsl_desk.server.db.columns import bytes_column as _bytes
from lsl_desk.server.db.columns import metadata
from lsl_desk.server.db.columns import number_column as _number
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

# What a post told of its own erasure: the fact and its digest. The signed record stays on the post.
post_erasure = Table(
    "post_erasure",
    metadata,
    _text("digest", key=True),  # of the signed bytes
    _text("device", ForeignKey("device.id")),
    _text("jury", ForeignKey("jury.id")),
    _text("erased"),  # as the post's clock showed it
    _text("received"),
    _number("livrets"),  # erased
    _number("held"),  # candidates that a dispute keeps on the post
    Index("post_erasure_jury", "jury", "device"),
)

centre_call = Table(
    "centre_call",
    metadata,
    _row_id("id"),
    _text("centre", ForeignKey("centre.id")),
    _text("called"),
    _text("caller", ForeignKey("account.id")),
    _text("said"),
    Index("centre_call_centre", "centre"),
)

TABLES: Final = (hold, erasure, post_erasure, centre_call)
"""In this order."""
