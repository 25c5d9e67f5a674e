# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sittings of this post: read from the store once, kept in memory, and moved by what is recorded here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.client.ports import Clock, DeskStore
from lsl_desk.client.sit.ports import LivretSays, LivretTexts, PageTexts, RuleBook, SittingStore
from lsl_desk.client.sit.published import published
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.values import Card
from lsl_desk.domain.acts import (
    NO_ACT,
    NO_PREVIOUS,
    Act,
    AttendanceTaken,
    Author,
    Body,
    DecisionTaken,
    DecisionWithdrawn,
    MarkRaised,
    MissingMarkRuled,
    OfficeTold,
    PointsAdded,
    SittingOpened,
)
from lsl_desk.domain.board import decide
from lsl_desk.domain.board_view import Conflicted, Refused
from lsl_desk.domain.closing_acts import CaseReopened, InequalityExplained
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.heads import SEATS, person
from lsl_desk.domain.ids import DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import cell_of
from lsl_desk.domain.period import Period
from lsl_desk.domain.receipts import Verdict

_IN_JUNE = (AttendanceTaken, CaseReopened, OfficeTold)
"""What is done all the same in a jury of June that is read-only: the first two take it up again."""
_IN_THE_ROOM = (DecisionTaken, DecisionWithdrawn, InequalityExplained)
"""What who presides does in the room only; the opening, a handover and the closing the board itself holds to it."""
NOTHING = LivretSays((), Card())


@dataclass(frozen=True, slots=True)
class Outside:
    """What a sitting needs.

    Attributes:
        store: the sealed store.
        acts: its acts in the academy's order, and what the academy signed.
        rules: of every session.
        livrets: understands the text of livrets.
        texts: the text kept of them.
        clock: the time.
        author: who acts now; enrolling changes it.
        seen: pages of a candidate's livret (from 0) that counted.
        cut: whether the academy is cut now.
        acts_wait: told that an act waits to be sent.
    """

    store: DeskStore
    acts: SittingStore
    rules: RuleBook
    livrets: LivretTexts
    texts: PageTexts
    clock: Clock
    author: Callable[[], Author]
    seen: Callable[[JuryId, StudentNumber], frozenset[int]]
    cut: Callable[[], bool]
    acts_wait: Callable[[], None]


class Sittings:
    """Store lane only. What `record` returns from is on the disk, and the sitting in memory has it."""

    def __init__(self, outside: Outside) -> None:
        """Take what is needed; nothing is read yet."""
        self.outside = outside
        self._sittings: dict[JuryId, Sitting] = {}
        self._says: dict[Digest, LivretSays] = {}

    def of(self, jury: JuryId) -> Sitting:
        """The sitting of a jury, read from the store the first time.

        Raises:
            Refusal: JURY_UNKNOWN, JURY_NOT_YOURS.
        """
        sitting = self._sittings.get(jury) or self.read(jury)
        sitting.published = sitting.board.closed() and published(self.outside.store, jury) is not None
        return sitting

    def read(self, jury: JuryId) -> Sitting:
        """Read it anew: acts or a version came.

        Raises:
            Refusal: as `of`.
        """
        outside = self.outside
        file, manifest = outside.store.jury(jury), outside.acts.manifest(jury)
        self._not_of_another(jury)
        sitting = self._begun(file, manifest)
        sitting.follow(outside.acts.acts(jury), cut=outside.cut())
        if sitting.period is Period.SEPTEMBER:
            self._forget_june()
        else:
            sitting.september = self._september(sitting)
        self._sittings[jury] = sitting
        return sitting

    def before(self, sitting: Sitting) -> Sitting:
        """The same sitting before its first act."""
        return self._begun(sitting.file, sitting.manifest)

    def took(self, act: Act) -> None:
        """Another part of this post has recorded an act: a livret was read, a conflict settled."""
        sitting = self._sittings.get(act.jury)
        if sitting is not None:
            sitting.take(act, cut=self.outside.cut())

    def forget(self, jury: JuryId) -> None:
        """It was imported anew, or erased."""
        self._sittings.pop(jury, None)

    def record(self, sitting: Sitting, body: Body) -> None:
        """Record an act that is lawful and changes what the person saw, or nothing at all.

        Raises:
            Refusal: JUNE_OVER; HEAD_AWAY, PRESIDENT_REMOTE; what the board refuses, with its facts; MARK_STALE,
                DECISION_MARKS when what was seen is no longer in force; DISK_FULL, DISK_FAILED.
        """
        outside = self.outside
        file = sitting.file
        if sitting.over and not isinstance(body, _IN_JUNE):
            raise Refusal(Code.JUNE_OVER, jury=file.jury)
        if isinstance(body, _IN_THE_ROOM):
            self.check_in_the_room(sitting)
        draft = Act(
            act=NO_ACT,
            jury=file.jury,
            device=DeviceId(""),
            sequence=1,
            previous=NO_PREVIOUS,
            author=outside.author(),
            time=outside.clock.now(),
            version=file.version,
            body=body,
        )
        outcome = decide(sitting.board, draft)
        if isinstance(outcome, Refused):
            raise Refusal(outcome.code, **outcome.facts)
        if isinstance(outcome, Conflicted):
            raise _seen_too_late(sitting, body, outcome.conflict.number)
        sitting.take(outside.store.record(file.jury, file.version, body), cut=outside.cut())
        outside.acts_wait()
        if isinstance(body, SittingOpened) and sitting.period is Period.SEPTEMBER:
            self._forget_june()

    def check_in_the_room(self, sitting: Sitting) -> None:
        """Say no to who presides and is out of the room.

        Raises:
            Refusal: HEAD_AWAY, PRESIDENT_REMOTE.
        """
        missing = sitting.head_missing
        if missing is not None and self.outside.author().role is sitting.board.presiding():
            raise Refusal(missing.code, **missing.facts)

    def says(self, sitting: Sitting, number: StudentNumber) -> LivretSays:
        """What the text of a candidate's livret says; nothing without a livret, or under the number lock."""
        livret = sitting.dossier(number).candidate.livret
        if livret is None or livret.mismatched:
            return NOTHING
        known = self._says.get(livret.digest)
        if known is not None:
            return known
        texts = self.outside.texts.texts(livret.digest)
        if not texts:  # the index of a list that has just come is made after it: asked again next time
            return NOTHING
        return self._says.setdefault(livret.digest, self.outside.livrets.says(texts))

    def _september(self, sitting: Sitting) -> datetime | None:
        """When the first sitting of September of the same year opened, None while none did."""
        opened = (
            line.act.time
            for one in self.outside.store.summaries()
            if one.period is Period.SEPTEMBER and one.session == sitting.session
            for line in self.outside.acts.acts(one.jury)
            if isinstance(line.act.body, SittingOpened)
            and (line.receipt is None or line.receipt.verdict is Verdict.ACCEPTED)
        )
        return min(opened, default=None)

    def _forget_june(self) -> None:
        """Read anew when next asked: whether September sits may be another thing now."""
        self._sittings = {jury: one for jury, one in self._sittings.items() if one.period is Period.SEPTEMBER}

    def _begun(self, file: JuryFile, manifest: JuryManifest | None) -> Sitting:
        session = manifest.session if manifest else file.session
        return Sitting(file, manifest, lambda serie: self.outside.rules.rules(session, serie))

    def _not_of_another(self, jury: JuryId) -> None:
        """Whoever heads another jury of this post by the exam office's names, and not this one, is at the wrong one."""
        author = self.outside.author()
        if author.role not in SEATS:
            return
        held = self.outside.acts.heads()
        named = {one: {person(name) for name in heads} for one, heads in held.items()}
        mine = sorted(one for one, heads in named.items() if person(author.name) in heads)
        if mine and jury not in mine and named.get(jury):
            raise Refusal(Code.JURY_NOT_YOURS, jury=jury, yours=", ".join(mine))


def _seen_too_late(sitting: Sitting, body: Body, number: StudentNumber) -> Refusal:
    if not isinstance(body, MarkRaised | PointsAdded | MissingMarkRuled):
        return Refusal(Code.DECISION_MARKS, number=number)
    _, exam = cell_of(body)
    return Refusal(Code.MARK_STALE, number=number, exam=sitting.name_of(number, exam))
