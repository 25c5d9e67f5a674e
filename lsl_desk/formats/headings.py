# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a column's heading means, in an index or a candidate list.

The headings of DELIBNET's index are not public; those of LSL are in the memo (annex 1), those of the CYCLADES
« liste simple » in ``domain.md`` §2.4.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from lsl_desk.domain.folding import folded

LONGEST = 60
"""Characters: a longer cell is a sentence, not a heading."""


class Column(StrEnum):
    """What a column holds."""

    PV = "pv"
    NUMBER = "number"
    NUMERO = "numero"
    """« Numéro », without saying of what."""
    CANDIDATE = "candidate"
    """« N° Candidat » of CYCLADES: eleven digits."""
    JURY = "jury"
    OTHER_NUMBER = "other_number"
    """« N° Inscription », « N° Océan »: a number that is none of ours."""
    SERIE = "serie"
    SPECIALITY = "speciality"
    FORMAT = "format"
    LIVRET = "livret"
    NAME = "name"
    USAGE_NAME = "usage_name"
    FIRST_NAMES = "first_names"
    THIRD_NAME = "third_name"
    INE = "ine"
    DIVISION = "division"
    SCHOOL = "school"
    """The school of origin, by its code (UAI)."""
    SCHOOL_NAME = "school_name"
    SCHOOL_PHONE = "school_phone"
    SENT = "sent"
    SESSION = "session"
    OTHER = "other"
    """A known heading that nothing is read from: date of birth, état, catégorie."""


_NUMBER_WORDS = {"n", "no", "num", "numero", "nr"}


def _pv(words: set[str]) -> bool:
    return bool(words & {"pv", "npv", "nopv", "numpv", "proces"})


def _student(words: set[str]) -> bool:
    return bool(words & {"eleve", "neleve", "noeleve"}) and not words & {"nom", "noms", "prenom", "prenoms", "date"}


def _school(words: set[str]) -> bool:
    of_school = bool(words & {"etablissement", "lycee"}) and not words & {"centre", "ville", "commune", "avis", "chef"}
    return of_school or (bool(words & {"uai", "rne"}) and "centre" not in words)


def _any(*wanted: str) -> Callable[[set[str]], bool]:
    return lambda words: bool(words & set(wanted))


# The first rule that holds decides: « Format livret » before « Livret », « N° PV candidat » before « N° candidat ».
_RULES: tuple[tuple[Column, Callable[[set[str]], bool]], ...] = (
    (Column.INE, _any("ine", "nie", "inerne")),
    (Column.PV, _pv),
    (
        Column.OTHER,
        _any("naissance", "ne", "sexe", "etat", "categorie", "enseignements", "adresse", "courriel", "mail"),
    ),
    (Column.OTHER_NUMBER, _any("inscription", "ocean", "ordre", "rang")),
    (Column.JURY, _any("jury")),
    (Column.SENT, _any("envoi", "envoye", "transmission", "identifiants")),
    (Column.NUMBER, _student),
    (Column.FORMAT, _any("format", "support", "statut")),
    (Column.FORMAT, lambda words: words >= {"type", "livret"}),
    (Column.LIVRET, _any("livret", "livrets", "lien", "liens", "html", "fichier", "pdf", "document", "lsl")),
    (Column.USAGE_NAME, _any("usage")),
    (Column.THIRD_NAME, lambda words: words >= {"nom", "3"}),
    (Column.CANDIDATE, lambda words: "candidat" in words and bool(words & (_NUMBER_WORDS | {"matricule"}))),
    (Column.CANDIDATE, _any("matricule", "ncandidat", "nocandidat")),
    (Column.SCHOOL_PHONE, _any("telephone", "tel")),
    (Column.SCHOOL, lambda words: _school(words) and bool(words & {"uai", "rne", "code"})),
    (Column.SCHOOL_NAME, _school),
    (Column.OTHER_NUMBER, _any("uai", "rne")),
    (Column.NAME, lambda words: bool(words & {"nom", "noms"}) and not words & {"etablissement", "jury"}),
    (Column.FIRST_NAMES, _any("prenom", "prenoms")),
    (Column.SERIE, _any("serie", "series", "voie", "filiere")),
    (Column.OTHER, lambda words: words >= {"code", "specialite"}),
    (Column.SPECIALITY, _any("specialite")),
    (Column.DIVISION, _any("division", "structure", "classe")),
    (Column.SESSION, lambda words: words == {"session"}),
    (Column.NUMERO, lambda words: bool(words) and words <= _NUMBER_WORDS),
)


def column_of(heading: str) -> Column | None:
    """Say what a heading announces, None when it is not a heading we know."""
    if len(heading) > LONGEST:
        return None
    words = re.findall(r"[a-z]+|\d+", folded(heading))
    if len(words) > 1 and words[-1] == "s":
        words.pop()  # « prénom(s) »
    known = set(words)
    return next((column for column, holds in _RULES if holds(known)), None)
