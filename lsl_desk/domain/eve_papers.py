# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed or written on the eve, as values. No name of a candidate; times are on the centre's clock already."""

from dataclasses import dataclass
from datetime import date, datetime

from lsl_desk.domain.ids import CentreId, Digest, JuryId, PvNumber, StudentNumber


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper livret of the list to tick.

    Attributes:
        jury: whose.
        pv: N° PV.
        number: N° élève; text, since leading zeros count.
        serie: série.
        reason: why it is on paper, or "".
        received: when it was, None when it was not.
        school: the school and its phone, as one line, or "".
    """

    jury: JuryId
    pv: PvNumber
    number: StudentNumber
    serie: str
    reason: str
    received: datetime | None
    school: str


@dataclass(frozen=True, slots=True)
class PaperRegister:
    """The list of paper livrets of some juries (features G02, D08).

    Attributes:
        centre: the deliberation centre, "" when this post does not know it.
        session: year, None when no source said.
        sources: for each jury, where its list comes from (« académie ») and when.
        written: when this list was made.
        rows: by jury, then in the order of the PV.
    """

    centre: CentreId
    session: int | None
    sources: tuple[tuple[JuryId, str, datetime], ...]
    written: datetime
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The label stuck on a paper livret; its bar code holds the N° élève, as it is.

    Attributes:
        jury: identifier.
        pv: N° PV, or "".
        number: N° élève.
        visa: that the jury examined it, when and who presided, in French; "" before (features N20).
    """

    jury: JuryId
    pv: PvNumber
    number: StudentNumber
    visa: str = ""


@dataclass(frozen=True, slots=True)
class RoomSheet:
    """The sheet of a jury's room, one A4 (journey J1, step 12).

    Attributes:
        jury: identifier.
        label: its title.
        centre: the deliberation centre, or "".
        session: year, None when no source said.
        sitting: when it begins, None when nobody said.
        president: who presides.
        vice_president: who assists, or "".
        code: the words that open the copy.
        phone: whom to call.
        copy: version of the plan de secours.
        made: when it was made.
        place: « dossier », « archive zip », « clé USB ».
        livrets: it holds.
        manifest: SHA-256 of its manifest.
        key: short print of the key that signed it, 16 hexadecimal digits in four groups (decision 012).
        prints: N° élève and the first eight hexadecimal digits of its file's SHA-256 in the copy.
        papers: N° élève of the livrets on paper.
    """

    jury: JuryId
    label: str
    centre: CentreId
    session: int | None
    sitting: datetime | None
    president: str
    vice_president: str
    code: str
    phone: str
    copy: int
    made: datetime
    place: str
    livrets: int
    manifest: Digest
    key: str
    prints: tuple[tuple[StudentNumber, str], ...]
    papers: tuple[StudentNumber, ...]


@dataclass(frozen=True, slots=True)
class CertifiedJury:
    """What the drills prove of a jury, on the certificate.

    Attributes:
        jury: identifier.
        label: its title.
        version: of the jury's file.
        proved: livrets whose current version was opened whole.
        wanted: livrets expected.
        failed: N° élève that could not be opened.
        waiting: N° élève not drilled yet.
        last: when the last drill ended.
        seconds: how long the network was cut in it.
        pages: opened in that drill.
        copy: version of the plan de secours it was held from, 0 when that was not said.
        slowest: N° élève and milliseconds of the livret that took longest, None when that was not kept.
    """

    jury: JuryId
    label: str
    version: int
    proved: int
    wanted: int
    failed: tuple[StudentNumber, ...]
    waiting: tuple[StudentNumber, ...]
    last: datetime
    seconds: int
    pages: int = 0
    copy: int = 0
    slowest: tuple[StudentNumber, int] | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of the drills (features N13).

    Attributes:
        centre: the deliberation centre, or "".
        session: year, None when no source said.
        written: when it was made.
        who: who made it, the words of the seat.
        juries: by identifier.
    """

    centre: CentreId
    session: int | None
    written: datetime
    who: str
    juries: tuple[CertifiedJury, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the fifteen operations of the retroplanning (memo, annex 1), with the dates of a session.

    Attributes:
        rank: among the fifteen, from 1.
        title: the memo's words.
        first: first day.
        last: last day.
        applications: as the memo writes them.
        centre: the deliberation centre is among its actors.
    """

    rank: int
    title: str
    first: date
    last: date
    applications: str
    centre: bool
