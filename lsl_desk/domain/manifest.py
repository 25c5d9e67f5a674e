# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy says a jury holds at a version: a jury's file without its bytes, signed by the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lsl_desk.domain.acts import Member, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.marks import ExamMark
from lsl_desk.domain.period import Period

PARIS: Final = "Europe/Paris"
"""The zone of whoever says no other: that of the academies of the mainland."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """The paper livrets that the exam office's own application counts (OCEAN), beside those of the jury's list (G02).

    Attributes:
        made: UTC, when the office took it out of its application.
        numbers: N° élève, in the order of the PV.
    """

    made: datetime
    numbers: tuple[StudentNumber, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which list of a jury. The version alone does not say: an academy restored from a backup gives a number again.

    Attributes:
        version: 1, 2, 3…
        digest: SHA-256 of the academy's signature over the list, which no other list has.
    """

    version: int
    digest: Digest

    def follows(self, taken: "Edition | None") -> bool:
        """Whether a Desk that took an edition may take this one: the very same, or a higher version."""
        return taken is None or self == taken or self.version > taken.version


@dataclass(frozen=True, slots=True)
class JuryManifest:
    """One version of what a jury holds.

    Attributes:
        jury: identifier, unique in the academy.
        centre: the deliberation centre.
        label: title.
        session: year.
        version: 1, 2, 3…; a Desk never goes back to a lower one (`Edition.follows`).
        made: UTC.
        sitting: UTC, when the deliberation begins; None while it is not known.
        candidates: in the order of the PV, with the verdict of the number lock on each page.
        marks: N° élève → the exam office's marks. No candidate's name, INE or school anywhere in it.
        heads: president and vice-president as the exam office names them; a seat without a name is not there.
        group: of épreuves: 1, or 2 for the jury of the second group, which holds its own candidates only.
        ocean: the exam office's own list of paper livrets of this jury, None when it gave none.
        members: the jury as the exam office composed it, in its order; away, since nobody attends yet.
        period: of the year, June or the session de remplacement.
        zone: of the academy, in which its papers tell hours (« Indian/Reunion »).
    """

    jury: JuryId
    centre: CentreId
    label: str
    session: int
    version: int
    made: datetime
    sitting: datetime | None
    candidates: tuple[Candidate, ...]
    marks: Mapping[StudentNumber, tuple[ExamMark, ...]]
    heads: Mapping[Role, str] = field(default_factory=dict)
    ocean: PaperList | None = None
    group: int = 1
    members: tuple[Member, ...] = ()
    period: Period = Period.JUNE
    zone: str = PARIS

    @property
    def livrets(self) -> Mapping[Digest, int]:
        """Digest → bytes of each livret, once each, in the order of the candidates."""
        return {one.livret.digest: one.livret.size for one in self.candidates if one.livret is not None}
