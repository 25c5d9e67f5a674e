# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury source whose whole content is given: rows and bytes."""

from dataclasses import dataclass, field

from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.ports import ColumnChoice, OfferedCandidate, OfferedJury
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.pages import Inspection


def row(pv: str, number: str, file: str | None = None, form: LivretFormat = LivretFormat.NUMERIQUE) -> OfferedCandidate:
    """A row of an index; with a file unless none is named."""
    return OfferedCandidate(PvNumber(pv), StudentNumber(number), "ES", form, "", file, f"index.html, ligne {pv}")


@dataclass
class FakeSource:
    """Rows and files; a file that is not there has vanished."""

    rows: tuple[OfferedCandidate, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    jury: str = "J01"
    session: int | None = 2018
    unlisted: tuple[str, ...] = ()
    identities: tuple[SealedIdentity, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    closed: bool = False
    carried: CarriedJury = field(default_factory=CarriedJury)
    choices: list[ColumnChoice | None] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "dossier"

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        self.choices.append(choice)
        label = f"Jury {self.jury}"
        return OfferedJury(
            JuryId(self.jury),
            label,
            self.session,
            self.rows,
            self.identities,
            self.unlisted,
            self.anomalies,
            carried=self.carried,
        )

    def read(self, file: str) -> bytes:
        if file not in self.files:
            raise Refusal(Code.PATH_VANISHED, path=file)
        return self.files[file]

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeSources:
    """Opens the one source it was given."""

    source: FakeSource

    def open(self, path: str) -> FakeSource:
        if path == "missing":
            raise Refusal(Code.PATH_MISSING, path=path)
        return self.source


def livret_bytes(number: str, pages: int = 3, *, wrong: dict[int, str] | None = None, scan: bool = False) -> bytes:
    """Bytes that `inspect_text` reads as a livret: one line a page, each bearing the N° élève."""
    lines = ["" if scan else f"N° élève : {(wrong or {}).get(index, number)} mot{index}" for index in range(pages)]
    return "\f".join(lines).encode()


def inspect_text(data: bytes) -> Inspection:
    """Read the bytes made by `livret_bytes`; anything that begins with % is refused as truncated."""
    if data.startswith(b"%"):
        return Inspection(LivretProblem.TRUNCATED, ())
    return Inspection(None, tuple(data.decode().split("\f")))
