# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented academy: the exam office's lists and livrets of the demonstration, taken in by the ordinary imports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lsl_desk.demo import registers as lists
from lsl_desk.demo.centre import SEED, DemoCentre
from lsl_desk.domain.rights import AccountRole
from lsl_desk.members.opening import open_members
from lsl_desk.server.db import people
from lsl_desk.server.services import accounts, juries
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports import candidates, exam_marks, registers
from lsl_desk.server.services.imports.inspecting import inspecting
from lsl_desk.server.services.imports.livrets import import_livrets
from lsl_desk.server.services.imports.papers import import_papers
from lsl_desk.server.services.imports.running import ImportReport

NAME = "Académie de démonstration"
HEAD = "chef@exemple.invalid"
"""Login of the head of the invented centre."""
OFFICE = "dec@exemple.invalid"
"""Login of the invented exam office."""
SCHOOL = "etablissement@exemple.invalid"
"""Login of the head of the first invented school of origin."""


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """Who may enter the invented academy.

    Attributes:
        codes: login → code of first sign-in, of the accounts that were made now.
    """

    codes: dict[str, str]


def fill(academy: Academy, centre: DemoCentre, today: date, report: Callable[[int, int], None]) -> DemoAccess:
    """Bring the invented centre in, or find it there; a second run changes nothing.

    Args:
        academy: open.
        centre: on disk.
        today: the juries sit the day after.
        report: told how many livrets are done, of how many, jury by jury.
    """
    plan = centre.plan
    registers.import_centres(academy, lists.centres(plan), "centres", apply=True)
    registers.import_schools(academy, lists.schools(), "établissements", apply=True)
    registers.import_juries(academy, lists.juries(plan, today), "jurys", apply=True)
    registers.import_seats(academy, lists.seats(plan), "présidents", apply=True)
    registers.import_members(academy, lists.members(plan), "membres", apply=True)
    candidates.import_candidates(academy, lists.candidates(plan, SEED), "candidats", apply=True)
    import_papers(academy, lists.papers(plan, today), "papiers", apply=True, whole=True)
    exam_marks.import_marks(academy, lists.marks(plan, SEED), "notes", apply=True)
    for folder in centre.juries:
        _livrets(academy, folder, report)
    juries.publish(academy)
    strangers = [(login, role) for login, role in _PEOPLE if _new(academy, login)]
    return DemoAccess(dict(_account(academy, login, role, plan.code) for login, role in strangers))


_PEOPLE = (
    (HEAD, AccountRole.CHEF_DE_CENTRE),
    (OFFICE, AccountRole.GESTIONNAIRE_DEC),
    (SCHOOL, AccountRole.CHEF_ETABLISSEMENT),
)
_NAMES = {
    AccountRole.CHEF_DE_CENTRE: "Chef du centre de démonstration",
    AccountRole.GESTIONNAIRE_DEC: "DEC de démonstration",
    AccountRole.CHEF_ETABLISSEMENT: "Chef d’établissement de démonstration",
}


def _livrets(academy: Academy, folder: Path, report: Callable[[int, int], None]) -> ImportReport:
    members = open_members(str(folder))
    try:
        with inspecting() as inspect:
            return import_livrets(academy, members, inspect, apply=True, report=report)
    finally:
        members.close()


def _new(academy: Academy, login: str) -> bool:
    with academy.database.reading() as connection:
        return people.by_login(connection, login) is None


def _account(academy: Academy, login: str, role: AccountRole, centre: str) -> tuple[str, str]:
    opened = academy.database.write(
        lambda connection: accounts.create(
            connection,
            login=login,
            name=_NAMES[role],
            role=role,
            centre=centre if role is AccountRole.CHEF_DE_CENTRE else None,
            school=lists.first_school() if role is AccountRole.CHEF_ETABLISSEMENT else None,
            by="",
            now=academy.clock(),
        )
    )
    return login, opened.code
