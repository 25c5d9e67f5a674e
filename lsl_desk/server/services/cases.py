# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a candidate's case, made and signed by the academy for a court (J4 step 9; features N10)."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lsl_desk.cases.making import make_case
from lsl_desk.cases.papers import papers_in
from lsl_desk.cases.source import CaseAct, CaseSource
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import acts as act_rows
from lsl_desk.server.db import heads, publications, sittings
from lsl_desk.server.db import juries as jury_rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.drawn import board_of, drawn
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.minutes import encode_minutes
from lsl_desk.wire.receipts import decode_receipt

_AT_ONCE = 500
"""Acts read by one statement."""


def case_of(
    academy: Academy, connection: Connection, jury: JuryId, number: StudentNumber, paper: Path | None = None
) -> bytes:
    """Make the file of a candidate's case.

    Args:
        academy: that signs it.
        connection: one steady view.
        jury: which.
        number: N° élève.
        paper: folder or zip of the PV to join, None for none.

    Raises:
        Refusal: JURY_UNKNOWN, NUMBER_UNKNOWN, REPLAY_BROKEN, CASE_STALE, CASE_PAPERS.
    """
    if jury_rows.find(connection, jury) is None:
        raise Refusal(Code.JURY_UNKNOWN, jury=jury)
    head = heads.of(connection, [jury])[jury]
    stored = sittings.DatabaseBoard(connection, head, partial(rules_of, academy.session)).dossier(number)
    if stored is None:
        raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=jury)
    minutes = drawn(academy, connection, jury).minutes
    pv = encode_minutes(minutes)
    source = CaseSource(
        number=number,
        minutes=minutes,
        pv=pv,
        fresh=board_of(academy, connection, jury),
        acts=tuple(_acts(academy, connection, jury)),
        academy=academy.key.public.raw,
        made=academy.clock(),
        visas=publications.newest_envelope(connection, jury),
        papers={} if paper is None else papers_in(paper, pv),
    )
    return make_case(source, stored, academy.key.public, academy.key.sign)


def _acts(academy: Academy, connection: Connection, jury: JuryId) -> Iterator[CaseAct]:
    after, last = 0, 1
    while after < last:
        kept, last = act_rows.feed(connection, jury, after, _AT_ONCE)
        for one, public in kept:
            signed = Signed(envelope.ACT, one.payload, one.device, one.signature)
            receipt = Signed(envelope.RECEIPT, one.receipt, academy.key.public.id, one.receipt_signature)
            yield CaseAct(
                decode_act(one.payload), signed.to_bytes(), public, decode_receipt(one.receipt), receipt.to_bytes()
            )
        after = kept[-1][0].jury_sequence if kept else last
