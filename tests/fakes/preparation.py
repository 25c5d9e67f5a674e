# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve in memory: what its screens ask, answered from the juries of a fake Desk; refusals are the test's."""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from lsl_desk.client.desk import OpenJury
from lsl_desk.client.prepare.values import (
    Clash,
    CopyDone,
    CopyState,
    Deadline,
    DrillDoneOf,
    DrillState,
    Expected,
    Heads,
    Item,
    JuryReadiness,
    ListKind,
    Matter,
    Message,
    PaperLists,
    PaperTaken,
    Presence,
    Seat,
    Sent,
    Side,
    Standing,
)
from lsl_desk.client.progress import Cancelled, Progress, Report
from lsl_desk.client.summary import JurySummary
from lsl_desk.domain.acts import Entry, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat

NOW = datetime(2018, 7, 2, 13, 2, tzinfo=UTC)
SITTING = datetime(2018, 7, 3, 6, 0, tzinfo=UTC)
LISTED = datetime(2018, 7, 2, 6, 10, tzinfo=UTC)
CODES = ("canal-tulipe-orage-vigne-lampe-sentier", "moulin-pomme-averse-clef-ruban-falaise")
CALL = "Lycée des Tilleuls, 01 98 76 54 32"
DEADLINES = (
    Deadline(9, "Vérification des présidents et vice-présidents", date(2018, 7, 2), date(2018, 7, 2), "DELIBNET"),
    Deadline(10, "Constitution des fichiers livrets par jury", date(2018, 7, 2), date(2018, 7, 2), "DELIBNET"),
    Deadline(11, "Délibérations en mode connecté", date(2018, 7, 3), date(2018, 7, 6), "DELIBNET"),
)


class FakePreparation:
    """A `PreparationDesk` that forgets all when the process ends."""

    def __init__(self, juries: Iterable[JurySummary], opened: Callable[[JuryId], OpenJury]) -> None:
        self.juries = {one.jury: opened(one.jury).file for one in juries}
        self.refusals: dict[str, Refusal] = {}
        """By the name of a method: what it raises."""
        self.now = NOW
        self.received: dict[tuple[JuryId, StudentNumber], datetime] = {}
        self.entries: list[tuple[str, Entry]] = []
        self.told: dict[JuryId, list[Message]] = defaultdict(list)
        self.named: dict[tuple[JuryId, Role], str] = {}
        self.office: dict[tuple[JuryId, Role], str] = {}
        self.seen: dict[tuple[JuryId, Role], str] = {}
        self.opened: set[JuryId] = set()
        self.at_one_hour: tuple[Clash, ...] = ()
        self.copied: dict[JuryId, CopyState] = {}
        self.codes: dict[JuryId, int] = {}
        self.proved: dict[JuryId, set[StudentNumber]] = defaultdict(set)
        self.broken: dict[JuryId, set[StudentNumber]] = defaultdict(set)
        self.drilled: dict[JuryId, datetime] = {}
        self.phone = ""
        self.picture = ""
        self.ocean: dict[JuryId, set[StudentNumber]] = {}
        self.written: list[str] = []
        self.refused_copies: dict[JuryId, Refusal] = {}
        self.waits: threading.Event | None = None
        """When given, copies and drills wait for it at each livret."""
        self.reached = threading.Event()

    def readiness(self) -> tuple[JuryReadiness, ...]:
        self._may("readiness")
        return tuple(JuryReadiness(jury, self._items(jury), SITTING) for jury in sorted(self.juries))

    def deadlines(self, ready: Iterable[JuryReadiness], today: date) -> tuple[Deadline, ...]:
        del ready
        return tuple(one for one in DEADLINES if one.last >= today)

    # ---------------------------------------------------------------------------------------------- presence

    def presence(self, jury: JuryId) -> Presence:
        self._may("presence")
        lines = tuple(self._expected(jury, one) for one in self.juries[jury].candidates)
        return Presence(
            jury,
            lines,
            _counted(lines, LivretFormat.NUMERIQUE),
            _counted(lines, LivretFormat.PAPIER),
            sum(one.format is LivretFormat.INCONNU for one in lines),
            "dossier",
            LISTED,
        )

    def receive_paper(self, text: str, entry: Entry) -> PaperTaken:
        self._may("receive_paper")
        found = [(jury, one) for jury, file in self.juries.items() for one in file.candidates if one.number == text]
        if not found:
            raise Refusal(Code.NUMBER_NOWHERE, number=text)
        ((jury, one),) = found
        already = self.received.get((jury, one.number))
        self.received.setdefault((jury, one.number), self.now)
        self.entries.append((text, entry))
        expected = one.format is LivretFormat.PAPIER
        return PaperTaken(jury, one.number, one.pv, already, expected, self.presence(jury).paper)

    def take_back_paper(self, jury: JuryId, number: StudentNumber) -> None:
        self._may("take_back_paper")
        self.received.pop((jury, number), None)

    def read_code(self, path: str) -> str:
        self._may("read_code")
        del path
        return self.picture

    def write_paper_list(self, path: str, kind: ListKind, juries: Collection[JuryId]) -> None:
        self._write("write_paper_list", path, kind, *juries)

    def write_labels(self, path: str, jury: JuryId, numbers: Collection[StudentNumber]) -> None:
        self._write("write_labels", path, jury, *numbers)

    def paper_lists(self, jury: JuryId) -> PaperLists:
        self._may("paper_lists")
        ours = {one.number: one for one in self.juries[jury].candidates if one.format is LivretFormat.PAPIER}
        theirs = self.ocean.get(jury)
        everyone = {one.number: one for one in self.juries[jury].candidates}
        lines = [
            (number, everyone[number].pv, _side(number in ours, theirs is None or number in theirs), CALL)
            for number in sorted(set(ours) | (theirs or set()))
        ]
        lines.sort(key=lambda line: line[2] is Side.BOTH)
        return PaperLists(tuple(lines), None if theirs is None else LISTED, "" if theirs is None else "académie", NOW)

    def import_ocean(self, path: str) -> int:
        self._may("import_ocean")
        del path
        for jury, file in self.juries.items():
            papers = [one.number for one in file.candidates if one.format is LivretFormat.PAPIER]
            self.ocean[jury] = set(papers[1:])
        return sum(map(len, self.ocean.values()))

    def tell_office(self, jury: JuryId, number: StudentNumber | None, text: str) -> None:
        self._may("tell_office")
        self.told[jury].insert(0, Message(number or StudentNumber(""), text, self.now, Sent.HERE))

    def messages(self, jury: JuryId) -> tuple[Message, ...]:
        return tuple(self.told[jury])

    # ------------------------------------------------------------------------------------------------- heads

    def heads(self, jury: JuryId) -> Heads:
        self._may("heads")
        president, second = (self._seat(jury, role) for role in (Role.PRESIDENT, Role.VICE_PRESIDENT))
        return Heads(jury, (president, second), jury in self.opened, SITTING)

    def name_head(self, jury: JuryId, role: Role, name: str) -> Heads:
        self._head("name_head", jury)
        self.named[jury, role], self.seen[jury, role] = name, self.office.get((jury, role), "")
        return self.heads(jury)

    def accept_office(self, jury: JuryId, role: Role) -> Heads:
        self._head("accept_office", jury)
        self.named[jury, role] = self.seen[jury, role] = self.office[jury, role]
        return self.heads(jury)

    def keep_ours(self, jury: JuryId, role: Role) -> Heads:
        self._head("keep_ours", jury)
        self.seen[jury, role] = self.office[jury, role]
        return self.heads(jury)

    def clashes(self) -> tuple[Clash, ...]:
        return self.at_one_hour

    # ------------------------------------------------------------------------------------------------ copies

    def copies(self) -> tuple[CopyState, ...]:
        return tuple(self._copy(jury) for jury in sorted(self.juries))

    def jury_code(self, jury: JuryId) -> str:
        self._may("jury_code")
        return CODES[self.codes.setdefault(jury, 0) % 2]

    def new_jury_code(self, jury: JuryId) -> str:
        self.codes[jury] = self.codes.get(jury, 0) + 1
        return self.jury_code(jury)

    def make_copies(
        self, juries: Collection[JuryId], place: str, *, archive: bool, report: Report
    ) -> tuple[CopyDone, ...]:
        self._may("make_copies")
        return tuple(self._make_copy(jury, place, archive=archive, report=report) for jury in juries)

    # ------------------------------------------------------------------------------------------------- drill

    def drills(self) -> tuple[DrillState, ...]:
        return tuple(self._drill(jury) for jury in sorted(self.juries))

    def drill(self, juries: Collection[JuryId], seconds: int, report: Report, *, only_waiting: bool) -> DrillDoneOf:
        self._may("drill")
        del seconds
        asked = [
            (jury, number)
            for jury in juries
            for number in self._livrets(jury)
            if not (only_waiting and number in self.proved[jury])
        ]
        opened: list[StudentNumber] = []
        for done, (jury, number) in enumerate(asked, 1):
            if not self._step(report, Progress(done, len(asked), number)):
                break
            (self.proved[jury].discard if number in self.broken[jury] else self.proved[jury].add)(number)
            opened.append(number)
        for jury in juries:
            self.drilled[jury] = self.now
        refusals = {number: Refusal(Code.LIVRET_REFUSED, number=number, problem="truncated")
                    for jury in juries for number in self.broken[jury]}  # fmt: skip
        slowest = (asked[0][0], opened[0], 140) if opened else None
        return DrillDoneOf(self.drills(), len(opened), 3 * len(opened), 21.5, slowest, refusals)

    def write_certificate(self, path: str, juries: Collection[JuryId]) -> None:
        self._write("write_certificate", path, *juries)

    # ------------------------------------------------------------------------------------------------- paper

    def help_phone(self) -> str:
        return self.phone

    def keep_help_phone(self, phone: str) -> None:
        self._may("keep_help_phone")
        self.phone = phone

    def write_room_sheets(self, path: str, juries: Collection[JuryId]) -> None:
        self._write("write_room_sheets", path, *juries)

    # ------------------------------------------------------------------------------------------------ inside

    def _may(self, method: str) -> None:
        if method in self.refusals:
            raise self.refusals[method]

    def _write(self, method: str, path: str, *what: str) -> None:
        self._may(method)
        self.written.append(" ".join([method, Path(path).name, *what]))

    def _head(self, method: str, jury: JuryId) -> None:
        self._may(method)
        if jury in self.opened:
            raise Refusal(Code.SITTING_OPENED, jury=jury)

    def _expected(self, jury: JuryId, one: Candidate) -> Expected:
        received = self.received.get((jury, one.number))
        present = one.livret is not None and one.problem is None
        if one.format is LivretFormat.PAPIER:
            present = received is not None
        elif one.format is LivretFormat.ABSENT:
            present = True
        told = next((said.written for said in self.told[jury] if said.number == one.number), None)
        return Expected(one.number, one.pv, one.serie, one.format, one.reason, present, received, told, CALL)

    def _items(self, jury: JuryId) -> tuple[Item, ...]:
        here, copy, drill = self.presence(jury), self._copy(jury), self._drill(jury)
        known = len(here.lines) - here.unknown
        named = bool(self._seat(jury, Role.PRESIDENT).name)
        copied = copy.livrets if copy.version else len(self._livrets(jury))
        return (
            Item(Matter.NUMERIC, _standing(*here.numeric), *here.numeric),
            Item(Matter.PAPER, _standing(*here.paper), *here.paper),
            Item(Matter.UNKNOWN, _standing(known, len(here.lines)), known, len(here.lines)),
            Item(Matter.HEADS, _standing(named, 1), int(named), 1),
            Item(Matter.COPY, self._copy_standing(copy), copy.livrets - len(copy.changed), copied,
                 copy.made, copy.version),
            Item(Matter.DRILL, _standing(drill.proved, drill.wanted), drill.proved, drill.wanted, drill.last),
        )  # fmt: skip

    @staticmethod
    def _copy_standing(copy: CopyState) -> Standing:
        if not copy.version:
            return Standing.MISSING
        return Standing.AGAIN if copy.changed else Standing.DONE

    def _seat(self, jury: JuryId, role: Role) -> Seat:
        office = self.office.get((jury, role), "")
        ours = self.named.get((jury, role))
        name = office if ours is None else ours
        proposed = ours is not None and office not in {ours, self.seen.get((jury, role), "")} and bool(office)
        return Seat(role, name, office, bool(office) and name == office, proposed, None if ours is None else self.now)

    def _livrets(self, jury: JuryId) -> list[StudentNumber]:
        return [one.number for one in self.juries[jury].candidates if one.livret is not None]

    def _copy(self, jury: JuryId) -> CopyState:
        return self.copied.get(jury, CopyState(jury, 0, None, 0, 0, "", None, (), ()))

    def _make_copy(self, jury: JuryId, place: str, *, archive: bool, report: Report) -> CopyDone:
        if jury in self.refused_copies:
            return CopyDone(jury, None, 0, 0, self.refused_copies[jury], "")
        before, numbers = self._copy(jury), self._livrets(jury)
        for done, number in enumerate(numbers, 1):
            if not self._step(report, Progress(done, len(numbers), number)):
                raise Cancelled
        anew = len(before.changed) if before.version else len(numbers)
        log = before.log if before.made is None else (
            (before.version, before.made, before.livrets, before.place), *before.log
        )  # fmt: skip
        kind = "archive zip" if archive else "dossier"
        state = CopyState(jury, before.version + 1, self.now, len(numbers), 31_400_000, kind, Digest("a" * 64), (), log)
        self.copied[jury] = state
        return CopyDone(jury, state, len(numbers) - anew, anew, None, f"{place}/{jury}-v{state.version}")

    def change(self, jury: JuryId, *numbers: str) -> None:
        """Livrets changed since the copy."""
        self.copied[jury] = replace(self.copied[jury], changed=tuple(map(StudentNumber, numbers)))

    def _drill(self, jury: JuryId) -> DrillState:
        numbers = self._livrets(jury)
        failed = tuple(number for number in numbers if number in self.broken[jury] and jury in self.drilled)
        waiting = tuple(one for one in numbers if one not in self.proved[jury] and one not in failed)
        last = self.drilled.get(jury)
        return DrillState(jury, len(self.proved[jury]), len(numbers), failed, waiting, last, 300 if last else 0)

    def _step(self, report: Report, progress: Progress) -> bool:
        self.reached.set()
        if self.waits is not None:
            assert self.waits.wait(10)
        return report(progress)


def _counted(lines: tuple[Expected, ...], form: LivretFormat) -> tuple[int, int]:
    of = [one for one in lines if one.format is form]
    return sum(one.present for one in of), len(of)


def _standing(have: int, wanted: int) -> Standing:
    return Standing.DONE if have == wanted else Standing.MISSING


def _side(ours: bool, theirs: bool) -> Side:
    if ours and theirs:
        return Side.BOTH
    return Side.DELIBNET if ours else Side.OCEAN
