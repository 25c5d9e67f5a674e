# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole season, from the exam office's lists to the erasure: real store, server, pages, page worker and checker."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from lsl_desk import main, wiring
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.desk import Desk
from lsl_desk.client.progress import silent
from lsl_desk.client.sit.values import Stage, Trial
from lsl_desk.domain.acts import Author, Entry, Member, Presence, Quality, Role, Ruling
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import ACADEMY, COPY
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.marks import ExamCode
from lsl_desk.main import LocalGate
from lsl_desk.wire.visas import open_visas
from season.office import CENTRE, HEAD, PRESIDENT, SCHOOL, Clock, Office
from season.origin import Origin
from tests.client.sit.sitting_world import COEFFICIENTS, MARKS_394

ROOT = Path(__file__).resolve().parents[2]
J1, J2, JS = JuryId("J01"), JuryId("J01B"), JuryId("J01S")
NAME, VICE = "Camille Exemple", "Sacha Modèle"
HERE = (
    Member(NAME, Quality.PRESIDENT, Presence.HERE),
    Member(VICE, Quality.VICE_PRESIDENT, Presence.HERE),
)
PHRASE = "quatre mots sans lien"
SHAPES: tuple[dict[str, int], ...] = ({}, {"MATH": 12}, {"PC": 15}, {"MATH": 8}, {"MATH": 1, "PC": 3})
"""Marks changed from 394 points of 400: six short, admitted, second group, failed."""


@dataclass
class Told:
    """What the season found.

    Attributes:
        steps: name, seconds, what came of it.
    """

    steps: list[tuple[str, float, str]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step; what is put in the list is told of it."""
        words: list[str] = []
        begun = time.perf_counter()
        yield words
        self.steps.append((name, time.perf_counter() - begun, ", ".join(words)))


class Season:
    """One president, one centre head, an exam office; ``count`` candidates of série S, session 2018."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.numbers = tuple(StudentNumber(f"{300 + rank:04d}") for rank in range(count))
        self.told = Told()
        self.clock = Clock()
        self.office = Office(folder, self.clock)
        self.origin = Origin(self.office)
        self.paper, self.absent = self.numbers[-1], self.numbers[-2]
        self.url = ""
        self.posts: list[Desk] = []

    def play(self) -> Told:
        """Play it all.

        Raises:
            AssertionError: something did not hold.
        """
        with (
            patch.object(main, "SystemClock", lambda: self.clock),
            patch.object(wiring, "SystemClock", lambda: self.clock),
        ):
            try:
                self._eve()
                self._first_group()
                self._second_group()
                self._september()
                self._ends()
            finally:
                for desk in self.posts:
                    desk.lock()
                    desk.pages.close()
                self.office.close()
        return self.told

    # --------------------------------------------------------------------------------------------------- eve

    def _eve(self) -> None:
        office = self.office
        with self.told.step("import") as words:
            self._jury(J1, 1, self.numbers)
            office.livrets([one for one in self.numbers if one not in {self.paper, self.absent}])
            office.publish_lists()
            words += [f"{len(self.numbers)} candidats", f"{office.lists} listes"]
        with self.told.step("sync") as words:
            self.url = office.serve()
            self.head = self._post("head", Author("Chef de centre", Role.CHEF_DE_CENTRE), HEAD)
            self.desk = self._post("president", Author(NAME, Role.PRESIDENT), PRESIDENT)
            words.append("2 postes reliés")
        with self.told.step("backup and drill") as words:
            self.head.preparation.receive_paper(self.paper, Entry.TYPED)
            place = self.folder / "key"
            place.mkdir()
            (copy,) = self.head.preparation.make_copies([J1], str(place), archive=False, report=silent)
            assert copy.refusal is None, copy.refusal
            found = self._verified(next(place.iterdir()))
            assert found["ok"], found
            drill = self.head.preparation.drill([J1], 0, silent, only_waiting=False)
            assert not drill.refusals, drill.refusals
            words += ["copie vérifiée", "exercice sans faute"]

    # ------------------------------------------------------------------------------------------- the first group

    def _first_group(self) -> None:
        self.clock.leap(days=1)
        half = len(self.numbers) // 2
        with self.told.step("group 1, with a cut") as words:
            self._open(J1)
            self._bench_keeps_nothing(J1, self.numbers[0])
            for number in self.numbers[:half]:
                self._decide(J1, number)
            self.desk.link.send()
            with self._cut():
                for number in self.numbers[half:]:
                    self._decide(J1, number)
                waiting = self.desk.link.status().outbox
                assert waiting >= half
            self._send()
            words += [f"{waiting} actes pendant la coupure, tous reçus"]
        with self.told.step("PV") as words:
            self._close(J1, words)
            self._same_at_the_academy(J1)
            minutes = self.office.drawn(J1).minutes
            assert minutes.from_copy is not None, "the PV says when the jury read from the copy"
            assert {line.livret.source for line in minutes.lines if line.livret.source} == {ACADEMY, COPY}
        self.origin.has_nothing()
        self._publish_and_send(1, J1, 1)
        with self.told.step("the school of origin receives") as words:
            self.origin.receives(self._second(), len(self.numbers), words)

    def _second(self) -> list[StudentNumber]:
        """Whom the first group sent to the second."""
        return [line.number for line in self.office.drawn(J1).minutes.lines if line.ruling is Ruling.SECOND_GROUPE]

    def _second_group(self) -> None:
        second = self._second()
        self.clock.leap(days=2)
        with self.told.step("group 2") as words:
            self._jury(J2, 2, tuple(second), again=True)
            self._nobody_else_comes(set(second))
            self.office.livrets([one for one in second if one not in {self.paper, self.absent}])
            self.office.publish_lists()
            self._sync()
            self._open(J2)
            shown = self.desk.deliberation.sitting(J2)
            assert set(shown.states) == set(second), "only the candidates of the second group"
            assert shown.group == 2
            for number in second:
                self._decide(J2, number)
            self._send()
            with self._cut():  # J3 steps 10 to 12: closed and signed off line, and signed still once it is sent
                self._close(J2, words)
            self._send()
            self._same_at_the_academy(J2)
            words.append(f"{len(second)} candidats, clos et signé hors ligne")
        self._publish_and_send(2, J2, 2)
        with self.told.step("the school of origin loads and opens") as words:
            self.origin.loads_and_opens(len(self.numbers) - 2, len(self.numbers), words)

    def _nobody_else_comes(self, second: set[StudentNumber]) -> None:
        """Whom the first group admitted or failed is kept out of the second by the import (features D11)."""
        header = "Jury;N° PV;N° élève;Série;Format livret"
        for line in self.office.drawn(J1).minutes.lines:
            if line.number not in second:
                odd = self.office.kept_out("candidats", (header, f"{J2};99;{line.number};S;numérique"))
                assert [(one.code, one.expected) for one in odd] == [(AnomalyCode.CANDIDATE_NOT_SENT, J1)], line.ruling

    def _september(self) -> None:
        self.clock.leap(days=70)
        with self.told.step("September") as words:
            self._jury(JS, 1, (self.absent,))
            self.office.publish_lists()
            self._sync()
            assert self.desk.deliberation.sitting(J1).stage is Stage.PUBLISHED
            self._refused(Code.SITTING_CLOSED, lambda: self._raise(J1, self.numbers[0], "11"))
            self._open(JS)
            self._decide(JS, self.absent)
            self._send()
            self._close(JS, words)
            self._same_at_the_academy(JS)
            words.append("juin en lecture seule")
        self._publish_and_send(1, JS, 3)

    def _ends(self) -> None:
        with self.told.step("every visa verified") as words:
            checked = 0
            for name, sealed in self.office.sealed():
                visas = open_visas(sealed, self.office.academy.key.public)
                path = self.folder / f"visas-{name}.json"
                path.write_bytes(sealed)
                found = self._verified(path)
                assert found["ok"], found
                checked += len(visas.visas)
                middle = len(sealed) // 2
                path.write_bytes(sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :])
                assert not self._verified(path)["ok"], "one bit changed is seen"
            words.append(f"{checked} visas")
        with self.told.step("a case, played again and filed") as words:
            failed = next(one.number for one in self.office.drawn(J1).minutes.lines if one.ruling is Ruling.AJOURNE)
            assert self.desk.closing.replay(J1, failed).steps
            case = self.folder / "case.zip"
            kept, joined = self.folder / f"{J1}-pv.zip", self.folder / "case-visas.json"
            joined.write_bytes(next(sealed for name, sealed in self.office.sealed() if name.endswith(f"-{J1}")))
            self.desk.closing.write_case(str(case), J1, failed, paper=str(kept), visas=str(joined))
            found = self._verified(case)
            assert found["ok"], found
            words.append(f"dossier de {failed} vérifié")
        with self.told.step("erasure") as words:
            self._kept_until_its_date(words)

    def _kept_until_its_date(self, words: list[str]) -> None:
        """A livret that September needs is kept, and one in dispute; what went is in a certificate (N23, K05)."""
        retention = self.desk.closing.retention
        self._refused(Code.RETENTION_EARLY, lambda: retention.erase(JS))
        dispute = self.numbers[0]
        retention.hold(J1, dispute, "recours devant le tribunal")
        record = retention.erase(J1)
        livrets = len(self.numbers) - 2
        assert dispute in {number for number, _ in record.held}
        assert len(record.erased) + len(record.held) + len(record.elsewhere) == livrets, record
        retention.write_certificate(str(self.folder / "effacement.zip"))
        assert self._verified(self.folder / "effacement.zip")["ok"]
        self.clock.leap(days=70)
        retention.release(J1, dispute)
        for jury in (J1, J2, JS):
            retention.erase(jury)
        assert retention.juries() == () or not any(one.erases for one in retention.juries())
        assert self.desk.link.status().outbox == 0
        self._told_to_the_academy()
        words += [f"{len(record.erased)} livrets, 1 en litige gardé", f"{len(retention.certificates())} certificats"]

    def _told_to_the_academy(self) -> None:
        """The posts that told nothing are named; this one tells, and is named no more (J4, 10)."""
        post = self.desk.author.name
        assert post in self.office.silent()
        self.desk.link.sync()
        answers = self.desk.closing.retention.answers()
        assert all(isinstance(one, datetime) for one in answers), answers
        assert post not in self.office.silent()

    # ------------------------------------------------------------------------------------------------- what is done

    def _jury(self, jury: JuryId, group: int, numbers: tuple[StudentNumber, ...], *, again: bool = False) -> None:
        office = self.office
        day = self.clock().astimezone().strftime("%d/%m/%Y")
        office.take(
            "jurys",
            (
                "Jury;Code UAI;Libellé;Date;Heure;Groupe;Session",
                f"{jury};{CENTRE};Jury {jury} · S;{day};8h00;{group};{'remplacement' if jury == JS else 'juin'}",
            ),
        )
        office.take(
            "presidents",
            (
                "Jury;Qualité;Nom;Identifiant",
                f"{jury};Président;{NAME};{PRESIDENT}",
                f"{jury};Vice-président;{VICE};vice@exemple.invalid",
            ),
        )
        office.take("membres", ("Jury;Qualité;Nom", f"{jury};Président;{NAME}", f"{jury};Vice-président;{VICE}"))
        people = ["Jury;N° PV;N° élève;Série;Format livret;Nom;Prénom;Code UAI;Division"]
        marks = ["Jury;N° élève;Épreuve;Coefficient;Note;Note second groupe;Choisie"]
        for rank, number in enumerate(numbers, start=1):
            form = {self.paper: "papier", self.absent: "absent"}.get(number, "numérique")
            people.append(f"{jury};{rank};{number};S;{form};Inventé{number};Alix;{SCHOOL};T{int(number) % 2 + 1:02}")
            given = MARKS_394 | SHAPES[-1 if jury == JS else int(number) % len(SHAPES)]
            for exam, mark in given.items():
                chosen = ";14;oui" if again and exam in {"MATH", "PHILO"} else ";;"
                marks.append(f"{jury};{number};{exam};{COEFFICIENTS[exam]};{mark}{chosen}")
        office.take("candidats", people)
        office.take("notes", marks)

    def _post(self, name: str, who: Author, login: str) -> Desk:
        desk = LocalGate(DataFolder(self.folder / name)).create(PHRASE, who, keyring=False)
        self.posts.append(desk)
        offer = desk.link.begin_enrolment(self.url, f"Poste {name}")
        self.office.accept(offer.enrolment, login)
        assert desk.link.enrolment_done(offer) is not None
        report = desk.link.sync()
        assert not report.failed, report.failed
        desk.link.check_pages(silent)
        return desk

    def _sync(self) -> None:
        for desk in (self.desk, self.head):
            desk.link.move(self.url)
            report = desk.link.sync()
            assert not report.failed, report.failed
            desk.link.check_pages(silent)

    def _send(self) -> None:
        while (report := self.desk.link.send()).left:
            assert not report.refused, report.refused
        assert not self.desk.link.status().refused, self.desk.link.status().refused

    def _open(self, jury: JuryId) -> None:
        self.desk.deliberation.take_attendance(jury, HERE)
        assert self.desk.deliberation.open_sitting(jury).stage is not Stage.PREPARED

    def _decide(self, jury: JuryId, number: StudentNumber) -> None:
        """As the rules propose; who fails is read first, and the one six points short is raised."""
        deliberation = self.desk.deliberation
        if jury == J1 and int(number) % len(SHAPES) == 0 and int(number) % 2 == 0:
            self._raise(jury, number, "9")
        state = deliberation.state(jury, number)
        ruling = Ruling(state.proposal)
        if ruling is Ruling.AJOURNE:
            self._examine(jury, number)
        sheet = deliberation.sheet(jury, number)
        mention = sheet.result.mention.value if sheet.result is not None and sheet.result.mention is not None else ""
        deliberation.decide(
            jury, number, ruling, mention if ruling is Ruling.ADMIS else "", "", seen=sheet.decision.version
        )

    def _examine(self, jury: JuryId, number: StudentNumber) -> None:
        one = next(one for one in self.desk.open_jury(jury).file.candidates if one.number == number)
        deliberation = self.desk.deliberation
        if one.livret is not None:
            self._refused(Code.LIVRET_UNREAD, lambda: self._fail(jury, number))
            self.desk.opened(jury, number)
            for page in range(one.livret.page_count):
                self.desk.page_counted(jury, number, one.livret.digest, page, 2.0)
        elif one.format is LivretFormat.PAPIER:
            deliberation.examine_paper(jury, number, True, Entry.SCANNED)
        else:
            deliberation.declare_none(jury, number, True, "ne l’a pas fourni")

    def _fail(self, jury: JuryId, number: StudentNumber) -> None:
        seen = self.desk.deliberation.sheet(jury, number).decision.version
        self.desk.deliberation.decide(jury, number, Ruling.AJOURNE, "", "", seen=seen)

    def _bench_keeps_nothing(self, jury: JuryId, number: StudentNumber) -> None:
        """What is only tried changes no byte of the store (features N06)."""
        before = self._store()
        tried = self.desk.deliberation.try_marks(jury, number, Trial({ExamCode("PC"): Decimal(20)}))
        assert tried.result != self.desk.deliberation.sheet(jury, number).result
        assert "desk.lsl" in before
        assert self._store() == before

    def _store(self) -> dict[str, bytes]:
        """The president's sealed store, its log beside it; not the index of the log, in which a reader marks itself."""
        files = ("desk.lsl", "desk.lsl-wal")
        return {name: (self.folder / "president" / name).read_bytes() for name in files}

    def _raise(self, jury: JuryId, number: StudentNumber, mark: str) -> None:
        line = next(one for one in self.desk.deliberation.sheet(jury, number).lines if one.exam == ExamCode("PC"))
        self.desk.deliberation.raise_mark(jury, number, ExamCode("PC"), mark, "travail constant", seen=line.version)

    def _close(self, jury: JuryId, words: list[str]) -> None:
        closing = self.desk.closing
        for case in closing.view(jury).unequal:
            closing.explain(jury, case.key, "le livret de l’un montre des progrès constants")
        closing.lift(jury)
        assert len(closing.names(jury)) == len(self.desk.open_jury(jury).file.candidates)
        self.desk.deliberation.close_sitting(jury)
        for seat, name in ((Role.PRESIDENT, NAME), (Role.VICE_PRESIDENT, VICE)):
            view = closing.sign(jury, seat, name, seen=closing.view(jury).digest)
        assert view.signed
        kept = self.folder / f"{jury}-pv.zip"
        closing.archive(str(kept), jury)
        found = self._verified(kept)
        assert found["ok"], found
        for kind in (ClosingPaper.ATTENDANCE, ClosingPaper.LIVRETS, ClosingPaper.TRANSCRIPT):
            closing.write_paper(str(self.folder / f"{jury}-{kind.value}.pdf"), jury, kind)
        words += ["PV signé, vérifié, le même à l’académie", " ".join(view.words[:2]) + "…"]

    def _same_at_the_academy(self, jury: JuryId) -> None:
        self._send()
        there, here = self.office.drawn(jury), self.desk.closing.view(jury)
        assert there.digest == here.digest, "the academy draws up the same PV from the same acts"
        assert there.signed

    @contextmanager
    def _cut(self) -> Iterator[None]:
        """No server answers; then another one does, at another address."""
        self.office.cut()
        self.desk.link.isolate()
        yield
        self.desk.link.rejoin()
        self.url = self.office.serve()
        self.desk.link.move(self.url)

    def _publish_and_send(self, group: int, jury: JuryId, rank: int) -> None:
        with self.told.step(f"publication and visas, {jury}") as words:
            early = self.office.send_visas(group)
            assert early.startswith("Les résultats du groupe") or rank > group, early
            assert len(self.office.sealed()) == rank - 1, "nothing leaves before its time"
            self.office.publish(group)
            self.clock.leap(minutes=12)
            assert self.office.send_visas(group) == ""
            sealed = self.office.sealed()
            assert len(sealed) == rank
            assert self.office.send_visas(group) == ""
            assert len(self.office.sealed()) == rank, "sent twice, nothing is added"
            self._sync()
            assert self.desk.deliberation.sitting(jury).stage is Stage.PUBLISHED
            words.append(f"lot {group} parti une fois")

    def _refused(self, code: Code, work: Callable[[], object]) -> None:
        try:
            work()
        except Refusal as refusal:
            if refusal.code is code:
                return
            raise
        raise AssertionError(f"not refused: {code.value}")

    def _verified(self, path: Path) -> dict[str, object]:
        """What the offline checker says, as a process of its own."""
        command = [sys.executable, "-m", "lsl_desk.backup", str(path), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        answer: dict[str, object] = json.loads(done.stdout)
        return answer
