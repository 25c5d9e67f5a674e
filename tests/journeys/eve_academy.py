# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small invented academy on the eve: two juries of a centre, a neighbour's livret, OCEAN's list, schools to call."""

from datetime import UTC, datetime
from pathlib import Path

from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.members.opening import open_members
from lsl_desk.server.services import accounts, juries
from lsl_desk.server.services.academy import Academy, create_academy
from lsl_desk.server.services.enrolling import approve, pending
from lsl_desk.server.services.imports import candidates, registers
from lsl_desk.server.services.imports.inspecting import inspecting
from lsl_desk.server.services.imports.livrets import import_livrets
from lsl_desk.server.services.imports.papers import import_papers
from lsl_desk.server.settings import Settings
from tests.builders import livret_pdf, write_folder

CENTRES = "Code UAI;Nom\n0999999A;Lycée Exemple\n0990020B;Lycée voisin\n"
SCHOOLS = "Code UAI;Nom;Téléphone\n0999998C;Lycée des Tilleuls;01 99 00 12 34\n"
JURIES = (
    "Jury;Code UAI;Libelle;Date;Heure\n"
    "J01;0999999A;Jury J01 · ES;03/07/2018;8h00\n"
    "J02;0999999A;Jury J02 · S;03/07/2018;8h00\n"
    "J90;0990020B;Jury J90 · ES;03/07/2018;8h00\n"
)
CANDIDATES = (
    "Jury;N° PV;N° élève;N° Candidat;Série;Format livret;Nom;Prénom;INE;Code UAI\n"
    "J01;12;0417;02018990417;ES;numérique;Exemple;Alix;;0999998C\n"
    "J01;13;0432;02018990432;ES;numérique;Modèle;Sacha;;0999998C\n"
    "J01;14;0418;02018990418;ES;papier;Essai;Lou;;0999998C\n"
    "J01;15;0419;02018990419;ES;;Épreuve;Noa;;0999998C\n"
    "J02;1;1417;02018991417;S;numérique;Type;Ange;;0999998C\n"
    "J02;2;1418;02018991418;S;papier;Idem;Eden;;0999998C\n"
    "J90;1;0902;02018990902;ES;papier;Ailleurs;Cam;;0999998C\n"
)
SEATS = (
    "Jury;Qualité;Nom;Identifiant\n"
    "J01;Président;Exemple Camille;camille@exemple.invalid\n"
    "J02;Vice-président;Exemple Camille;camille@exemple.invalid\n"
)
PAPERS = "N° Candidat;Jury;Date;Heure\n02018990432;J01;01/07/2018;17h30\n02018991418;J02;01/07/2018;17h30\n"
HEAD = "chef@exemple.invalid"
_OFFICE = Actor(Kind.PERSON, AccountRole.ADMINISTRATEUR)


class EveAcademy:
    """The academy's side of the journey: what the exam office does."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder / "academy", session=2018, help_phone="01 99 00 00 17")
        self.academy: Academy = create_academy(self.settings, "Académie inventée")
        self._folder = folder
        self._sent = 0
        registers.import_centres(self.academy, CENTRES.encode(), "centres", apply=True)
        registers.import_schools(self.academy, SCHOOLS.encode(), "établissements", apply=True)
        registers.import_juries(self.academy, JURIES.encode(), "jurys", apply=True)
        candidates.import_candidates(self.academy, CANDIDATES.encode(), "candidats", apply=True)
        registers.import_seats(self.academy, SEATS.encode(), "présidents", apply=True)
        import_papers(self.academy, PAPERS.encode(), "papiers", apply=True)
        self._owner = self.academy.database.write(
            lambda connection: accounts.create(
                connection,
                login=HEAD,
                name="Chef de centre d’essai",
                role=AccountRole.CHEF_DE_CENTRE,
                centre="0999999A",
                by="",
                now=datetime.now(UTC),
            )
        ).account
        self.send(
            {
                "0417": livret_pdf("0417", 3),
                # Page 2 bears another number: it must never be read, nor be copied, under this one.
                "0432": livret_pdf("0432", 2, wrong={1: "0471"}),
                "1417": livret_pdf("1417"),
            }
        )

    def send(self, livrets: dict[str, bytes]) -> None:
        """Livrets come from the schools, and every jury is published."""
        self._sent += 1
        files = {f"LSL_{number}.pdf": data for number, data in livrets.items()}
        members = open_members(str(write_folder(self._folder / f"envoi-{self._sent}", files)))
        try:
            with inspecting() as inspect:
                import_livrets(self.academy, members, inspect, apply=True)
        finally:
            members.close()
        juries.publish(self.academy)

    def settle_unknown(self) -> None:
        """The exam office answers: 0419 has a livret on paper."""
        one = "Jury;N° PV;N° élève;Format livret\nJ01;15;0419;papier\n"
        candidates.import_candidates(self.academy, one.encode(), "candidats", apply=True)
        juries.publish(self.academy)

    def approve(self, digits: str) -> None:
        """Say yes to the post that shows these digits."""
        with self.academy.database.reading() as connection:
            asked = pending(connection, self.academy.key.public.raw, datetime.now(UTC))
        (one,) = [one for one in asked if one.digits == digits]
        self.academy.database.write(
            lambda connection: approve(connection, one.id, owner=self._owner, by=_OFFICE, now=datetime.now(UTC))
        )

    def close(self) -> None:
        self.academy.database.close()
