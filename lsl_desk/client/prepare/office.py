# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Signaler à la DEC »: messages that keep the time they were written at, whenever they go (features G04)."""

from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import Message
from lsl_desk.domain.acts import MAX_MESSAGE, OfficeTold
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber


def tell_office(eve: Eve, recorder: Recorder, jury: JuryId, number: StudentNumber | None, text: str) -> None:
    """See `PreparationDesk.tell_office`.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, MESSAGE_EMPTY, MESSAGE_TOO_LONG, NUMBER_UNKNOWN, JURY_UNKNOWN.
    """
    recorder.centre_head_only()
    said = text.replace("\0", "").strip()
    if not said:
        raise Refusal(Code.MESSAGE_EMPTY)
    if len(said) > MAX_MESSAGE:
        raise Refusal(Code.MESSAGE_TOO_LONG, length=len(said), most=MAX_MESSAGE)
    file = eve.store.jury(jury)
    if number and all(one.number != number for one in file.candidates):
        raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=jury)
    recorder.record(file, OfficeTold(number or StudentNumber(""), said))


def messages(eve: Eve, jury: JuryId) -> tuple[Message, ...]:
    """See `PreparationDesk.messages`: those of every post of the jury, the last written first."""
    found = [
        Message(line.act.body.number, line.act.body.text, line.act.time, line.sent, line.rank)
        for line in eve.jury(jury).lines
        if isinstance(line.act.body, OfficeTold)
    ]
    found.reverse()
    return tuple(sorted(found, key=lambda one: one.written, reverse=True))
