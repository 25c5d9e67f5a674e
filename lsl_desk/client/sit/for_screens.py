# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens of a sitting ask: one object, as `client.prepare.for_screens.PreparationDesk` is for the eve."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from lsl_desk.client.sit.values import CandidateSheet, CandidateState, Card, Composition, Pace, SittingState, Trial
from lsl_desk.domain.acts import Act, Entry, Member, MissingRule, Role, Ruling
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.state_sheet import StateSheet


class DeliberationDesk(Protocol):
    """The sitting of an unlocked Desk. Every method blocks, and may raise `Refusal`.

    What it records is on the disk when it returns. A change answers with the candidate's sheet as it is now; `state`
    then tells the line of the table.
    What came from the academy since is seen after `refresh`.
    """

    # ------------------------------------------------------------------------------------------- the sitting

    def sitting(self, jury: JuryId) -> SittingState:
        """The whole of a sitting, as last known; it reads the store the first time.

        Raises:
            Refusal: JURY_UNKNOWN, JOURNAL_BROKEN; JURY_NOT_YOURS, with ``jury`` and ``yours``, when the one who acts
                presides another jury of this post and not this one (features R10).
        """

    def refresh(self, jury: JuryId) -> SittingState:
        """The same, the store read anew: acts or a version came."""

    def took(self, act: Act) -> None:
        """Another part of this post has recorded an act: a livret was read, a conflict settled."""

    def forget(self, jury: JuryId) -> None:
        """Another version of a jury is held, or none any more."""

    def check_open_to_change(self, jury: JuryId) -> None:
        """Say no where nothing is changed any more, and to who presides and is out of the room.

        Raises:
            Refusal: JUNE_OVER, the jury is of June and the session de remplacement sits (features E04); HEAD_AWAY,
                PRESIDENT_REMOTE.
        """

    def composition(self, jury: JuryId, members: Sequence[Member]) -> Composition:
        """Whether a jury so attended may deliberate; records nothing."""

    def take_attendance(self, jury: JuryId, members: Sequence[Member]) -> SittingState:
        """Record who attends.

        Raises:
            Refusal: SITTING_CLOSED, VALUE_OUT_OF_RANGE for a name too long or too many members.
        """

    def open_sitting(self, jury: JuryId) -> SittingState:
        """Open it.

        Raises:
            Refusal: HEAD_AWAY, PRESIDENT_REMOTE, PRESIDENT_ONLY, SITTING_OPENED, SITTING_CLOSED.
        """

    def hand_over(self, jury: JuryId, to: Role, name: str, reason: str) -> SittingState:
        """Pass the presidency: by the one who presides, or taken by the vice-president when the president is away.

        Raises:
            Refusal: PRESIDES_ALREADY, REASON_MISSING, SITTING_CLOSED, PRESIDENT_ONLY for whoever is neither head.
        """

    def close_sitting(self, jury: JuryId) -> SittingState:
        """Close it.

        Raises:
            Refusal: CLOSING_UNREAD, CLOSING_UNDECIDED, CLOSING_STALE, CONFLICT_OPEN, PRESIDENT_ONLY, SITTING_NOT_OPEN.
        """

    def state(self, jury: JuryId, number: StudentNumber) -> CandidateState:
        """What the table shows of one candidate, from memory.

        Raises:
            Refusal: NUMBER_UNKNOWN.
        """

    def pace(self, jury: JuryId) -> Pace:
        """How fast the sitting goes now, from memory."""

    def set_lens(self, jury: JuryId, width: Decimal) -> SittingState:
        """Look this near under a threshold, 0.05 to 0.5 of average; kept for the next time.

        Raises:
            Refusal: VALUE_OUT_OF_RANGE.
        """

    def lens(self) -> Decimal:
        """The width in force, 0.2 at first."""

    # ----------------------------------------------------------------------------------------- a candidate

    def sheet(self, jury: JuryId, number: StudentNumber) -> CandidateSheet:
        """A candidate's marks, result, decision.

        Raises:
            Refusal: NUMBER_UNKNOWN.
        """

    def try_marks(self, jury: JuryId, number: StudentNumber, trial: Trial) -> CandidateSheet:
        """The sheet if these were the marks: leaves no trace anywhere.

        Raises:
            Refusal: as `raise_mark` would, but for a reason and for who asks.
        """

    def card(self, jury: JuryId, number: StudentNumber) -> Card:
        """What the livret says, word for word."""

    def raise_mark(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, typed: str, reason: str, *, seen: int
    ) -> CandidateSheet:
        """Raise a mark; ``typed`` as the person typed it (« 14 », « 3,5 », « 32 »).

        Raises:
            Refusal: MARK_NOT_A_NUMBER, MARK_OUT_OF_RANGE, MARK_WHOLE, MARK_TENTH, MARK_ANTICIPATED, MARK_NOT_RAISABLE,
                MARK_LOWERED, MARK_SAME, MARK_MISSING, MARK_STALE, RAISE_FORBIDDEN, HELP_UNDER, REASON_MISSING,
                SITTING_NOT_OPEN, SITTING_CLOSED, FORBIDDEN.
        """

    def add_points(self, jury: JuryId, number: StudentNumber, typed: str, reason: str, *, seen: int) -> CandidateSheet:
        """Give this many points of the jury, in place of those before.

        Raises:
            Refusal: POINTS_WHOLE, POINTS_FORBIDDEN, POINTS_CAP, HELP_UNDER, and as for a mark.
        """

    def undo(self, jury: JuryId, number: StudentNumber, change: ActId, reason: str = "") -> CandidateSheet:
        """Take a change back by a new act.

        Raises:
            Refusal: MARK_STALE when another one came after it on the same mark, SITTING_CLOSED.
        """

    def rule_missing(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, rule: MissingRule, reason: str, *, seen: int
    ) -> CandidateSheet:
        """Choose what is done about a missing mark; a provisional one is the livret's average, as the pack says.

        Raises:
            Refusal: MARK_NOT_MISSING; AVERAGE_NONE when the livret has no average to put (no number is invented).
        """

    def ask_office(self, jury: JuryId, number: StudentNumber, exam: ExamCode) -> CandidateSheet:
        """Ask the exam office for a mark that is missing; the message goes when the academy answers (J2 step 12).

        Raises:
            Refusal: MARK_NOT_MISSING, MARK_UNKNOWN, NUMBER_UNKNOWN.
        """

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
        """Decide.

        Args:
            jury: which.
            number: N° élève.
            ruling: what is decided.
            mention: code of the mention, "" for none.
            reason: in the person's words, or "".
            seen: version of the decision on the sheet that was looked at.
            marks: digest of the marks of that sheet; None decides on those in force, whatever was shown.

        Raises:
            Refusal: LIVRET_UNREAD, with the ``page`` to read first (from 1); LIVRET_NOT_EXAMINED, DECISION_TOTAL,
                DECISION_FORGOTTEN, DECISION_PRESENT,
                DECISION_INCOMPLETE, DECISION_MENTION, DECISION_GROUP, DECISION_MARKS, REASON_MISSING for a decision
                that asks for one, CONFLICT_OPEN, HEAD_AWAY, PRESIDENT_REMOTE, PRESIDENT_ONLY, SITTING_NOT_OPEN,
                SITTING_CLOSED, DISK_FULL.
        """

    def withdraw(self, jury: JuryId, number: StudentNumber, reason: str, *, seen: int) -> CandidateSheet:
        """Take a decision back.

        Raises:
            Refusal: DECISION_NONE, REASON_MISSING, and as for deciding.
        """

    def examine_paper(self, jury: JuryId, number: StudentNumber, examined: bool, entry: Entry) -> CandidateSheet:
        """Declare a paper livret examined, or take it back; also in place of a numeric one that is not on this post.

        Raises:
            Refusal: LIVRET_TO_READ when a numeric one is here, SITTING_CLOSED.
        """

    def declare_none(self, jury: JuryId, number: StudentNumber, declared: bool, reason: str) -> CandidateSheet:
        """Declare « aucun livret fourni », or take it back.

        Raises:
            Refusal: LIVRET_IS_THERE, REASON_MISSING, SITTING_CLOSED.
        """

    def write_labels(self, path: str, jury: JuryId, numbers: Sequence[StudentNumber]) -> None:
        """Write the visa labels of paper livrets declared examined: N° PV, jury, date, president; no name of theirs.

        Raises:
            Refusal: LIVRET_NOT_EXAMINED, OUTPUT_UNWRITABLE.
        """

    # --------------------------------------------------------------------------------------------- second place

    def state_place(self) -> str:
        """The folder or key where state sheets go, "" for none."""

    def choose_state_place(self, place: str) -> None:
        """Write state sheets there from now on; "" for nowhere any more."""

    def state_sheet(self, jury: JuryId) -> StateSheet | None:
        """The sheet to write now; None before the opening, without a place, or when nothing changed since the last."""

    def write_state_sheet(self, sheet: StateSheet, place: str) -> None:
        """Print and write it. From any thread, one at a time: a key may be slow.

        Raises:
            Refusal: COPY_GONE, COPY_FULL, COPY_READ_ONLY, COPY_FAILED, COPY_NO_NAME; the sheet before is still there.
        """

    # --------------------------------------------------------------------------------------------- drafts

    def keep_draft(self, jury: JuryId, number: StudentNumber, place: str, text: str) -> None:
        """Keep what is being typed, durably; "" forgets it. ``place`` names the field (« reason:MATH »)."""

    def drafts(self, jury: JuryId, number: StudentNumber) -> "dict[str, str]":
        """What was being typed about a candidate, by place."""

    def drafted(self, jury: JuryId) -> tuple[StudentNumber, ...]:
        """The candidates about whom something is half typed, in PV order (J3 step 5)."""
