# SPDX-License-Identifier: AGPL-3.0-or-later
"""A school of origin for a test: pupils in divisions before J01, their livrets, and visas that the academy signs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, update

from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.rights import AccountRole
from lsl_desk.domain.roles import Role
from lsl_desk.domain.visas import ExaminedBy, How, JuryVisas, Visa
from lsl_desk.server.db import publications, schema
from lsl_desk.wire.visas import seal_visas
from tests.server.academies import HERE, SCHOOL, Here

J01, J02 = JuryId("J01"), JuryId("J02")
OFFICE = AccountRole.GESTIONNAIRE_DEC


@dataclass
class School:
    """Pupils of `SCHOOL`, by N° élève, in the order they were made."""

    here: Here
    livrets: dict[str, Digest]

    @property
    def numbers(self) -> list[str]:
        return list(self.livrets)

    def send(
        self, numbers: Iterable[str], withdrawn: Iterable[str] = (), unread: Mapping[str, How] | None = None
    ) -> int:
        """Send visas of J01 in a lot, sealed as `services.visas` does; ``unread``: those that name no livret."""
        academy, clock = self.here.academy, self.here.clock
        by = ExaminedBy("Président inventé", Role.PRESIDENT, clock(), ActId("a" * 32))
        other = unread or {}
        visas = tuple(
            Visa(StudentNumber(one), Digest(""), other[one], None if other[one] is How.NOT_REQUIRED else by)
            if one in other
            else Visa(StudentNumber(one), self.livrets[one], How.ONLINE, by)
            for one in numbers
        )
        made = JuryVisas(
            session=2026,
            academy=academy.name,
            centre=CentreId(HERE),
            jury=J01,
            group=1,
            edition=1,
            pv=Digest("b" * 64),
            president="Président inventé",
            sequence=1,
            chain=Digest("c" * 64),
            made=clock(),
            visas=visas,
            later=(),
        )
        with academy.database.writing() as connection:
            lot = publications.begin_lot(connection, group=1, by=self.here.accounts[OFFICE], now=clock())
            sealed = seal_visas(made, academy.key)
            publications.add(connection, lot, made, sealed, visas, map(StudentNumber, withdrawn))
        return lot

    def publish(self, jury: JuryId, group: int, excluded: Mapping[JuryId, str] | None = None) -> None:
        """Make the results of a jury public now, others being left out by name."""
        with self.here.academy.database.writing() as connection:
            connection.execute(update(schema.jury).where(schema.jury.c.id == jury).values(exam_group=group))
            by, now = self.here.accounts[OFFICE], self.here.clock()
            publications.propose(connection, group=group, at=now, by=by, now=now)
            latest = publications.publications(connection, group)[0].id
            publications.confirm(connection, latest, by=by, juries=[jury], excluded=excluded or {}, now=now)


def school(here: Here, pupils: int, divisions: int) -> School:
    """Pupils with a digital livret each, spread over the divisions T01, T02…"""
    made = School(here, {})
    blank = dict.fromkeys(("usage_name", "third_name", "ine"), "")
    with here.academy.database.writing() as connection:
        for rank in range(pupils):
            number = f"{300 + rank:04d}"
            data = b"%PDF invented livret of " + number.encode()
            digest = made.livrets[number] = here.academy.files.put(data)
            connection.execute(insert(schema.livret).values(digest=digest, size=len(data), pages=1))
            one = {"jury": J01, "number": number, "rank": rank + 1, "pv": str(rank + 1), "cyclades": "", "serie": "S"}
            connection.execute(
                insert(schema.candidate).values(**one, format="numerique", reason="", digest=digest, pages="[]")
            )
            who = {"name": f"INVENTÉ{number}", "first_names": "Alix", "division": f"T{rank % divisions + 1:02d}"}
            connection.execute(insert(schema.identity).values(jury=J01, number=number, school=SCHOOL, **blank, **who))
    return made
