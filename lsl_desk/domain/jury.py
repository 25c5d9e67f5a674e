# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury's file: what a jury holds at a version. Immutable; a second import makes a second version."""

from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber, same_number
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate as the jury may see one: no name, INE, school or division (arrêté of 13 Oct. 2014, art. 3).

    Attributes:
        pv: N° PV candidat, "" when the source gave none.
        number: N° élève.
        serie: as the source writes it (« ES », « STMG »), "" when unknown.
        format: what livret is expected.
        reason: why there is no numeric livret (« sans profil type », « opposition de la famille »), or "".
        livret: the file held, None when there is none or it was refused.
        problem: why the file was refused or is not to be trusted, None when all is well.
    """

    pv: PvNumber
    number: StudentNumber
    serie: str
    format: LivretFormat
    reason: str = ""
    livret: LivretRef | None = None
    problem: LivretProblem | None = None


@dataclass(frozen=True, slots=True)
class JuryFile:
    """One version of a jury's file.

    Attributes:
        jury: identifier, such as ``J01``.
        label: what the source calls it (« Jury J01 · ES »), or the identifier.
        session: year of the session, None when the source does not say.
        version: 1 for the first import, then counted up.
        candidates: in the order of the source's index.
        imported: when, in UTC.
        source: what it came from (« dossier », « archive zip »), without its path.
    """

    jury: JuryId
    label: str
    session: int | None
    version: int
    candidates: tuple[Candidate, ...]
    imported: datetime
    source: str

    def by_number(self, number: str) -> Candidate | None:
        """Return the candidate with this N° élève: exactly, else but for leading zeros when that names only one."""
        return _only(self.candidates, "number", number)

    def by_pv(self, pv: str) -> Candidate | None:
        """Return the candidate with this N° PV: exactly, else but for leading zeros when that names only one."""
        return _only(self.candidates, "pv", pv)


def _only(candidates: tuple[Candidate, ...], field: str, wanted: str) -> Candidate | None:
    exact = [one for one in candidates if getattr(one, field) == wanted]
    if exact:
        return exact[0]
    near = [one for one in candidates if same_number(getattr(one, field), wanted)]
    return near[0] if len(near) == 1 else None


@dataclass(frozen=True, slots=True)
class SealedIdentity:
    """Who a candidate is: kept in the sealed part of the file, shown only after a recorded act (features N18).

    Attributes:
        number: N° élève it belongs to.
        name: nom de famille, as written.
        usage_name: nom d'usage, or "".
        first_names: prénoms, as written.
        third_name: the column « Nom 3 » of LSL, whose sense is unknown, kept as it is (features E07).
        ine: identifiant national élève, as written even when it is wrong.
        division: classe; it reveals the school.
    """

    number: StudentNumber
    name: str
    usage_name: str = ""
    first_names: str = ""
    third_name: str = ""
    ine: str = ""
    division: str = ""
