# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan de secours carries, proved: the academy's list, the acts it ordered, those that waited (J3 step 6)."""

from lsl_desk.client.carried import CarriedAct, CarriedJury, CarriedReceipt
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import ACT, MANIFEST, RECEIPT, EnvelopeBroken, Signed, VerifyingKey
from lsl_desk.wire.jury_copy import CopiedAct, JuryCopy
from lsl_desk.wire.manifests import decode_manifest
from lsl_desk.wire.receipts import decode_receipt
from lsl_desk.wire.strict import Unreadable


def carried_of(copy: JuryCopy) -> CarriedJury:
    """Prove what a copy carries.

    The code vouches for the copy's word on who its academy is; every list, act and receipt is verified all the same.
    What does not hold, or is of another version, is left out: it stops no jury from reading.
    """
    jury = copy.file.jury
    academy = None if copy.academy is None else VerifyingKey(copy.academy.key)
    ordered: list[CarriedReceipt] = []
    waiting: list[CarriedAct] = []
    chain = NO_CHAIN
    for one in copy.acts:
        act = _act(one, jury)
        if act is None:
            continue
        said = None if academy is None else _receipt(one, act, academy)
        if said is not None and _follows(said.receipt, chain, len(ordered)):
            ordered.append(said)
            chain = said.receipt.chain
        elif said is None or said.receipt.verdict is not Verdict.REFUSED:
            waiting.append(act)
    number = 0 if academy is None or copy.manifest is None else _number(copy.manifest, jury, academy)
    return CarriedJury(
        academy=b"" if academy is None else academy.raw,
        number=number,
        listed=copy.manifest if number else None,
        ordered=tuple(ordered),
        waiting=tuple(waiting),
    )


def _follows(receipt: Receipt, chain: Digest, count: int) -> bool:
    linked = next_chain(chain, receipt.digest, receipt.verdict, receipt.code)
    return (receipt.sequence, receipt.chain) == (count + 1, linked)


def _act(one: CopiedAct, jury: JuryId) -> CarriedAct | None:
    try:
        signed = Signed.from_bytes(one.act)
        VerifyingKey(one.key).verify(signed, ACT)
        act = decode_act(signed.payload)
    except (EnvelopeBroken, Unreadable, ValueError):
        return None
    return CarriedAct(act, signed.digest, one.act, one.key) if (act.jury, act.device) == (jury, signed.key) else None


def _receipt(one: CopiedAct, act: CarriedAct, academy: VerifyingKey) -> CarriedReceipt | None:
    if one.receipt is None:
        return None
    try:
        signed = Signed.from_bytes(one.receipt)
        academy.verify(signed, RECEIPT)
        receipt = decode_receipt(signed.payload)
    except (EnvelopeBroken, Unreadable):
        return None
    same = (receipt.act, receipt.digest, receipt.jury) == (act.act.act, act.digest, act.act.jury)
    return CarriedReceipt(act, receipt, one.receipt) if same else None


def _number(envelope: bytes, jury: JuryId, academy: VerifyingKey) -> int:
    """Of the list, 0 when it does not hold."""
    try:
        signed = Signed.from_bytes(envelope)
        academy.verify(signed, MANIFEST)
        listed = decode_manifest(signed.payload)
    except (EnvelopeBroken, Unreadable):
        return 0
    return listed.version if listed.jury == jury else 0
