# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of every session, from ``resources/rules``: a pack is read when it is first asked for, and kept."""

from functools import cache, lru_cache
from pathlib import Path

from lsl_desk.bundled import bundled
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.formats.rule_packs.reader import RulePack, range_of, read_pack


@lru_cache(maxsize=1024)
def rules_of(session: int | None, serie: str) -> SerieRules | None:
    """The rules of a session and série.

    Args:
        session: year, None when nobody knows it.
        serie: as a list writes it (« ES », « STMG mercatique », « Générale »).

    Returns:
        None for a session or série that no pack tells, and for the sessions of exception 2020 and 2021: a jury then
        decides without the help of rules (decision 014).

    Raises:
        Refusal: RULES_INVALID.
    """
    pack = None if session is None else _pack(session)
    return None if pack is None or session is None else pack.rules(session, serie)


def why_special(session: int) -> str | None:
    """Why no rules answer for a session of exception, in French; None for any other session.

    Raises:
        Refusal: RULES_INVALID.
    """
    pack = _pack(session)
    return None if pack is None else pack.special.get(session)


def _pack(session: int) -> RulePack | None:
    for (first, last), path in _paths().items():
        if first <= session <= last:
            return _read(path)
    return None


@cache
def _read(path: Path) -> RulePack:
    return read_pack(path.read_bytes(), path.name)


@cache
def _paths() -> dict[tuple[int, int], Path]:
    named = ((range_of(path.name), path) for path in sorted(bundled("rules").iterdir()))
    return {sessions: path for sessions, path in named if sessions is not None}
