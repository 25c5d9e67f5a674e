# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing what a jury holds, and giving it to its posts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.server.db import heads
from lsl_desk.server.db import juries as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import active_base, audit
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire import envelope
from lsl_desk.wire.envelope import EnvelopeBroken, Signed
from lsl_desk.wire.manifests import ManifestUnreadable, decode_manifest, edition, encode_manifest
from lsl_desk.wire.strict import moment_of, moment_text


def publish(academy: Academy, juries: Iterable[JuryId] | None = None) -> list[JuryId]:
    """Publish juries as the exam office's tables say they are now.

    Args:
        academy: where.
        juries: which; all of them by default.

    Returns:
        Those that have a new version: one that says nothing new is not made.

    Raises:
        Refusal: JURY_UNKNOWN; nothing was published.
    """
    moved = academy.database.write(lambda connection: publish_in(academy, connection, juries))
    academy.notices.tell(moved)
    return [head.jury for head in moved]


def publish_in(academy: Academy, connection: Connection, juries: Iterable[JuryId] | None) -> list[heads.Head]:
    """As `publish`, in the transaction that changed the tables; `Notices.tell` what it returns, once committed."""
    wanted = sorted(set(rows.every(connection) if juries is None else juries))
    held = heads.hold(connection, wanted)
    return [head for jury in wanted if (head := _publish_one(academy, connection, held[jury])) is not None]


def _publish_one(academy: Academy, connection: Connection, head: heads.Head) -> heads.Head | None:
    now = academy.clock()
    before = rows.newest(connection, head.jury)
    version = 1 if before is None else before.version + 1
    made = _manifest(academy, connection, head.jury, version, now)
    blank = encode_manifest(replace(made, version=1, made=datetime(1970, 1, 1, tzinfo=UTC)))
    content = sha256(blank).hexdigest()
    if before is not None and before.content == content:
        return None
    return _keep(academy, connection, head, made, content)


def _keep(academy: Academy, connection: Connection, head: heads.Head, made: JuryManifest, content: str) -> heads.Head:
    signed = academy.key.sign(envelope.MANIFEST, encode_manifest(made))
    published = rows.Published(made.version, content, signed.payload, signed.signature)
    rows.publish(connection, head.jury, published, moment_text(made.made))
    moved = replace(head, version=made.version)
    heads.move(connection, moved)
    return moved


def renumber(academy: Academy, jury: JuryId, shown: bytes, *, by: str) -> tuple[Edition, bytes]:
    """Go past a manifest that a post holds and this academy, restored from a backup since, does not know.

    What is published now is published again under the number after it. Only what this academy signed itself can move
    the number, to one past it and once: a post cannot push it further than it truly was.

    Args:
        academy: where.
        jury: whose.
        shown: the envelope that the post holds.
        by: identifier of the post, for the audit.

    Returns:
        The newest manifest, as `manifest`.

    Raises:
        Refusal: MANIFEST_UNSIGNED, this academy never signed it for this jury; JURY_UNKNOWN, ACTIVE_ENDED.
    """
    held = _own(academy, jury, shown)
    with academy.database.reading() as connection:
        active_base.checked(academy, connection, jury)
    moved = academy.database.write(lambda connection: _go_past(academy, connection, jury, held, by))
    academy.notices.tell(moved)
    return manifest(academy, jury)


def _own(academy: Academy, jury: JuryId, shown: bytes) -> Edition:
    try:
        signed = Signed.from_bytes(shown)
        academy.key.public.verify(signed, envelope.MANIFEST)
        read = decode_manifest(signed.payload)
    except (EnvelopeBroken, ManifestUnreadable) as error:
        raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury) from error
    if read.jury != jury:
        raise Refusal(Code.MANIFEST_UNSIGNED, jury=jury)
    return edition(read.version, signed.signature)


def _go_past(academy: Academy, connection: Connection, jury: JuryId, held: Edition, by: str) -> Sequence[heads.Head]:
    head = heads.hold(connection, [jury])[jury]
    newest = rows.newest(connection, jury)
    if newest is None or newest.edition.follows(held):
        return ()
    now = academy.clock()
    made = replace(decode_manifest(newest.payload), version=held.version + 1, made=now)
    moved = _keep(academy, connection, head, made, newest.content)
    facts = {"version": made.version, "from": newest.version}
    audit.record(connection, actor=by, action="manifest_renumbered", resource=jury, facts=facts, now=now)
    return (moved,)


def _manifest(academy: Academy, connection: Connection, jury: JuryId, version: int, now: datetime) -> JuryManifest:
    row = rows.find(connection, jury)
    if row is None:
        raise Refusal(Code.JURY_UNKNOWN, jury=jury)
    return JuryManifest(
        jury=row.id,
        centre=row.centre,
        label=row.label,
        session=academy.session,
        version=version,
        made=now,
        sitting=None if row.sitting is None else moment_of(row.sitting),
        candidates=tuple(rows.candidates(connection, jury)),
        marks=rows.marks(connection, jury),
        heads=rows.heads(connection, jury),
        ocean=rows.paper_list_of(connection, jury),
        group=row.group,
        members=rows.members(connection, jury),
        period=row.period,
        zone=academy.zone,
    )


def listed(academy: Academy, juries: frozenset[JuryId]) -> list[rows.Listed]:
    """Those of these juries that are published."""
    with academy.database.reading() as connection:
        return rows.listed(connection, juries)


def manifest(academy: Academy, jury: JuryId) -> tuple[Edition, bytes]:
    """Which manifest of a jury is the newest, and its signed envelope.

    Raises:
        Refusal: JURY_UNKNOWN, it was never published; ACTIVE_ENDED, its time in the active base has ended.
    """
    with academy.database.reading() as connection:
        active_base.checked(academy, connection, jury)
        newest = rows.newest(connection, jury)
    if newest is None:
        raise Refusal(Code.JURY_UNKNOWN, jury=jury)
    signed = Signed(envelope.MANIFEST, newest.payload, academy.key.public.id, newest.signature)
    return newest.edition, signed.to_bytes()


def names(academy: Academy, jury: JuryId, *, by: str) -> list[SealedIdentity]:
    """Who the candidates of a jury are, in the order of the PV; that they were asked for is audited, not who they are.

    Once the active base has ended, those alone that a dispute holds.

    Args:
        academy: where.
        jury: whose.
        by: identifier of the post.
    """

    def ask(connection: Connection) -> list[SealedIdentity]:
        given = active_base.given(academy, connection, jury)
        found = [one for one in rows.identities(connection, jury) if given is None or one.number in given]
        audit.record(connection, actor=by, action="names_read", resource=jury, facts={}, now=academy.clock())
        return found

    return academy.database.write(ask)


def livret_size(academy: Academy, jury: JuryId, digest: Digest) -> int:
    """How long a livret of a jury is, in bytes.

    Raises:
        Refusal: NOT_FOUND, no candidate of the jury has it, or its file is not whole; ACTIVE_ENDED.
    """
    with academy.database.reading() as connection:
        given = active_base.given(academy, connection, jury)
        size = rows.holds(connection, jury, [digest], given).get(digest)
    if size is None and given is not None:
        raise active_base.ended(jury)
    if size is None or academy.files.size(digest) != size:
        raise Refusal(Code.NOT_FOUND)
    return size


def livret_sizes(academy: Academy, jury: JuryId, digests: Sequence[Digest]) -> list[tuple[Digest, int]]:
    """How long livrets of a jury are, in the order asked, once each; 0 for one that is not to be given.

    Raises:
        Refusal: ACTIVE_ENDED, none of the jury is given any more.
    """
    with academy.database.reading() as connection:
        held = rows.holds(connection, jury, digests, active_base.checked(academy, connection, jury))
    return [(digest, held.get(digest, 0)) for digest in dict.fromkeys(digests)]
