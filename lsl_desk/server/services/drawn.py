# SPDX-License-Identifier: AGPL-3.0-or-later
"""The PV of a jury as the academy draws it up itself, from the acts it accepted: what its signatures are held to."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from threading import Lock
from typing import Final

from lsl_desk.domain.acts import MissingRule
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.minutes import Heading, Minutes, minutes_of
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role
from lsl_desk.domain.rules.lawful import decision_forbidden
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.domain.signatures import Signature, Standing
from lsl_desk.domain.signing import seats_to_sign
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import acts as act_rows
from lsl_desk.server.db import heads
from lsl_desk.server.db import juries as jury_rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.manifests import decode_manifest
from lsl_desk.wire.minutes import minutes_digest
from lsl_desk.wire.receipts import decode_receipt

KEPT: Final = 500
"""Juries whose PV is kept in memory: it moves with the acts and the list of the jury only."""


@dataclass(frozen=True, slots=True)
class ToReview:
    """A decision that the marks come since would not give (J4 step 5).

    Attributes:
        number: N° élève.
        pv: N° PV.
        decided: what was decided, value of `domain.acts.Ruling`.
        proposed: what the rules say of the marks now, the better of two kept.
        had: code of the mention given, "" for none.
        mention: code of the mention that they earn now, "" for none.
    """

    number: StudentNumber
    pv: str
    decided: str
    proposed: Proposal
    had: str = ""
    mention: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionalMark:
    """A mark « P » that the jury took from the livret, and what became of it (features N11; J4 step 5).

    Attributes:
        number: N° élève.
        pv: N° PV.
        name: of the épreuve, in French.
        given: what the jury put, out of 20.
        origin: where from, in French.
        real: the exam office's since; None while it is waited for.
        kept: the better of the two, or what the jury raised it to.
        decided: what was decided, value of `domain.acts.Ruling`; "" before.
        review: the decision that the marks come since would not give, None when they would.
    """

    number: StudentNumber
    pv: str
    name: str
    given: Decimal | None
    origin: str
    real: Decimal | None
    kept: Decimal | None
    decided: str
    review: ToReview | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PV of a jury and where it stands.

    Attributes:
        head: of the jury when it was drawn up.
        minutes: the PV.
        digest: of its bytes.
        seats: signature or refusal of each seat that the PV asks for, None while it is waited for.
        marks: those that the jury took from a livret, in the order of the PV.
        review: decisions that the marks come since would not give.
        conflicts: open ones.
    """

    head: heads.Head
    minutes: Minutes
    digest: Digest
    seats: tuple[tuple[Role, Standing | None], ...]
    marks: tuple[ProvisionalMark, ...]
    review: tuple[ToReview, ...]
    conflicts: int

    @property
    def provisional(self) -> tuple[StudentNumber, ...]:
        """N° élève with a mark that is provisional still, in the order of the PV."""
        return tuple(dict.fromkeys(one.number for one in self.marks if one.real is None))

    @property
    def signed(self) -> bool:
        """Closed, and every signature asked for is there, on this PV."""
        given = [isinstance(one, Signature) and one.pv == self.digest for _, one in self.seats]
        return self.minutes.closing is not None and bool(given) and all(given)

    @property
    def ended(self) -> bool:
        """Nothing is waited for: closed, and each seat signed this PV or refused to (N12)."""
        done = [one is not None and (not isinstance(one, Signature) or one.pv == self.digest) for _, one in self.seats]
        return self.minutes.closing is not None and bool(done) and all(done)

    @property
    def void(self) -> bool:
        """A signature is on another PV: a mark changed since."""
        return any(isinstance(one, Signature) and one.pv != self.digest for _, one in self.seats)

    @property
    def refused(self) -> bool:
        """Somebody refused to sign."""
        return any(one is not None and not isinstance(one, Signature) for _, one in self.seats)


_kept: OrderedDict[tuple[bytes, str, int, str, int, str, datetime | None], Drawn] = OrderedDict()
_guard = Lock()


def drawn(academy: Academy, connection: Connection, jury: JuryId) -> Drawn:
    """Draw up the PV of a jury as its acts and its list stand in this transaction."""
    return several(academy, connection, [jury])[jury]


def drawn_at(academy: Academy, connection: Connection, jury: JuryId, time: datetime) -> Drawn:
    """Draw up the PV of a jury as it stood at a time that has passed: by the list and the acts that were here then."""
    return several(academy, connection, [jury], until=time)[jury]


def several(
    academy: Academy,
    connection: Connection,
    juries: Sequence[JuryId],
    most: int | None = None,
    *,
    until: datetime | None = None,
) -> dict[JuryId, Drawn]:
    """Draw up the PVs of some juries; two statements for all that did not move since they were.

    Args:
        academy: whose.
        connection: the transaction.
        juries: which.
        most: how many of those that moved are drawn up, the first ones; None for all.
        until: at which time; None for now.
    """
    contents = jury_rows.contents(connection, juries)
    found: dict[JuryId, Drawn] = {}
    made = 0
    for jury, head in heads.of(connection, juries).items():
        key = (academy.key.public.raw, jury, head.sequence, head.chain, head.version, contents.get(jury, ""), until)
        with _guard:
            kept = _kept.get(key)
        if kept is None:
            if most is not None and made >= most:
                continue
            kept, made = _draw(academy, connection, head, until), made + 1
            with _guard:
                _kept[key] = kept
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
        found[jury] = kept
    return found


def board_of(academy: Academy, connection: Connection, jury: JuryId, group: int | None = None) -> Board:
    """The board of a jury before its first act."""
    row = None if group is not None else jury_rows.find(connection, jury)
    return Board(
        jury_rows.marks(connection, jury),
        tuple(jury_rows.candidates(connection, jury)),
        group=group or (1 if row is None else row.group),
        rules=partial(rules_of, academy.session),
    )


def _draw(academy: Academy, connection: Connection, head: heads.Head, until: datetime | None) -> Drawn:
    heading, board = _listed(academy, connection, head.jury, until)
    annals = Annals()
    for payload, receipt in act_rows.every(connection, head.jury):
        act, read = decode_act(payload), decode_receipt(receipt)
        if until is not None and read.received > until:
            break
        if isinstance(board.follow(act, read), Accepted):
            annals.take(act)
    review = _review(board)
    minutes = minutes_of(heading, board, annals)
    return Drawn(
        head=head,
        minutes=minutes,
        digest=minutes_digest(minutes),
        seats=tuple((seat, board.standing(seat)) for seat in seats_to_sign(board.attendance())),
        marks=tuple(_provisional(board, review)),
        review=review,
        conflicts=board.open_conflicts(),
    )


def _listed(academy: Academy, connection: Connection, jury: JuryId, until: datetime | None) -> tuple[Heading, Board]:
    """What is drawn up, and the board before the first act: by the tables, or by the list published at a time."""
    then = None if until is None else jury_rows.published_at(connection, jury, until)
    if then is not None:
        listed = decode_manifest(then)
        board = Board(listed.marks, listed.candidates, group=listed.group, rules=partial(rules_of, academy.session))
        label, group, period, centre = listed.label, listed.group, listed.period, listed.centre
    else:
        row = jury_rows.find(connection, jury)
        label, group, period = ("", 1, Period.JUNE) if row is None else (row.label, row.group, row.period)
        centre = CentreId("" if row is None else row.centre)
        board = board_of(academy, connection, jury, group)
    return Heading(academy.name, centre, academy.session, jury, label, group, period), board


def _review(board: Board) -> tuple[ToReview, ...]:
    """Another ruling, or a mention that is not earned or is earned now and was not left out with a reason."""
    found = []
    for one in board.dossiers():
        taken, result = one.decision.decision, one.result
        if taken is None or result is None or not one.stale:
            continue
        forbidden = decision_forbidden(one, taken.ruling, taken.mention, taken.reason)
        if result.proposal.value != taken.ruling.value or forbidden is not None:
            mentions = taken.mention, result.mention or ""
            found.append(ToReview(one.number, one.candidate.pv, taken.ruling.value, result.proposal, *mentions))
    return tuple(found)


def _provisional(board: Board, review: Sequence[ToReview]) -> Iterator[ProvisionalMark]:
    changed = {one.number: one for one in review}
    for one in board.dossiers():
        taken = one.decision.decision
        for exam, cell in one.cells.items():
            if cell.missing is MissingRule.PROVISIONAL:
                yield ProvisionalMark(
                    number=one.number,
                    pv=one.candidate.pv,
                    name=exam if one.rules is None else one.rules.name_of(exam),
                    given=cell.ruled,
                    origin=cell.origin,
                    real=cell.office,
                    kept=cell.value,
                    decided="" if taken is None else taken.ruling.value,
                    review=changed.get(one.number),
                )
