# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours carries of a jury besides its file: who signed what, as it lies in the store."""

from sqlalchemy import Connection, and_, select

from lsl_desk.adapters.store import academies, feed, neighbours, schema, versions
from lsl_desk.domain.ids import DeviceId, JuryId
from lsl_desk.domain.jury import JuryFile
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.jury_copy import CopiedAcademy, CopiedAct, JuryCopy, ProtectedLivret


def copy_of(connection: Connection, file: JuryFile, livrets: tuple[ProtectedLivret, ...]) -> JuryCopy:
    """Gather what goes under the jury code, beside the file and the livrets just protected."""
    academy = academies.pinned(connection)
    key = academies.signer(connection)
    listed = versions.envelope(connection, file.jury)
    fed = [CopiedAct(one.act_envelope, one.key, one.receipt_envelope) for one in feed.acts(connection, file.jury)]
    known = {one.act for one in fed}
    own = [one for one in _own(connection, file.jury) if one.act not in known]
    receipts = {one.act: one.receipt for one in own}
    placed = [
        CopiedAct(one.envelope, one.key, receipts.get(one.envelope)) for one in neighbours.placed(connection, file.jury)
    ]
    known = {one.act for one in placed}
    return JuryCopy(
        file=file,
        livrets=livrets,
        academy=None
        if key is None
        else CopiedAcademy(academy.name if academy else "", academy.url if academy else "", key),
        manifest=listed,
        acts=(*fed, *placed, *(one for one in own if one.act not in known)),
    )


def _own(connection: Connection, jury: JuryId) -> list[CopiedAct]:
    """The acts of this store's posts in a jury, in the order written."""
    act, device, receipt = schema.act.c, schema.device.c, schema.receipt.c
    received = and_(receipt.act == act.act, receipt.academy == academies.key_id(connection))
    rows = connection.execute(
        select(act.device, act.payload, act.signature, device.public, receipt.envelope)
        .join_from(schema.act, schema.device, device.id == act.device)
        .outerjoin(schema.receipt, received)
        .order_by(act.position)
    )
    return [
        CopiedAct(Signed(envelope.ACT, payload, DeviceId(one), signature).to_bytes(), public, said)
        for one, payload, signature, public, said in rows
        if decode_act(payload).jury == jury
    ]
