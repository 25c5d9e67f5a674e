# SPDX-License-Identifier: AGPL-3.0-or-later
"""What CYCLADES exports are known for: a N° Candidat of eleven digits whose leading zero a spreadsheet drops.

Source: the public exports described in ``domain.md`` §2.4 and §3.
"""

CANDIDATE_DIGITS = 11
"""Digits of a N° Candidat, the first being 0."""


def restored_number(candidate: str) -> str:
    """Give back the leading zero a spreadsheet dropped from a N° Candidat; anything else is returned as it is."""
    if candidate.isascii() and candidate.isdigit() and len(candidate) == CANDIDATE_DIGITS - 1:
        return candidate.zfill(CANDIDATE_DIGITS)
    return candidate
