# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal in the sealed file: this device's key, its chain, and the acts as they were signed."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import eve_acts, juries, schema
from lsl_desk.adapters.store import proved as proofs
from lsl_desk.adapters.store.proved import Proof, Written
from lsl_desk.client.ports import Trail
from lsl_desk.domain.acts import Act, Author, Body, LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import ChainBroken, Head, verified
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import ActUnreadable, decode_act, encode_act, opens_only, tells_incident
from lsl_desk.wire.envelope import EnvelopeBroken, Signed, SigningKey, VerifyingKey

# Made once, and not at each act: a person waits for them whenever they record.
_DEVICE = schema.device.c.id == bindparam("device")
_END = select(schema.device.c.sequence, schema.device.c.head).where(_DEVICE)
_MOVE_END = update(schema.device).where(_DEVICE).values(sequence=bindparam("sequence"), head=bindparam("head"))
_KEEP = insert(schema.act)


class Journal:
    """The acts of a store. Its key is made with the first act asked for, and never leaves the file."""

    def __init__(self) -> None:
        self._key: SigningKey | None = None
        self.proof: Proof | None = None
        """What was proved in this session, None before."""

    def record(
        self, connection: Connection, *, jury: JuryId, version: int, body: Body, author: Author, time: datetime
    ) -> Act:
        """Sign, chain and write an act; it is durable once the caller's transaction is."""
        key = self._signing_key(connection)
        end = connection.execute(_END, {"device": key.public.id}).one()
        act = Act(
            act=ActId(uuid.uuid4().hex),
            jury=jury,
            device=key.public.id,
            sequence=end.sequence + 1,
            previous=Digest(end.head),
            author=author,
            time=time,
            version=version,
            body=body,
        )
        signed = key.sign(envelope.ACT, encode_act(act))
        kept = {"act": act.act, "device": act.device, "sequence": act.sequence}
        connection.execute(_KEEP, {**kept, "payload": signed.payload, "signature": signed.signature})
        connection.execute(_MOVE_END, {"device": act.device, "sequence": act.sequence, "head": signed.digest})
        eve_acts.note(connection, [act])
        if isinstance(body, LivretRead):
            done = {"jury": jury, "number": body.number, "digest": body.digest}
            connection.execute(upsert(schema.livret_read).values(done).on_conflict_do_nothing())
            juries.count_read(connection, jury)
        return act

    def acts(self, connection: Connection, jury: JuryId | None = None) -> list[Act]:
        """The acts in the order written, all of a journal proved: signatures and chain once, its bytes each time.

        Args:
            connection: where.
            jury: of this jury only, None for all.

        Raises:
            Refusal: JOURNAL_BROKEN, at the first act that does not hold, or at the end when the last ones are missing.
        """
        unread, proved = self._proved(connection)
        named = b"" if jury is None else proofs.words_of(jury)
        found = [decode_act(payload) for payload in unread if named in payload]
        return [act for act in (*found, *proved) if jury is None or act.jury == jury]

    def trail(self, connection: Connection, jury: JuryId) -> Trail:
        """What this post's acts say of a jury beside what was read, all of the journal proved as `acts` does.

        Raises:
            Refusal: JOURNAL_BROKEN.
        """
        unread, proved = self._proved(connection)
        named = proofs.words_of(jury)
        known = [payload for payload in unread if named in payload]
        incidents = {act.body for act in map(decode_act, filter(tells_incident, known)) if act.jury == jury}
        opened = _last_opened(proved, jury)
        openings = map(decode_act, filter(opens_only, reversed(known)))  # only as many as it takes are read
        if opened is None:
            opened = next((found for one in openings if (found := _last_opened([one], jury))), None)
        told = incidents | {act.body for act in proved if act.jury == jury}
        return Trail(opened, frozenset(body for body in told if isinstance(body, NumberIncident)))

    def _proved(self, connection: Connection) -> tuple[list[bytes], list[Act]]:
        """The bytes of the acts that were proved before, in the order written, then those proved now."""
        device, row = schema.device.c, schema.act.c
        known = connection.execute(select(device.id, device.public, device.sequence, device.head)).all()
        keys = {DeviceId(one.id): VerifyingKey(one.public) for one in known}
        rows = connection.execute(select(row.device, row.payload, row.signature).order_by(row.position)).all()
        kept = (self.proof or proofs.kept(connection)).of(rows)
        ends = dict(kept.ends)
        proved = self._prove(rows[kept.rows :], keys, ends)
        for one in known:
            end = ends.get(DeviceId(one.id), Head())
            if end != Head(one.sequence, Digest(one.head)):
                raise Refusal(Code.JOURNAL_BROKEN, sequence=end.sequence + 1)
        self.proof = kept.further(rows, ends)
        return [payload for _, payload, _ in rows[: kept.rows]], proved

    def _prove(
        self, rows: Sequence[Written], keys: Mapping[DeviceId, VerifyingKey], ends: dict[DeviceId, Head]
    ) -> list[Act]:
        proved: list[Act] = []
        try:
            for act in verified(_links(rows, keys), ends):
                proved.append(act)  # noqa: PERF402 - an `extend` cut short would keep none, and the place is told by them
        except ChainBroken as error:
            raise Refusal(Code.JOURNAL_BROKEN, sequence=error.sequence) from error
        except (ActUnreadable, EnvelopeBroken) as error:
            end = ends.get(DeviceId(rows[len(proved)].device), Head())
            raise Refusal(Code.JOURNAL_BROKEN, sequence=end.sequence + 1) from error
        return proved

    def _signing_key(self, connection: Connection) -> SigningKey:
        if self._key is None:
            self._key = signing_key(connection)
        return self._key


def _last_opened(acts: Sequence[Act], jury: JuryId) -> StudentNumber | None:
    opened = (act.body.number for act in reversed(acts) if act.jury == jury and isinstance(act.body, LivretOpened))
    return next(opened, None)


def _links(rows: Sequence[Written], keys: Mapping[DeviceId, VerifyingKey]) -> Iterator[tuple[Act, Digest]]:
    for device, payload, signature in rows:
        signed = Signed(envelope.ACT, payload, DeviceId(device), signature)
        act = decode_act(payload)
        if act.device != signed.key or signed.key not in keys:
            raise EnvelopeBroken("another device's act")
        keys[signed.key].verify(signed, envelope.ACT)
        yield act, signed.digest


def signing_key(connection: Connection) -> SigningKey:
    """This installation's signing key.

    Raises:
        Refusal: STORE_DAMAGED, when it has none.
    """
    raw = connection.scalar(select(schema.device.c.private).where(schema.device.c.private.is_not(None)))
    if raw is None:
        raise Refusal(Code.STORE_DAMAGED, detail="device")
    return SigningKey(raw)


def make_device(connection: Connection) -> None:
    """Make this installation's signing key, unless there is one: a reinstalled Desk is a new device."""
    if connection.scalar(select(schema.device.c.id).where(schema.device.c.private.is_not(None))) is None:
        key = SigningKey.generate()
        start = Head()
        row = {"id": key.public.id, "public": key.public.raw, "private": key.raw}
        connection.execute(insert(schema.device).values(**row, sequence=start.sequence, head=start.digest))
