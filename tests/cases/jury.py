# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of three whose acts are signed by a post and received by an academy, to its closing and its signatures."""

import io
import zipfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

import pytest

from lsl_desk.cases import making
from lsl_desk.cases.making import make_case
from lsl_desk.cases.source import CaseAct, CaseSource
from lsl_desk.domain.acts import Act, Author, Body, LivretOpened, Role, Ruling, SittingClosed
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Outcome, Refused
from lsl_desk.domain.closing_acts import PvSigned
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.minutes import Minutes, minutes_of
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, next_chain
from lsl_desk.domain.visas import JuryVisas, visas_of
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import ACT, RECEIPT, SigningKey
from lsl_desk.wire.minutes import encode_minutes, minutes_digest
from lsl_desk.wire.pv_record import PV_PDF, PV_RECORD, seal_record
from lsl_desk.wire.receipts import encode_receipt
from lsl_desk.wire.visas import seal_visas
from tests.backup.proofs.made import ACADEMY, MADE, PDF, POST
from tests.domain.sitting import (
    FAILING,
    MARKS_OF_THREE,
    PAPER,
    PASSING,
    PRESIDENT,
    READ,
    VICE,
    act,
    board_of_three,
    decided,
    opening,
    raised,
    read_by,
    receipt_of,
    settled,
)
from tests.domain.test_minutes import HEADING


@dataclass
class SignedJury:
    """A jury whose acts are kept as they are signed."""

    academy: SigningKey | None = ACADEMY
    board: Board = field(default_factory=lambda: board_of_three(MARKS_OF_THREE))
    annals: Annals = field(default_factory=Annals)
    acts: list[CaseAct] = field(default_factory=list)
    chain: Digest = NO_CHAIN

    def take(self, one: Act, *, received: bool = True) -> Outcome:
        """Do it."""
        signed_act = replace(one, device=POST.public.id)
        outcome = self.board.take(signed_act)
        if outcome == Accepted():
            self.annals.take(signed_act)
        signed = POST.sign(ACT, encode_act(signed_act))
        kept = CaseAct(signed_act, signed.to_bytes(), POST.public.raw)
        if received and self.academy is not None:
            receipt = self._receipt(signed_act, signed.digest, outcome)
            kept = replace(kept, receipt=receipt, receipt_envelope=self._sealed(receipt, self.academy))
        self.acts.append(kept)
        return outcome

    def do(self, rank: int, body: Body, author: Author = PRESIDENT, *, received: bool = True) -> Outcome:
        """Do it, by who presides."""
        return self.take(act(rank, body, author), received=received)

    def minutes(self) -> Minutes:
        """The PV as it is now."""
        return minutes_of(HEADING, self.board, self.annals)

    def visas(self) -> bytes:
        """As the academy signs them."""
        minutes = self.minutes()
        made = visas_of(minutes, minutes_digest(minutes), len(self.acts), self.chain, MADE)
        assert isinstance(made, JuryVisas)
        return seal_visas(made, ACADEMY)

    def source(self, number: StudentNumber = FAILING, *, with_papers: bool = True) -> CaseSource:
        """What the file of a case is made from."""
        minutes = self.minutes()
        record = seal_record(minutes, PDF, MADE, POST.public, POST.sign)
        papers = {PV_PDF: PDF, PV_RECORD: record} if with_papers else {}
        visas = self.visas() if with_papers else None
        raw = None if self.academy is None else self.academy.public.raw
        fresh = board_of_three(MARKS_OF_THREE)
        return CaseSource(number, minutes, encode_minutes(minutes), fresh, self.acts, raw, MADE, visas, papers)

    def case(self, number: StudentNumber = FAILING, *, with_papers: bool = True) -> bytes:
        """The file of a case, made by the post."""
        stored = self.board.dossier(number)
        assert stored is not None
        return make_case(self.source(number, with_papers=with_papers), stored, POST.public, POST.sign)

    def unproved_case(self, number: StudentNumber = FAILING) -> bytes:
        """What a Desk that did not look where the acts lead would make of it."""
        with pytest.MonkeyPatch.context() as patched:
            for held in ("ends_on", "stale_since"):
                patched.setattr(making, held, lambda *_: None)
            return self.case(number, with_papers=False)

    def _receipt(self, one: Act, digest: Digest, outcome: Outcome) -> Receipt:
        said = receipt_of(one, outcome)
        self.chain = next_chain(self.chain, digest, said.verdict, said.code)
        received = one.time + timedelta(seconds=3)
        return replace(said, digest=digest, sequence=len(self.acts) + 1, chain=self.chain, received=received)

    @staticmethod
    def _sealed(receipt: Receipt, academy: SigningKey) -> bytes:
        return academy.sign(RECEIPT, encode_receipt(receipt)).to_bytes()


def sitting(jury: SignedJury) -> SignedJury:
    """0417 is opened, read, raised by both heads at once, settled, decided; the others are raised, read and decided."""
    for one in opening():
        jury.take(one)
    jury.do(1, LivretOpened(FAILING, READ, "académie"))
    jury.take(read_by(PRESIDENT, 2))
    jury.do(3, raised("8", "7", number=FAILING), VICE)
    jury.do(4, raised("10", "9", number=PAPER, reason="très personnel"), VICE)
    jury.do(5, raised("9", "7", number=FAILING))
    assert jury.do(6, settled(5, "9")) == Accepted()
    assert isinstance(jury.do(7, raised("6", "9", seen=2, number=FAILING)), Refused)
    for rank, (number, ruling, mention) in enumerate(
        ((FAILING, Ruling.AJOURNE, ""), (PAPER, Ruling.SECOND_GROUPE, ""), (PASSING, Ruling.ADMIS, "AB")), 8
    ):
        assert jury.do(rank, decided(jury.board, number, ruling, mention)) == Accepted()
    return jury


@cache
def closed() -> SignedJury:
    """That, closed and signed."""
    jury = sitting(SignedJury())
    assert jury.do(20, SittingClosed(jury.chain)) == Accepted()
    closing = jury.board.closing()
    assert closing is not None
    pv = minutes_digest(jury.minutes())
    for rank, (seat, author, at) in enumerate(((Role.PRESIDENT, PRESIDENT, 0), (Role.VICE_PRESIDENT, VICE, 1)), 21):
        name = jury.board.attendance()[at].name
        assert jury.do(rank, PvSigned(seat, name, closing, pv), author) == Accepted()
    return jury


@cache
def case() -> bytes:
    """The file of 0417."""
    return closed().case()


def files(data: bytes) -> dict[str, bytes]:
    """The members of a case."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
