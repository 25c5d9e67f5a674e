# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is done to close a jury, as acts: names made known, cases taken up again or explained, signatures."""

from dataclasses import dataclass

from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.roles import Role


@dataclass(frozen=True, slots=True)
class AnonymityLifted:
    """The names of the candidates are made known to the jury, once it has decided of all of them (features N18).

    Code de l'éducation D334-9, D336-9: they are, at the moment of the deliberation. From here on nothing of a
    candidate changes, unless the case is reopened.
    """


@dataclass(frozen=True, slots=True)
class CaseReopened:
    """The jury takes a case up again after the names were known, or after the closing; the PV notes it (N18, P25).

    Attributes:
        number: N° élève of the candidate whose marks and decision may change until the sitting closes again.
        reason: in the person's words.
    """

    number: StudentNumber
    reason: str


@dataclass(frozen=True, slots=True)
class InequalityExplained:
    """Why candidates in the same case had different outcomes (equal treatment, features N09).

    Attributes:
        case: `equal_treatment.Unequal.key` of the case as it was seen.
        reason: in the person's words; the PV keeps it.
    """

    case: Digest
    reason: str


@dataclass(frozen=True, slots=True)
class PvSigned:
    """A head of the jury signed the PV, in their quality (features P25).

    Attributes:
        seat: president or vice-president: in what quality.
        name: of the one who signs, as the attendance has it.
        closing: the closing signed for; a sitting closed again asks for both signatures again.
        pv: SHA-256 of the PV's exact bytes (`wire.minutes`), that its eight words tell.
    """

    seat: Role
    name: str
    closing: ActId
    pv: Digest


@dataclass(frozen=True, slots=True)
class SignatureRefused:
    """A head of the jury refused to sign; nobody signs in that place (features N12).

    Attributes:
        seat: president or vice-president.
        name: of the one who refuses, as the attendance has it.
        closing: the closing they would have signed for.
        reason: in the person's words; the exam office is told.
    """

    seat: Role
    name: str
    closing: ActId
    reason: str


Closing = AnonymityLifted | CaseReopened | InequalityExplained | PvSigned | SignatureRefused
"""The acts of a closing, the closing itself apart."""
