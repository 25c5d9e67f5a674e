# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables as the code speaks of them. A test holds them to what the migrations make, on both databases.

Times are text in UTC, as `wire.strict.moment_text` writes them, so that they sort; decimals are text: none is rounded.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from lsl_desk.server.db import columns, kept_tables, school_tables
from lsl_desk.server.db.columns import ROW_ID as _ROW_ID
from lsl_desk.server.db.columns import bytes_column as _bytes
from lsl_desk.server.db.columns import number_column as _number
from lsl_desk.server.db.columns import of_candidate as _of_candidate
from lsl_desk.server.db.columns import row_id_column as _row_id
from lsl_desk.server.db.columns import text_column as _text

metadata = columns.metadata

academy = Table(
    "academy",
    metadata,
    _number("id", key=True),
    _text("name"),
    _number("session"),
    _bytes("public"),  # the private half is a file of its own (`Settings.key_path`): a copy of the tables cannot sign
    _text("created"),
    CheckConstraint("id = 1", name="academy_is_one"),
)

# People

account = Table(
    "account",
    metadata,
    _text("id", key=True),
    _text("login"),  # lower case
    _text("name"),
    _text("role"),
    _text("centre", ForeignKey("centre.id"), null=True),
    _text("password", null=True),  # argon2
    _text("subject", null=True),  # of OIDC
    _text("state"),  # active, disabled
    _text("created"),
    _text("school", ForeignKey("school.id"), null=True),  # of its head
    UniqueConstraint("login"),
    UniqueConstraint("subject"),
)

web_session = Table(
    "web_session",
    metadata,
    _text("digest", key=True),  # SHA-256 of the cookie
    _text("account", ForeignKey("account.id")),
    _text("created"),
    _text("seen"),
    _text("expires"),
    Index("web_session_account", "account"),
)

access_code = Table(
    "access_code",
    metadata,
    _text("account", ForeignKey("account.id"), key=True),
    _text("digest"),  # SHA-256 of the one-time code
    _text("expires"),
)

known_browser = Table(
    "known_browser",
    metadata,
    _text("digest", key=True),  # SHA-256 of its cookie
    _text("account", ForeignKey("account.id")),
    _text("created"),
    Index("known_browser_account", "account"),
)

oidc_flow = Table(
    "oidc_flow",
    metadata,
    _text("state", key=True),  # SHA-256 of what must come back, once
    _text("browser"),  # SHA-256 of the cookie of the browser it must come back to
    _text("nonce"),
    _text("verifier"),
    _text("expires"),
)

throttle = Table(
    "throttle",
    metadata,
    _text("subject", key=True),  # what is counted, as a digest: a login, an address, a browser
    _text("since"),
    _number("count"),
)

# What the exam office gave

centre = Table("centre", metadata, _text("id", key=True), _text("name"))

school = Table("school", metadata, _text("id", key=True), _text("name"), _text("phone"))  # of origin, by UAI

jury = Table(
    "jury",
    metadata,
    _text("id", key=True),
    _text("centre", ForeignKey("centre.id")),
    _text("label"),
    _text("serie"),
    _text("sitting", null=True),
    Column("exam_group", Integer, nullable=False, server_default="1"),  # of épreuves: 1, or 2
    Column("period", Text, nullable=False, server_default="juin"),  # or « septembre »
    Index("jury_centre", "centre"),
)

seat = Table(
    "seat",
    metadata,
    _text("jury", ForeignKey("jury.id"), key=True),
    _text("account", ForeignKey("account.id"), key=True),
    _text("role"),  # president, vice_president
    Index("seat_account", "account"),
)

# Who the jury is made of, as the exam office composed it.
jury_member = Table(
    "jury_member",
    metadata,
    _text("jury", ForeignKey("jury.id"), key=True),
    _number("rank", key=True),
    _text("name"),
    _text("quality"),  # value of `domain.acts.Quality`
)

livret = Table("livret", metadata, _text("digest", key=True), _number("size"), _number("pages"))

candidate = Table(
    "candidate",
    metadata,
    _text("jury", ForeignKey("jury.id"), key=True),
    _text("number", key=True),
    _number("rank"),  # in the PV
    _text("pv"),
    _text("cyclades"),  # N° Candidat, ""
    _text("serie"),
    _text("format"),
    _text("reason"),
    _text("problem", null=True),
    _text("digest", ForeignKey("livret.digest"), null=True),
    _text("pages", null=True),  # JSON: [[verdict, number found], …] of the number lock, one a page
    Index("candidate_digest", "digest"),
    Index("candidate_number", "number"),
)

# Who they are: read by pages of those who may, never by the API of the posts.
identity = Table(
    "identity",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("name"),
    _text("usage_name"),
    _text("first_names"),
    _text("third_name"),
    _text("ine"),
    _text("division"),
    _text("school"),  # its code, as of `school`, or ""
    _of_candidate(),
    Index("identity_school", "school"),
)

# The exam office's own list of paper livrets, of the juries it gave one for.
paper_list = Table("paper_list", metadata, _text("jury", ForeignKey("jury.id"), key=True), _text("made"))

paper_listed = Table("paper_listed", metadata, _text("jury", key=True), _text("number", key=True), _of_candidate())

mark = Table(
    "mark",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("exam", key=True),
    _number("rank"),
    _text("coefficient"),
    _text("value", null=True),
    _text("second", null=True),  # of the second group
    Column("chosen", Integer, nullable=False, server_default="0"),  # 1 when it is taken there
    _of_candidate(),
)

manifest = Table(
    "manifest",
    metadata,
    _text("jury", ForeignKey("jury.id"), key=True),
    _number("version", key=True),
    _text("made"),
    _text("content"),  # SHA-256 of what it says but for its version and date: tells whether something changed
    _bytes("payload"),
    _bytes("signature"),
)

# Posts

device = Table(
    "device",
    metadata,
    _text("id", key=True),
    _bytes("public"),
    _text("label"),
    _text("account", ForeignKey("account.id")),
    _text("centre", ForeignKey("centre.id"), null=True),
    _text("state"),  # active, revoked
    _text("reason"),
    _text("enrolled"),
    _text("revoked", null=True),
    _number("sequence"),
    _text("head"),
    Index("device_account", "account"),
    Index("device_centre", "centre"),
)

enrolment = Table(
    "enrolment",
    metadata,
    _text("id", key=True),
    _text("commitment"),
    _text("label"),
    _bytes("server_nonce"),
    _bytes("public", null=True),
    _bytes("nonce", null=True),
    _text("state"),  # waiting, approved, refused
    _text("account", ForeignKey("account.id"), null=True),
    _text("decided_by", ForeignKey("account.id"), null=True),
    _text("created"),
    _text("expires"),
)

challenge = Table(
    "challenge",
    metadata,
    _text("nonce", key=True),  # of those that were answered: none is answered twice
    _text("device", ForeignKey("device.id")),
    _text("expires"),
)

token = Table(
    "token",
    metadata,
    _text("digest", key=True),  # SHA-256 of the bearer token
    _text("device", ForeignKey("device.id")),
    _text("expires"),
    Index("token_device", "device"),
)

# What people did: insert-only, but for the heads

jury_head = Table(
    "jury_head",
    metadata,
    _text("jury", key=True),  # also of a jury this academy has not: an act that names it is kept all the same
    _number("sequence"),
    _text("chain"),
    _number("version"),  # of the newest manifest, 0 before the first
    _text("closed", null=True),  # the act that closed the sitting
    _text("opened", null=True),  # the act that opened it
    _text("presiding", null=True),  # value of `domain.acts.Role` after a handover
    _text("attendance", null=True),  # the act that says who attends
    Column("closing_acts", Integer, nullable=False, server_default="0"),  # rows of `closing_act`
)

act = Table(
    "act",
    metadata,
    _row_id("position"),
    _text("act"),
    _text("device", ForeignKey("device.id")),
    _number("sequence"),
    _text("jury"),
    _number("jury_sequence"),
    _text("digest"),
    _bytes("payload"),
    _bytes("signature"),
    _text("verdict"),
    _bytes("receipt"),
    _bytes("receipt_signature"),
    UniqueConstraint("act"),
    UniqueConstraint("device", "sequence"),
    UniqueConstraint("jury", "jury_sequence"),
)

mark_change = Table(
    "mark_change",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("exam", key=True),
    _number("version", key=True),
    _text("value", null=True),  # None when the jury waits for it
    _text("missing", null=True),  # value of `domain.acts.MissingRule`, of a mark that is missing
    _text("origin", null=True),  # of a provisional one, in French
    _text("act", ForeignKey("act.act")),
    UniqueConstraint("act"),
)

mark_conflict = Table(
    "mark_conflict",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),  # the act that came second
    _text("jury"),
    _text("number"),
    _text("exam"),
    _text("settled", ForeignKey("act.act"), null=True),
    Index("mark_conflict_jury", "jury"),
)

decision_change = Table(
    "decision_change",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _number("version", key=True),
    _text("ruling", null=True),  # value of `domain.acts.Ruling`, None when it was withdrawn
    _text("marks", null=True),  # digest of the marks it saw
    _text("act", ForeignKey("act.act")),  # which says the rest
    UniqueConstraint("act"),
)

decision_conflict = Table(
    "decision_conflict",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),  # the act that came second
    _text("jury"),
    _text("number"),
    _text("settled", ForeignKey("act.act"), null=True),
    Index("decision_conflict_jury", "jury"),
)

# What the jury declared of a livret: by the newest act of each.
livret_declared = Table(
    "livret_declared",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("said", key=True),  # paper (examined), instead (of a numeric livret), none (given)
    _number("holds"),  # 1, or 0 once it was taken back
    _text("act", ForeignKey("act.act")),
)

presidency_handed = Table(
    "presidency_handed",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),  # which says to whom
    _text("jury"),
    Index("presidency_handed_jury", "jury"),
)

# What closes a jury (`domain.closing_state.MOVES`), replayed whenever one of them must be decided.
closing_act = Table(
    "closing_act",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),
    _text("jury"),
    Index("closing_act_jury", "jury"),
)

# What the exam office publishes, in two steps by two officers; juries are named when it is confirmed.
publication = Table(
    "publication",
    metadata,
    _row_id("id"),
    _number("exam_group"),
    _text("at"),  # UTC, when the results are public
    _text("proposed"),
    _text("proposer", ForeignKey("account.id")),
    _text("confirmed", null=True),
    _text("confirmer", ForeignKey("account.id"), null=True),
    _text("cancelled", null=True),
)

publication_jury = Table(
    "publication_jury",
    metadata,
    Column("publication", _ROW_ID, ForeignKey("publication.id"), primary_key=True),
    _text("jury", ForeignKey("jury.id"), key=True),
    _text("excluded", null=True),  # why it is left out, None for a jury that is published
    Column("sequence", Integer),  # acts of its head when this was confirmed; None, confirmed before this was kept
    Column("version", Integer),  # of its list then
    Index("publication_jury_jury", "jury"),
)

# Visas sent: by lot, an envelope a jury, a line a candidate and lot; that of the newest lot is in force.
visa_lot = Table(
    "visa_lot", metadata, _row_id("id"), _number("exam_group"), _text("sent"), _text("sender", ForeignKey("account.id"))
)

visa_envelope = Table(
    "visa_envelope",
    metadata,
    Column("lot", _ROW_ID, ForeignKey("visa_lot.id"), primary_key=True),
    _text("jury", ForeignKey("jury.id"), key=True),
    _text("pv"),  # digest of the PV they were drawn from
    _bytes("sealed"),  # `wire.visas.seal_visas`: what is sent and verified
)

visa = Table(
    "visa",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    Column("lot", _ROW_ID, ForeignKey("visa_lot.id"), primary_key=True),
    _text("how"),  # value of `domain.visas.How`; "" for a visa taken back, the decision being final no more
)

hold, erasure, post_erasure, centre_call = kept_tables.TABLES
"""What disputes hold back, what was erased at its date, here and by posts, and which centres were reminded."""

visa_receipt, visa_received, final_livret, livret_opening = school_tables.TABLES  # of heads of schools

livret_read = Table(
    "livret_read",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),
    _text("jury"),
    _text("number"),
    _text("digest"),
    _text("role", null=True),  # in what quality: value of `domain.acts.Role`
    _number("pages", null=True),  # how many the act tells of
    Index("livret_read_livret", "jury", "number", "digest"),
)

# What centres said of the eve: by the newest act of each.

paper_received = Table(
    "paper_received",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _number("received"),  # 1, or 0 once it was taken back
    _text("act", ForeignKey("act.act")),
)

head_named = Table(
    "head_named",
    metadata,
    _text("jury", key=True),
    _text("role", key=True),
    _text("name"),
    _text("act", ForeignKey("act.act")),
)

copy_made = Table(
    "copy_made",
    metadata,
    _text("jury", key=True),
    Column("copy", BigInteger, nullable=False),  # a post may say any number
    _text("made"),  # as the post's clock showed it
    _text("act", ForeignKey("act.act")),
)

livret_drilled = Table(
    "livret_drilled",
    metadata,
    _text("jury", key=True),
    _text("number", key=True),
    _text("digest", null=True),  # of the livret published when it was drilled
    _number("opened"),  # 1, or 0 when it could not be
    _text("made"),
    _text("act", ForeignKey("act.act")),
)

office_message = Table(
    "office_message",
    metadata,
    _text("act", ForeignKey("act.act"), key=True),  # which says the words, who and when
    _text("jury"),
    _text("received"),
    _text("handled", null=True),
    _text("handler", ForeignKey("account.id"), null=True),
    Index("office_message_handled", "handled"),
)

audit_head = Table(
    "audit_head",
    metadata,
    _number("id", key=True),
    _number("sequence"),
    _text("chain"),
    CheckConstraint("id = 1", name="audit_head_is_one"),
)

audit = Table(
    "audit",
    metadata,
    _number("sequence", key=True),
    _text("time"),
    _text("actor"),  # an account's or a device's identifier, "" for a command on the server
    _text("action"),
    _text("resource"),
    _text("facts"),  # JSON; no name, no INE, no number of a candidate
    _text("previous"),
    _text("digest"),  # SHA-256 of the line with ``previous``
)
