# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitting of an unlocked Desk, ready-wired: implements `for_screens.DeliberationDesk`."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from lsl_desk.client.sit import drafts
from lsl_desk.client.sit.bench import tried
from lsl_desk.client.sit.overview import compose, overview, pace_now
from lsl_desk.client.sit.ports import Labels, Output
from lsl_desk.client.sit.said import out_of_range, short
from lsl_desk.client.sit.sheets import sheet_of
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.sittings import Sittings
from lsl_desk.client.sit.state_sheet import StateSheets
from lsl_desk.client.sit.states import state_of
from lsl_desk.client.sit.undoing import undone_by
from lsl_desk.client.sit.values import CandidateSheet, CandidateState, Card, Composition, Pace, SittingState, Trial
from lsl_desk.client.sit.visa_labels import labels_of
from lsl_desk.domain.acts import (
    MAX_REASON,
    Act,
    AttendanceTaken,
    Body,
    DecisionTaken,
    DecisionWithdrawn,
    Entry,
    MarkRaised,
    Member,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    OfficeTold,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination, Examined, examination_of
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.lawful import provisional_mark
from lsl_desk.domain.rules.near import NARROWEST, WIDEST
from lsl_desk.domain.rules.typed import typed_mark, typed_points
from lsl_desk.domain.state_sheet import StateSheet

FIRST_LENS = Decimal("0.2")
MAX_MEMBERS = 200
"""As the wire takes (`wire.acts`)."""
_LENS_NOTE = "sit.lens"


class Deliberation:
    """Each method is a few lines over a use case of `client.sit`. Store lane only."""

    def __init__(
        self, sittings: Sittings, papers: Callable[[], Labels], output: Output, sheets: Callable[[], StateSheets]
    ) -> None:
        """Take the sittings.

        Args:
            sittings: in memory, over the store.
            papers: gives what prints labels; asked when one is printed.
            output: writes files.
            sheets: gives what makes and writes state sheets, always the same; asked when it is used.
        """
        self._sheets = sheets
        self._sittings = sittings
        self._papers = papers
        self._output = output
        self._width: Decimal | None = None

    # ------------------------------------------------------------------------------------------- the sitting

    def sitting(self, jury: JuryId) -> SittingState:
        """See `DeliberationDesk.sitting`."""
        return self._overview(self._sittings.of(jury))

    def refresh(self, jury: JuryId) -> SittingState:
        """See `DeliberationDesk.refresh`."""
        self._sittings.read(jury)
        return self.sitting(jury)

    def took(self, act: Act) -> None:
        """See `DeliberationDesk.took`."""
        self._sittings.took(act)

    def forget(self, jury: JuryId) -> None:
        """See `DeliberationDesk.forget`."""
        self._sittings.forget(jury)

    def check_open_to_change(self, jury: JuryId) -> None:
        """See `DeliberationDesk.check_open_to_change`."""
        sitting = self._sittings.of(jury)
        if sitting.over:
            raise Refusal(Code.JUNE_OVER, jury=jury)
        self._sittings.check_in_the_room(sitting)

    def composition(self, jury: JuryId, members: Sequence[Member]) -> Composition:
        """See `DeliberationDesk.composition`."""
        sitting = self._sittings.of(jury)
        return compose(sitting, members)

    def take_attendance(self, jury: JuryId, members: Sequence[Member]) -> SittingState:
        """See `DeliberationDesk.take_attendance`."""
        if len(members) > MAX_MEMBERS:
            raise out_of_range("membres du jury", str(len(members)), f"au plus {MAX_MEMBERS}")
        for one in members:
            if not 0 < len(one.name.strip()) <= MAX_REASON:
                raise out_of_range("nom d’un membre", f"{len(one.name)} caractères", f"de 1 à {MAX_REASON}")
        return self._recorded(jury, AttendanceTaken(tuple(members)))

    def open_sitting(self, jury: JuryId) -> SittingState:
        """See `DeliberationDesk.open_sitting`."""
        return self._recorded(jury, SittingOpened())

    def hand_over(self, jury: JuryId, to: Role, name: str, reason: str) -> SittingState:
        """See `DeliberationDesk.hand_over`."""
        return self._recorded(jury, PresidencyHanded(to, short(name), short(reason)))

    def close_sitting(self, jury: JuryId) -> SittingState:
        """See `DeliberationDesk.close_sitting`."""
        return self._recorded(jury, SittingClosed(self._sittings.of(jury).chain))

    def state(self, jury: JuryId, number: StudentNumber) -> CandidateState:
        """See `DeliberationDesk.state`."""
        sitting = self._sittings.of(jury)
        disputed = sum(one.number == number for one in sitting.board.conflicts)
        return state_of(sitting.board, sitting.dossier(number), self.lens(), disputed)

    def pace(self, jury: JuryId) -> Pace:
        """See `DeliberationDesk.pace`."""
        return pace_now(self._sittings.of(jury), self._sittings.outside.clock.now())

    def set_lens(self, jury: JuryId, width: Decimal) -> SittingState:
        """See `DeliberationDesk.set_lens`."""
        if not NARROWEST <= width <= WIDEST:
            raise out_of_range("largeur de la loupe", str(width), f"de {NARROWEST} à {WIDEST}")
        self._sittings.outside.store.keep_note(_LENS_NOTE, str(width))
        self._width = width
        return self.sitting(jury)

    def lens(self) -> Decimal:
        """See `DeliberationDesk.lens`."""
        if self._width is None:
            note = self._sittings.outside.store.note(_LENS_NOTE)
            try:
                self._width = FIRST_LENS if note is None else Decimal(note)
            except InvalidOperation:
                self._width = FIRST_LENS
        return self._width

    # ----------------------------------------------------------------------------------------- a candidate

    def sheet(self, jury: JuryId, number: StudentNumber) -> CandidateSheet:
        """See `DeliberationDesk.sheet`."""
        return self._sheet(self._sittings.of(jury), number)

    def try_marks(self, jury: JuryId, number: StudentNumber, trial: Trial) -> CandidateSheet:
        """See `DeliberationDesk.try_marks`."""
        sitting = self._sittings.of(jury)
        dossier = tried(sitting.dossier(number), trial)
        seen = self._sittings.outside.seen(jury, number)
        return sheet_of(sitting, dossier, self._sittings.says(sitting, number), seen, set(trial.marks))

    def card(self, jury: JuryId, number: StudentNumber) -> Card:
        """See `DeliberationDesk.card`."""
        return self._sittings.says(self._sittings.of(jury), number).card

    def raise_mark(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, typed: str, reason: str, *, seen: int
    ) -> CandidateSheet:
        """See `DeliberationDesk.raise_mark`."""
        sitting = self._sittings.of(jury)
        cell = sitting.dossier(number).cells.get(exam)
        before = None if cell is None else cell.value
        return self._changed(sitting, number, MarkRaised(number, exam, before, typed_mark(typed), seen, short(reason)))

    def add_points(self, jury: JuryId, number: StudentNumber, typed: str, reason: str, *, seen: int) -> CandidateSheet:
        """See `DeliberationDesk.add_points`."""
        sitting = self._sittings.of(jury)
        before = sitting.dossier(number).points
        return self._changed(sitting, number, PointsAdded(number, before, typed_points(typed), seen, short(reason)))

    def undo(self, jury: JuryId, number: StudentNumber, change: ActId, reason: str = "") -> CandidateSheet:
        """See `DeliberationDesk.undo`."""
        sitting = self._sittings.of(jury)
        return self._changed(sitting, number, undone_by(sitting, number, change, short(reason)))

    def rule_missing(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, rule: MissingRule, reason: str, *, seen: int
    ) -> CandidateSheet:
        """See `DeliberationDesk.rule_missing`."""
        sitting = self._sittings.of(jury)
        value, origin = (Decimal(0), "") if rule is MissingRule.ABSENT else (None, "")
        if rule is MissingRule.PROVISIONAL:
            value, origin = self._provisional(sitting, number, exam)
        body = MissingMarkRuled(number, exam, rule, value, origin, seen, short(reason))
        return self._changed(sitting, number, body)

    def ask_office(self, jury: JuryId, number: StudentNumber, exam: ExamCode) -> CandidateSheet:
        """See `DeliberationDesk.ask_office`."""
        sitting = self._sittings.of(jury)
        cell, name = sitting.dossier(number).cells.get(exam), sitting.name_of(number, exam)
        if cell is None:
            raise Refusal(Code.MARK_UNKNOWN, number=number, exam=exam)
        if cell.office is not None:
            raise Refusal(Code.MARK_NOT_MISSING, number=number, exam=name)
        return self._changed(sitting, number, OfficeTold(number, f"Note manquante\u00a0: {name}. Le jury la demande."))

    # ------------------------------------------------------------------------------------------- deciding

    def decide(
        self,
        jury: JuryId,
        number: StudentNumber,
        ruling: Ruling,
        mention: str,
        reason: str,
        *,
        seen: int,
        marks: Digest | None = None,
    ) -> CandidateSheet:
        """See `DeliberationDesk.decide`."""
        sitting = self._sittings.of(jury)
        dossier = sitting.dossier(number)
        if marks is not None and marks != dossier.digest:
            raise Refusal(Code.DECISION_MARKS, number=number)
        points = dossier.result.points if dossier.result else Decimal(0)
        body = DecisionTaken(number, ruling, mention, dossier.digest, points, seen, short(reason))
        try:
            return self._changed(sitting, number, body)
        except Refusal as refusal:
            if refusal.code is not Code.LIVRET_UNREAD:
                raise
            page = self._sheet(sitting, number).unread_page or 0
            raise Refusal(refusal.code, **{**refusal.facts, "page": page + 1}) from refusal

    def withdraw(self, jury: JuryId, number: StudentNumber, reason: str, *, seen: int) -> CandidateSheet:
        """See `DeliberationDesk.withdraw`."""
        return self._changed(self._sittings.of(jury), number, DecisionWithdrawn(number, seen, short(reason)))

    def examine_paper(self, jury: JuryId, number: StudentNumber, examined: bool, entry: Entry) -> CandidateSheet:
        """See `DeliberationDesk.examine_paper`."""
        sitting = self._sittings.of(jury)
        missing = examination_of(sitting.dossier(number).candidate, Examined()) is Examination.MISSING
        return self._changed(sitting, number, PaperExamined(number, examined, entry, examined and missing))

    def declare_none(self, jury: JuryId, number: StudentNumber, declared: bool, reason: str) -> CandidateSheet:
        """See `DeliberationDesk.declare_none`."""
        return self._changed(self._sittings.of(jury), number, NoLivretDeclared(number, declared, short(reason)))

    def write_labels(self, path: str, jury: JuryId, numbers: Sequence[StudentNumber]) -> None:
        """See `DeliberationDesk.write_labels`."""
        made = labels_of(self._sittings.of(jury), numbers)
        self._output.write(path, self._papers().labels(made))

    # --------------------------------------------------------------------------------------------- second place

    def state_place(self) -> str:
        """See `DeliberationDesk.state_place`."""
        return self._sheets().chosen()

    def choose_state_place(self, place: str) -> None:
        """See `DeliberationDesk.choose_state_place`."""
        self._sheets().choose(place)

    def state_sheet(self, jury: JuryId) -> StateSheet | None:
        """See `DeliberationDesk.state_sheet`."""
        return self._sheets().due(self._sittings.of(jury))

    def write_state_sheet(self, sheet: StateSheet, place: str) -> None:
        """See `DeliberationDesk.write_state_sheet`."""
        self._sheets().write(sheet, place)

    # --------------------------------------------------------------------------------------------- drafts

    def keep_draft(self, jury: JuryId, number: StudentNumber, place: str, text: str) -> None:
        """See `DeliberationDesk.keep_draft`."""
        drafts.keep_draft(self._sittings.outside.store, jury, number, place, text)

    def drafts(self, jury: JuryId, number: StudentNumber) -> dict[str, str]:
        """See `DeliberationDesk.drafts`."""
        return drafts.drafts_of(self._sittings.outside.store, jury).get(number, {})

    def drafted(self, jury: JuryId) -> tuple[StudentNumber, ...]:
        """See `DeliberationDesk.drafted`."""
        kept = drafts.drafts_of(self._sittings.outside.store, jury)
        return tuple(number for number in self._sittings.of(jury).numbers if number in kept)

    # --------------------------------------------------------------------------------------------- inside

    def _overview(self, sitting: Sitting) -> SittingState:
        outside = self._sittings.outside
        return overview(sitting, outside.author().role, self.lens(), outside.clock.now())

    def _recorded(self, jury: JuryId, body: Body) -> SittingState:
        sitting = self._sittings.of(jury)
        self._sittings.record(sitting, body)
        return self._overview(sitting)

    def _changed(self, sitting: Sitting, number: StudentNumber, body: Body) -> CandidateSheet:
        self._sittings.record(sitting, body)
        return self._sheet(sitting, number)

    def _sheet(self, sitting: Sitting, number: StudentNumber) -> CandidateSheet:
        dossier = sitting.dossier(number)
        seen = self._sittings.outside.seen(sitting.file.jury, number)
        return sheet_of(sitting, dossier, self._sittings.says(sitting, number), seen)

    def _provisional(self, sitting: Sitting, number: StudentNumber, exam: ExamCode) -> tuple[Decimal | None, str]:
        """The livret's average beside an épreuve, as the rules round it, and where it stands; None without one."""
        sheet = self._sheet(sitting, number)
        year = next((line.year for line in sheet.lines if line.exam == exam), None)
        average = None if year is None else year.average
        if year is None or average is None:
            return None, ""
        return provisional_mark(sheet.rules, exam, average), f"moyenne du livret, page {year.page + 1}"
