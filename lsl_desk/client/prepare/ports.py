# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve needs from outside, as small protocols; `main` gives the adapters, the tests their fakes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lsl_desk.client.prepare.values import ListKind, Sent
from lsl_desk.client.progress import Report
from lsl_desk.domain.acts import Act
from lsl_desk.domain.eve_papers import Certificate, Label, Operation, PaperRegister, RoomSheet
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest

# ------------------------------------------------------------------------------------------------- the store


@dataclass(frozen=True, slots=True)
class EveAct:
    """An act of the eve, and how far it has gone.

    Attributes:
        act: what was done.
        sent: recorded here, received, or refused; a refused act has no effect.
        rank: its number at the academy, 0 while it has none.
        version: of the jury's file here that it was based on. The versions of another post are the academy's, which
            this post may keep under other numbers, having imported a folder first.
    """

    act: Act
    sent: Sent
    rank: int
    version: int


class EveStore(Protocol):
    """What the sealed store knows of the eve."""

    def acts(self) -> Mapping[JuryId, tuple[EveAct, ...]]:
        """The acts of the eve by jury: those of the academy in its order, then this post's own that wait, in theirs.

        Readings, marks and incidents are not among them: it costs as much as the eve's acts are, whatever the journal
        holds besides.
        """

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """What the academy signed of a jury's current version, None when it came from elsewhere."""

    def centre(self) -> CentreId:
        """The deliberation centre that the academy named this post for, "" without an academy."""

    def digests(self, jury: JuryId, version: int) -> Mapping[StudentNumber, Digest]:
        """The livrets that a version of a jury's file held; nothing for a version that is not here."""


# ------------------------------------------------------------------------------------------------ the academy


Whose = Callable[[str], tuple[str, ...]]
"""Asks the academy which centres expect a paper livret of a number, as « 0990020B, Lycée Exemple »; none when it does
not answer at once."""


# ---------------------------------------------------------------------------------------------------- papers


class Papers(Protocol):
    """Documents to print, as the bytes of a PDF."""

    def register(self, register: PaperRegister) -> bytes:
        """The list of paper livrets, with boxes to tick."""

    def labels(self, labels: Sequence[Label]) -> bytes:
        """Labels for paper livrets."""

    def room_sheets(self, sheets: Sequence[RoomSheet]) -> bytes:
        """Room sheets, one A4 a jury."""

    def certificate(self, certificate: Certificate) -> bytes:
        """The certificate of the drills."""


@dataclass(frozen=True, slots=True)
class OceanLine:
    """A line of the exam office's list of paper livrets.

    Attributes:
        number: N° élève, leading zeros kept.
        jury: as written, "" when the list does not say.
        school: the school and its phone, as one line, or "".
    """

    number: StudentNumber
    jury: str = ""
    school: str = ""


class Sheets(Protocol):
    """Lists as an office opens them (ecosystem survey §7.1)."""

    def register(self, register: PaperRegister, kind: ListKind) -> bytes:
        """The list of paper livrets as XLSX, or as CSV of either sort; never asked for ListKind.PDF."""

    def ocean(self, path: str) -> tuple[OceanLine, ...]:
        """Read the exam office's list from CSV, XLSX or ODS.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, LIST_UNREADABLE, LIST_HEADER.
        """


class BarCodes(Protocol):
    """Bar codes in pictures."""

    def read(self, path: str) -> str:
        """The text of the bar code in a picture.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, PICTURE_UNREADABLE, CODE_NOT_FOUND; CODE_SEVERAL, with ``codes``:
                a livret is not received by the wrong one; PAGE_WORKER_DOWN.
        """


class Retroplanning(Protocol):
    """The operations of the end of the session, as data."""

    def operations(self, session: int) -> tuple[Operation, ...]:
        """The fifteen operations, in order; none for a session without data."""


class Output(Protocol):
    """Where a document goes."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """


# --------------------------------------------------------------------------------------------------- copies


@dataclass(frozen=True, slots=True)
class CopyWritten:
    """A plan de secours that was written, read again and found whole.

    Attributes:
        version: of the copy, from 1.
        manifest: SHA-256 of its signed payload.
        livrets: it holds.
        size: bytes of all of it.
        place: « dossier », « archive zip », « clé USB ».
        kept: livrets taken over from the version before.
        made: livrets protected anew.
        where: its folder or file, for the person to find it.
        digests: N° élève → digest of the original of each livret it holds.
        prints: N° élève → SHA-256 of its protected file.
        key: short print of the key that signed it.
    """

    version: int
    manifest: Digest
    livrets: int
    size: int
    place: str
    kept: int
    made: int
    where: str
    digests: Mapping[StudentNumber, Digest]
    prints: Mapping[StudentNumber, Digest]
    key: str


class Copies(Protocol):
    """Makes the plan de secours; whoever calls records the act."""

    def code(self, jury: JuryId) -> str:
        """The code that opens a jury's copy, made at the first asking and kept under seal."""

    def new_code(self, jury: JuryId) -> str:
        """Another code, from the next copy on."""

    def take_code(self, jury: JuryId, typed: str) -> str:
        """Take the code that a person brings, from another post of the centre; from the next copy on.

        Raises:
            Refusal: COPY_CODE_ODD.
        """

    def make(self, jury: JuryId, version: int, place: str, *, archive: bool, report: Report) -> CopyWritten:
        """Write a jury's copy in a folder that holds them all, read it again, and only then name it.

        Args:
            jury: which.
            version: of the copy to be.
            place: the folder.
            archive: as a zip.
            report: told of each livret; False stops.

        Raises:
            Refusal: it cannot be written, or does not read as it was written; nothing is left that looks complete.
            Cancelled: the report said so.
        """
