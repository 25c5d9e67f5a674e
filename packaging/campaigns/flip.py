# SPDX-License-Identifier: AGPL-3.0-or-later
"""``flip``: one bit of a signed manifest, receipt or act is turned over; nobody takes it (study, tests 7 and T4)."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from campaigns.broken import replaced
from campaigns.outcome import Outcome
from lsl_desk.adapters.academy import proofs
from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, LivretRead, Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.server.services import acts as server_acts
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import Signed, SigningKey, VerifyingKey
from lsl_desk.wire.exchange import FeedLine
from lsl_desk.wire.manifests import encode_manifest
from lsl_desk.wire.receipts import encode_receipt
from tests.server.world import START

BROKEN = ("unverified",)
"""No signature is verified."""
_JURY = JuryId("J01")


@dataclass
class Kind:
    """Something signed: its bytes, and who reads it; the reader gives what was understood."""

    name: str
    data: bytes
    read: Callable[[bytes], object]


def run(size: int, rng: Random, folder: Path, broken: str = "") -> Outcome:
    """Flip ``size`` bits of each kind, all of them when there are no more; see `campaigns.outcome`."""
    del folder
    outcome = Outcome()
    with replaced(VerifyingKey, "verify", lambda *_: None, when=broken == "unverified"):
        for kind in _kinds():
            whole = kind.read(kind.data)
            bits = list(range(len(kind.data) * 8))
            for bit in bits if size >= len(bits) else rng.sample(bits, size):
                spoilt = bytearray(kind.data)
                spoilt[bit // 8] ^= 1 << bit % 8
                outcome.count(f"bits of {kind.name}")
                if _taken(kind, bytes(spoilt), whole):
                    outcome.faults.append(f"{kind.name}: taken with bit {bit} flipped")
    return outcome


def _taken(kind: Kind, spoilt: bytes, whole: object) -> bool:
    """Whether something else than what was signed was taken.

    The wrapping may change without a word of what is signed changing (a space in the JSON, the case of a hexadecimal
    digit): then what is understood must be the very same.
    """
    try:
        read = kind.read(spoilt)
    except Refusal:
        return False
    return read != whole


def _kinds() -> list[Kind]:
    academy, post = SigningKey.generate(), SigningKey.generate()
    act, receipt = _act(post), _receipt(academy, _act(post))
    listed = academy.sign(envelope.MANIFEST, encode_manifest(_manifest()))

    def line(sent: bytes, kept: bytes) -> FeedLine:
        one, other, key = (base64.b64encode(data).decode() for data in (sent, kept, post.public.raw))
        return FeedLine(sequence=1, act=one, receipt=other, key=key)

    def received(data: bytes) -> object:
        read = server_acts._read(post.public, base64.b64encode(data).decode())  # noqa: SLF001 - what receives an act
        if not isinstance(read, server_acts._Sent):  # noqa: SLF001 - the same
            raise Refusal(read)
        return read.act

    return [
        Kind("manifest", listed.to_bytes(), lambda data: proofs.manifest(data, academy.public, _JURY).manifest),
        Kind(
            "receipt",
            receipt.to_bytes(),
            lambda data: proofs.feed_act(line(act.to_bytes(), data), academy.public).receipt,
        ),
        Kind(
            "act on a Desk",
            act.to_bytes(),
            lambda data: proofs.feed_act(line(data, receipt.to_bytes()), academy.public).act,
        ),
        Kind("act at the academy", act.to_bytes(), received),
    ]


def _act(post: SigningKey) -> Signed:
    body = LivretRead(StudentNumber("0417"), Digest("a" * 64), ("1.0", "2.5"), "académie")
    author = Author("Personne inventée", Role.PRESIDENT)
    act = Act(ActId("c" * 32), _JURY, post.public.id, 1, NO_PREVIOUS, author, START, 1, body)
    return post.sign(envelope.ACT, encode_act(act))


def _receipt(academy: SigningKey, act: Signed) -> Signed:
    chain = next_chain(NO_CHAIN, act.digest, Verdict.ACCEPTED)
    receipt = Receipt(ActId("c" * 32), act.digest, _JURY, 1, chain, Verdict.ACCEPTED, START)
    return academy.sign(envelope.RECEIPT, encode_receipt(receipt))


def _manifest() -> JuryManifest:
    pages = (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.NO_TEXT))
    ref = LivretRef(Digest("b" * 64), 5000, pages)
    one = Candidate(PvNumber("1"), StudentNumber("0417"), "S", LivretFormat.NUMERIQUE, livret=ref)
    return JuryManifest(_JURY, CentreId("0750001Z"), "Jury J01", 2018, 3, START, None, (one,), {})
