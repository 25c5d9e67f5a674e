# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closing of invented people, of any size, to be printed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from lsl_desk.adapters.papers.printed import TypstClosingPapers
from lsl_desk.domain.acts import Member, MissingRule, Presence, Quality, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing, Seal, TranscriptMark
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import ActId, CentreId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.minutes import (
    POINTS_NAME,
    Explained,
    Handover,
    Heading,
    Incident,
    Line,
    LivretExamined,
    MarkChanged,
    Minutes,
    Reopened,
)
from lsl_desk.domain.roles import Author, Role
from lsl_desk.domain.signatures import SeatRefusal, Signature
from tests.documents.samples import PARIS, digest

OPENED = datetime(2018, 7, 3, 6, 5, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=4, minutes=7)
MADE = CLOSED + timedelta(days=1)
PV = digest("pv")
SEAL = Seal(("canal", "tulipe", "orage", "vigne", "lampe", "sentier", "ruban", "zinnia"), PV)
HEADING = Heading("Académie d’essai", CentreId("0750001Z"), 2018, JuryId("J01"), "Jury J01, série ES", 1)
PRESIDENT, VICE = Author("Hortense Valdieu", Role.PRESIDENT), Author("Anselme Corbières", Role.VICE_PRESIDENT)
DEVICE = DeviceId("d" * 64)
MEMBERS = (
    Member(PRESIDENT.name, Quality.PRESIDENT, Presence.HERE),
    Member(VICE.name, Quality.VICE_PRESIDENT, Presence.HERE),
    Member("Ondine Marcillac", Quality.PUBLIC_TEACHER, Presence.HERE),
    Member("Florimond Després", Quality.PRIVATE_TEACHER, Presence.REMOTE),
    Member("Isaure Quintal", Quality.INSPECTOR, Presence.AWAY),
)
RAISE = MarkChanged("PHILO", "Philosophie", Decimal(9), Decimal(12), None, "", "progrès au dernier trimestre")
PROVISIONAL = MarkChanged(
    "MATH", "Mathématiques", None, Decimal(11), MissingRule.PROVISIONAL, "moyenne du livret, page 2", "copie perdue"
)
ADDED = MarkChanged(POINTS, POINTS_NAME, None, Decimal(3), None, "", "assiduité")
ABSENT = MarkChanged("SES", "Sciences économiques et sociales", None, Decimal(0), MissingRule.ABSENT, "", "sans excuse")


def number(rank: int) -> StudentNumber:
    return StudentNumber(f"{417 + rank:04d}")


def line(rank: int = 0, **changes: Any) -> Line:
    read = LivretExamined(Examination.READ, digest(str(rank)), "académie", OPENED, PRESIDENT.name, Role.PRESIDENT)
    paper = LivretExamined(Examination.PAPER, "", "", OPENED, VICE.name, Role.VICE_PRESIDENT)
    ruling = (Ruling.ADMIS, Ruling.SECOND_GROUPE, Ruling.ADMIS, Ruling.AJOURNE)[rank % 4]
    whole = Line(
        pv=PvNumber(str(rank + 1)),
        number=number(rank),
        serie="ES",
        before=Decimal(370 + rank),
        average_before=Decimal("9.25") + rank * Decimal("0.02"),
        changes=(),
        after=Decimal(370 + rank),
        average_after=Decimal("9.25") + rank * Decimal("0.02"),
        coefficients=Decimal(40),
        ruling=ruling,
        mention="AB" if rank % 4 == 2 else "",
        reason="",
        stale=False,
        livret=paper if rank % 10 == 9 else read,
    )
    return replace(whole, **changes)


def minutes(candidates: int = 4, **changes: Any) -> Minutes:
    lines = [line(rank) for rank in range(candidates)]
    for rank, made in ((0, (RAISE,)), (2, (PROVISIONAL, ADDED)), (11, (RAISE,)), (40, (ABSENT,))):
        if rank < candidates:
            lines[rank] = replace(lines[rank], changes=made)
    whole = Minutes(
        heading=HEADING,
        edition=1,
        closing=ActId("c" * 32),
        opened=OPENED,
        closed=CLOSED,
        lifted=CLOSED - timedelta(minutes=20),
        from_copy=tuple(
            (OPENED + timedelta(minutes=a), OPENED + timedelta(minutes=b)) for a, b in ((30, 95), (120, 125))
        ),
        presiding=Role.VICE_PRESIDENT,
        members=MEMBERS,
        notes=("Tiers de représentants des professions non atteint (0 sur 4 membres présents).",),
        lines=tuple(lines),
        handovers=(
            Handover(Role.VICE_PRESIDENT, VICE.name, "rappelée par l’inspection", OPENED + timedelta(hours=1), 30),
        ),
        reopened=(Reopened(number(0), "note inversée à la saisie", VICE.name, CLOSED - timedelta(minutes=10)),),
        unequal=(
            Explained("ES", Decimal(10), 2, (number(0), number(1)), "livrets différents\u00a0: 0417 en net progrès"),
        ),
        incidents=(Incident(number(3), 1, "0471", OPENED + timedelta(minutes=50)),),
    )
    return replace(whole, **changes)


def signature(seat: Role = Role.PRESIDENT, pv: Digest = PV) -> Signature:
    author = PRESIDENT if seat is Role.PRESIDENT else VICE
    return Signature(seat, author.name, pv, ActId("5" * 32), author, CLOSED + timedelta(minutes=5), DEVICE)


def refusal(reason: str = "le jury n’a pas vu les copies") -> SeatRefusal:
    return SeatRefusal(Role.VICE_PRESIDENT, VICE.name, reason, ActId("6" * 32), VICE, CLOSED, DEVICE)


def identity(rank: int, name: str = "") -> SealedIdentity:
    return SealedIdentity(number(rank), name or f"ZYLBERVAL{rank}", first_names="Aurore Émérence")


MARKS = (
    TranscriptMark("Philosophie", Decimal(4), False, Decimal(12), None, None, Decimal(48)),
    TranscriptMark("Mathématiques", Decimal(5), False, Decimal(11), None, MissingRule.PROVISIONAL, Decimal(55)),
    TranscriptMark("Latin", Decimal(3), True, Decimal("13.5"), None, None, Decimal("10.5")),
    TranscriptMark("Histoire-géographie", Decimal(5), False, Decimal(8), Decimal(14), None, Decimal(70)),
    TranscriptMark("Langue vivante 2", Decimal(3), False, None, None, MissingRule.WAIT, None),
    TranscriptMark(POINTS_NAME, Decimal(0), False, None, None, None, Decimal(3)),
)


def closing(candidates: int = 4, *, names: bool = True, draft: bool = False, **changes: Any) -> PrintedClosing:
    """A closing; a draft is open, its names sealed unless they are asked for."""
    value = minutes(candidates, **changes)
    if draft:
        value = replace(value, closing=None, closed=None)
    return PrintedClosing(
        minutes=value,
        made=MADE,
        zone=PARIS,
        standing={} if draft else {Role.PRESIDENT: signature(), Role.VICE_PRESIDENT: refusal()},
        names={number(rank): identity(rank) for rank in range(candidates)} if names else {},
        seal=None if draft else SEAL,
        marks={number(rank): MARKS for rank in range(candidates)},
    )


LISTS = (
    ClosingPaper.ATTENDANCE,
    ClosingPaper.LIVRETS,
    ClosingPaper.CHANGES,
    ClosingPaper.SECOND_GROUP,
    ClosingPaper.SERVICE,
)


def set_paper(kind: ClosingPaper, of: PrintedClosing) -> bytes:
    """As the adapter does."""
    return TypstClosingPapers().print(kind, of)


def hard(words: str) -> PrintedClosing:
    """A closing where a person's words, and names, are these."""
    member = Member(words, Quality.PRESIDENT, Presence.HERE)
    change = MarkChanged("X", words, Decimal(9), Decimal(12), MissingRule.PROVISIONAL, words, words)
    livret = LivretExamined(Examination.NONE_GIVEN, "", words, OPENED, words, Role.PRESIDENT, words)
    one = line(3, serie=words, changes=(change,), reason=words, livret=livret)
    value = minutes(
        0,
        heading=Heading(words, CentreId(words), 2018, JuryId("J01"), words, 1),
        members=(member, *MEMBERS[1:]),
        notes=(words,),
        lines=(one, line(1, changes=(change,))),
        handovers=(Handover(Role.PRESIDENT, words, words, OPENED, 1),),
        reopened=(Reopened(one.number, words, words, CLOSED),),
        unequal=(Explained(words, Decimal(10), 1, (one.number,), words),),
        incidents=(Incident(one.number, 1, words, OPENED),),
    )
    names = {one.number: SealedIdentity(one.number, words, words + "é", words)}
    return PrintedClosing(value, MADE, PARIS, {Role.VICE_PRESIDENT: refusal(words)}, names, SEAL, {one.number: MARKS})
