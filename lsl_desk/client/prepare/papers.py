# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paper livrets received, by typing or scanning their number (features D08, F12)."""

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.ports import Whose
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import PaperTaken
from lsl_desk.domain.acts import Entry, PaperReceived
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.presence import count, papers_received
from lsl_desk.domain.scanned import said, spellings


def receive_paper(eve: Eve, recorder: Recorder, whose: Whose, text: str, entry: Entry) -> PaperTaken:
    """Record that a paper livret was received; a second time records nothing and says when the first was.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, NUMBER_NOWHERE, NUMBER_ELSEWHERE, NUMBER_AMBIGUOUS.
    """
    recorder.centre_head_only()
    jury, one = _whom(eve.store, whose, text, entry)
    known = eve.jury(jury)
    received = dict(papers_received(known.acts))
    already = received.get(one.number)
    if already is None:
        recorder.record(known.file, PaperReceived(one.number, received=True, entry=entry))
        received = dict(papers_received(eve.jury(jury).acts))
    counted = count(known.file.candidates, received).paper
    return PaperTaken(jury, one.number, one.pv, already, one.format is LivretFormat.PAPIER, counted)


def take_back_paper(eve: Eve, recorder: Recorder, jury: JuryId, number: StudentNumber) -> None:
    """Record that a receipt was a mistake; nothing when there was none.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, JURY_UNKNOWN.
    """
    recorder.centre_head_only()
    known = eve.jury(jury)
    if number in papers_received(known.acts):
        recorder.record(known.file, PaperReceived(number, received=False, entry=Entry.TYPED))


def _whom(store: DeskStore, whose: Whose, text: str, entry: Entry) -> tuple[JuryId, Candidate]:
    for number in spellings(text, scanned=entry is Entry.SCANNED):
        juries = store.jury_of(number)
        if juries:
            one = store.jury(juries[0]).by_number(number) if len(juries) == 1 else None
            if one is None:
                raise Refusal(Code.NUMBER_AMBIGUOUS, number=number, juries=", ".join(juries))
            return juries[0], one
    number = said(text)
    centres = whose(number) if number else ()
    if centres:
        raise Refusal(Code.NUMBER_ELSEWHERE, number=number, centre=" ou ".join(centres))
    raise Refusal(Code.NUMBER_NOWHERE, number=number)
