# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of `schema`: what the heads of schools received, loaded and opened. Insert-only: what was done stays."""

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table

from lsl_desk.server.db.columns import ROW_ID as _ROW_ID
from lsl_desk.server.db.columns import metadata
from lsl_desk.server.db.columns import number_column as _number
from lsl_desk.server.db.columns import row_id_column as _row_id
from lsl_desk.server.db.columns import text_column as _text

_LOT = BigInteger().with_variant(Integer(), "sqlite")

visa_receipt = Table(
    "visa_receipt",
    metadata,
    _row_id("id"),
    _text("school", ForeignKey("school.id")),
    _text("received"),
    _text("receiver", ForeignKey("account.id")),
    Index("visa_receipt_school", "school"),
)

# Line by line, since a visa that was parked comes to its school after later ones.
visa_received = Table(
    "visa_received",
    metadata,
    _text("school", ForeignKey("school.id"), key=True),
    _text("jury", key=True),
    _text("number", key=True),
    Column("lot", _LOT, primary_key=True, autoincrement=False),
    Column("receipt", _ROW_ID, ForeignKey("visa_receipt.id"), nullable=False),
    ForeignKeyConstraint(["jury", "number", "lot"], ["visa.jury", "visa.number", "visa.lot"]),
)

# A final livret: the file and the visa that go together. Only what was received is loaded.
final_livret = Table(
    "final_livret",
    metadata,
    _text("school", key=True),
    _text("jury", key=True),
    _text("number", key=True),
    Column("lot", _LOT, primary_key=True, autoincrement=False),
    _text("digest"),  # of the livret, the same in the visa and in the file that was read
    _text("envelope"),  # digest of the signed visas (`envelope.Signed.digest`)
    _text("loaded"),
    _text("loader", ForeignKey("account.id")),
    ForeignKeyConstraint(
        ["school", "jury", "number", "lot"],
        ["visa_received.school", "visa_received.jury", "visa_received.number", "visa_received.lot"],
    ),
)

livret_opening = Table(
    "livret_opening",
    metadata,
    _row_id("id"),
    _text("school", ForeignKey("school.id")),
    _text("opens"),  # first day, « 2018-07-09 », in the academy's zone
    _text("closes"),  # last day
    _number("loaded"),  # divisions loaded when it was decided
    _number("divisions"),
    _text("made"),
    _text("maker", ForeignKey("account.id")),
    Index("livret_opening_school", "school"),
)

TABLES: Final = (visa_receipt, visa_received, final_livret, livret_opening)
"""In this order."""
