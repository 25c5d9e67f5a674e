# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed, listed and archived of a closing (features P24, P46, N25)."""

from datetime import tzinfo
from hashlib import sha256
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lsl_desk.client.close.needs import Needs
from lsl_desk.client.close.view import minutes_here
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.domain.closing_papers import FOR_ONE, NOMINATIVE, ClosingPaper, PrintedClosing, Seal, transcript_of
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.manifest import PARIS


def printed(needs: Needs, sitting: Sitting, *, named: bool) -> PrintedClosing:
    """All that the papers of a closing are made of; names when they are known, and where they are wanted."""
    board, minutes = sitting.board, minutes_here(needs, sitting)
    digest = Digest(sha256(needs.pv.write(minutes)).hexdigest())
    final = minutes.closing is not None
    standing = {seat: stands for seat in SEATS if (stands := board.standing(seat)) is not None}
    return PrintedClosing(
        minutes=minutes,
        made=needs.sittings.outside.clock.now(),
        zone=_zone(sitting),
        standing=standing,
        names=_names(needs, sitting) if named else {},
        seal=Seal(needs.pv.words(digest), digest) if final else None,
        marks={one.number: transcript_of(one) for one in board.dossiers()},
    )


def paper(
    needs: Needs, sitting: Sitting, kind: ClosingPaper, form: ListKind, numbers: tuple[StudentNumber, ...] = ()
) -> bytes:
    """One paper or list as bytes.

    Raises:
        Refusal: PV_NOT_CLOSED for a transcript or a notice before the closing: nobody is handed a result before.
    """
    if kind in FOR_ONE and not sitting.board.closed():
        raise Refusal(Code.PV_NOT_CLOSED, jury=sitting.file.jury)
    closing = printed(needs, sitting, named=kind in NOMINATIVE)
    if form is ListKind.PDF:
        return needs.papers.print(kind, closing, numbers)
    return needs.sheets.sheet(kind, closing, form)


def archive(needs: Needs, sitting: Sitting) -> bytes:
    """The PV to keep: its exact bytes, its paper, and the record by which this post binds them, as one zip.

    Raises:
        Refusal: PV_NOT_CLOSED.
    """
    if not sitting.board.closed():
        raise Refusal(Code.PV_NOT_CLOSED, jury=sitting.file.jury)
    closing = printed(needs, sitting, named=True)
    pdf = needs.papers.print(ClosingPaper.PV, closing)
    return needs.pv.archive(closing.minutes, pdf, closing.made)


def _zone(sitting: Sitting) -> tzinfo | None:
    """The academy's, so that two posts print one paper; this computer's (None) where it knows no such zone."""
    try:
        return ZoneInfo(sitting.manifest.zone if sitting.manifest else PARIS)
    except (ZoneInfoNotFoundError, OSError):  # OSError: the name is a folder of the zones
        return None


def _names(needs: Needs, sitting: Sitting) -> dict[StudentNumber, SealedIdentity]:
    if not sitting.board.lifted():
        return {}
    return {one.number: one for one in needs.names.unseal(sitting.file.jury)}
