# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables as the code speaks of them. A test holds them to what the migrations make."""

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=null, autoincrement=False)


def _row_id(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _bytes(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _of_version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["jury", "version"], ["version.jury", "version.version"])


person = Table("person", metadata, _number("id", key=True), _text("name"), _text("role"), CheckConstraint("id = 1"))

device = Table(
    "device",
    metadata,
    _text("id", key=True),
    _bytes("public"),
    _bytes("private", null=True),
    _number("sequence"),
    _text("head"),
)

jury = Table(
    "jury",
    metadata,
    _text("jury", key=True),
    _text("label"),
    _number("session", null=True),
    _number("version"),
    _text("imported"),
    _number("candidates"),
    _number("livrets"),
    _text("formats"),
    _number("read"),
    _number("problems"),
    Column("period", Text, nullable=False, server_default="juin"),
)

version = Table(
    "version",
    metadata,
    _text("jury", key=True),
    _number("version", key=True),
    _text("label"),
    _number("session", null=True),
    _text("imported"),
    _text("source"),
)

livret = Table(
    "livret",
    metadata,
    _row_id("id"),
    _text("digest"),
    _bytes("data"),
    _text("held", null=True),
    UniqueConstraint("digest"),
)

livret_text = Table(
    "livret_text",
    metadata,
    Column("livret", Integer, ForeignKey("livret.id"), primary_key=True, autoincrement=False),
    _text("text"),
    _text("folded"),
)

candidate = Table(
    "candidate",
    metadata,
    _text("jury", key=True),
    _number("version", key=True),
    _number("rank", key=True),
    _text("pv"),
    _text("number"),
    _text("serie"),
    _text("format"),
    _text("reason"),
    _text("problem", null=True),
    Column("digest", Text, ForeignKey("livret.digest")),
    _number("size", null=True),
    _text("pages", null=True),
    _of_version(),
    Index("candidate_number", "number"),
    Index("candidate_digest", "digest"),
)

anomaly = Table(
    "anomaly",
    metadata,
    _text("jury", key=True),
    _number("version", key=True),
    _number("rank", key=True),
    _text("code"),
    _text("place"),
    _text("value"),
    _text("expected"),
    _of_version(),
)

identity = Table(
    "identity",
    metadata,
    _text("jury", key=True),
    _number("version", key=True),
    _number("count"),
    _bytes("sealed"),
    _of_version(),
)

identity_key = Table("identity_key", metadata, _number("id", key=True), _bytes("wrapped"), CheckConstraint("id = 1"))

act = Table(
    "act",
    metadata,
    _row_id("position"),
    _text("act"),
    Column("device", Text, ForeignKey("device.id"), nullable=False),
    _number("sequence"),
    _bytes("payload"),
    _bytes("signature"),
    UniqueConstraint("act"),
    UniqueConstraint("device", "sequence"),
)

livret_read = Table(
    "livret_read", metadata, _text("jury", key=True), _text("number", key=True), _text("digest", key=True)
)

page_seen = Table(
    "page_seen",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("digest", key=True),
    _number("page", key=True),
    Column("seconds", REAL, nullable=False),
)

note = Table("note", metadata, _text("key", key=True), _text("value"))

academy = Table(
    "academy",
    metadata,
    _number("id", key=True),
    _text("url"),
    _text("name"),
    _bytes("key"),
    _text("who"),
    _text("role", null=True),
    _text("centre"),
    CheckConstraint("id = 1"),
)

manifest = Table(
    "manifest",
    metadata,
    _text("jury", key=True),
    _number("number", key=True),
    _number("version"),
    _bytes("envelope"),
    _of_version(),
)

taken = Table(
    "taken",
    metadata,
    _text("jury", key=True),
    _number("number"),
    _text("digest"),  # "" from before this table: the list says
)

own_check = Table(
    "own_check",
    metadata,
    _text("jury", key=True),
    _text("digest", key=True),
    _text("number", key=True),
    _text("problem", null=True),
    _text("pages"),
)

receipt = Table(
    "receipt",
    metadata,
    Column("act", Text, ForeignKey("act.act"), primary_key=True),
    _text("academy", key=True),
    _text("verdict"),
    _bytes("envelope"),
)

feed = Table(
    "feed",
    metadata,
    _text("act", key=True),
    _text("jury"),
    _number("rank", null=True),
    _text("chain"),
    _bytes("envelope"),
    _bytes("receipt"),
    _bytes("key"),
    UniqueConstraint("jury", "rank"),
)

contact = Table("contact", metadata, _text("jury", key=True), _text("time"))

eve_act = Table("eve_act", metadata, _text("act", key=True), _text("jury"))

neighbour_act = Table(
    "neighbour_act",
    metadata,
    _row_id("place"),
    _text("act"),
    _text("jury"),
    _text("device"),
    _number("sequence"),
    _bytes("envelope"),
    _bytes("key"),
    UniqueConstraint("act"),
    UniqueConstraint("device", "sequence"),
    sqlite_autoincrement=True,
)
