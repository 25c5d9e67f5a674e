# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closing as its screens show it, from a sitting in memory."""

from hashlib import sha256

from lsl_desk.client.close.needs import Needs
from lsl_desk.client.close.values import ClosingView, Names, SeatState, SeatWord, UnequalCase
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.domain.equal_treatment import Unequal, unequal
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import CentreId, Digest
from lsl_desk.domain.minutes import Heading, Minutes, minutes_of
from lsl_desk.domain.roles import Role
from lsl_desk.domain.signatures import SeatRefusal, Signature
from lsl_desk.domain.signing import seats_to_sign, signers


def closing_view(needs: Needs, sitting: Sitting) -> ClosingView:
    """Say it."""
    board, minutes = sitting.board, minutes_here(needs, sitting)
    digest = Digest(sha256(needs.pv.write(minutes)).hexdigest())
    final = board.closed()
    seats = tuple(_seat(sitting, seat, digest) for seat in seats_to_sign(board.attendance())) if final else ()
    sealed = needs.names.sealed(sitting.file.jury)
    return ClosingView(
        jury=sitting.file.jury,
        stage=sitting.stage,
        minutes=minutes,
        digest=digest,
        words=needs.pv.words(digest) if final else (),
        seats=seats,
        signed=bool(seats) and all(one.word is SeatWord.SIGNED for one in seats),
        unequal=tuple(_case(one, sitting.annals.explained.get(one.key, "")) for one in unequal(board.dossiers())),
        names=Names.ABSENT if not sealed else Names.KNOWN if board.lifted() else Names.SEALED,
        sealed=sealed,
        reopened=tuple(sorted(board.reopened())),
        refused=_refused(needs, sitting),
    )


def minutes_here(needs: Needs, sitting: Sitting) -> Minutes:
    """The PV of a sitting, drawn up now."""
    manifest, file = sitting.manifest, sitting.file
    heading = Heading(
        academy=needs.academy() if manifest else "",
        centre=manifest.centre if manifest else CentreId(""),
        session=sitting.session,
        jury=file.jury,
        label=manifest.label if manifest else file.label,
        group=sitting.group,
        period=sitting.period,
    )
    return minutes_of(heading, sitting.board, sitting.annals)


def _refused(needs: Needs, sitting: Sitting) -> Code | None:
    if needs.sittings.outside.author().role is not sitting.board.presiding():
        return Code.PRESIDENT_ONLY
    return None if sitting.board.opened() else Code.SITTING_NOT_OPEN


def _seat(sitting: Sitting, seat: Role, digest: Digest) -> SeatState:
    stands = sitting.board.standing(seat)
    names = tuple(one.name for one in signers(sitting.board.attendance(), seat))
    if isinstance(stands, SeatRefusal):
        return SeatState(seat, names, None, stands, SeatWord.REFUSED)
    return SeatState(seat, names, stands, None, _word(stands, digest))


def _word(signature: Signature | None, digest: Digest) -> SeatWord:
    if signature is None:
        return SeatWord.WAITED
    return SeatWord.SIGNED if signature.pv == digest else SeatWord.VOID


def _case(one: Unequal, reason: str) -> UnequalCase:
    outcomes = tuple((ruling, mention, numbers) for (ruling, mention), numbers in one.outcomes.items())
    return UnequalCase(one.key, one.serie, one.threshold, one.points, outcomes, reason)
