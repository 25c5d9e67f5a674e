# SPDX-License-Identifier: AGPL-3.0-or-later
"""The CYCLADES « liste simple » of a jury's candidates, invented names and INE, in the shape centres receive.

UTF-8 with BOM, CRLF, ``;``, a preamble before the header line, empty cells as « - », the class twice (``domain.md``
§2.4 of the design papers). The N° candidat has eleven digits, its leading zero kept, and ends with the N° élève.
One column is added, the N° PV candidat: nothing in the published export leads to a line of the jury's index.
"""

from lsl_desk.demo.people import person
from lsl_desk.demo.plan import PlannedCandidate, PlannedJury

FILE = "liste_simple.csv"

_EMPTY = " -"
_HEADER = (
    "Division de classe",
    "N° Candidat",
    "N° Inscription",
    "N° Océan",
    "Nom de famille",
    "Nom d'usage",
    "Prénom(s)",
    "Date de Naissance",
    "Division de classe",
    "INE",
    "Catégorie Candidat",
    "Code Spécialité",
    "Spécialité",
    "Etat",
    "Enseignements",
    "N° PV candidat",
)


def candidate_list(jury: PlannedJury, session: int, code: str, seed: int) -> bytes:
    """Return the list of a jury, in the order of its index."""
    preamble = (
        f"{session}",
        "Listes simples",
        f"CENTRE DE DÉMONSTRATION ({code})",
        "Type d'édition : Liste simple",
        f"Edité le 02/07/{session} 17:42",
        "Critères de recherche : Etat Egal Inscrit",
        f"Critères de regroupement : Jury {jury.jury}",
        "Critères de tris : Numéro",
    )
    lines = [line + ";" * (len(_HEADER) - 1) for line in preamble]
    lines.append(";".join(_HEADER))
    lines.extend(_line(candidate, session, seed) for candidate in jury.candidates)
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _line(candidate: PlannedCandidate, session: int, seed: int) -> str:
    pupil = candidate.pupil
    who = person(seed, pupil.number, session)
    division = f"'T{pupil.room.serie}{pupil.room.rank + 1}'"
    cells = (
        division,
        f"0{session}99{pupil.number}",
        "001 Version 1",
        _EMPTY,
        who.name,
        _EMPTY,
        who.first_name,
        who.birth,
        division,
        who.ine,
        "SCOLAIRE",
        pupil.room.serie,
        pupil.room.serie,
        "Inscrit",
        "Non renseigné",
        candidate.pv,
    )
    return ";".join(cells)
