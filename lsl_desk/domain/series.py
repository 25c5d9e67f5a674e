# SPDX-License-Identifier: AGPL-3.0-or-later
"""The séries and voies of the baccalauréat, by session (code de l'éducation D334-1 s., D336-1 s.; memo, annex 1).

An unknown série is kept as it is written and flagged: this list is for the doctor, never a filter (features E09).
"""

import re

from lsl_desk.domain.folding import folded

FIRST_GENERAL_WITHOUT_SERIES = 2021
"""Session from which the voie générale has no série (reform of the baccalauréat)."""

_GENERAL_SERIES = frozenset({"L", "ES", "S"})
_GENERAL_VOIE = frozenset({"G", "GEN", "GENE", "GENERAL", "GENERALE", "BGEN"})
_TECHNO = frozenset({"STMG", "ST2S", "STI2D", "STL", "STD2A", "STHR", "STAV"})
_TECHNO_2018 = frozenset({"TMD", "HOTELLERIE", "HOT"})
_TECHNO_2021 = frozenset({"S2TMD"})
_LEADING_WORDS = frozenset({"SERIE", "BAC", "BACCALAUREAT", "VOIE", "TECHNOLOGIQUE", "TECHNO", "TERMINALE"})


def serie_known(serie: str, session: int | None) -> bool:
    """Tell whether a série is one of the session's; of any session's when the session is unknown.

    What follows the série does not count: « STMG mercatique » and « S-SVT » are STMG and S.
    """
    return _first_word(serie) in _of(session)


def is_technological(serie: str) -> bool:
    """Tell whether a série is of the voie technologique, of any session."""
    return _first_word(serie) in _TECHNO | _TECHNO_2018 | _TECHNO_2021


def _first_word(serie: str) -> str:
    words = [word for word in re.split(r"[^A-Z0-9]+", folded(serie).upper()) if word]
    while words and words[0] in _LEADING_WORDS:
        words.pop(0)
    return words[0] if words else ""


def _of(session: int | None) -> frozenset[str]:
    before = _GENERAL_SERIES | _TECHNO | _TECHNO_2018
    after = _GENERAL_VOIE | _TECHNO | _TECHNO_2021
    if session is None:
        return before | after
    return after if session >= FIRST_GENERAL_WITHOUT_SERIES else before
