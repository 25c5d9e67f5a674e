# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of paper livrets: the jury's, the exam office's, their differences, and what is printed (features G02)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import PurePath

from lsl_desk.client.ports import Clock
from lsl_desk.client.prepare.kept_notes import KeptOcean, keep_ocean, ocean, schools
from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.ports import OceanLine, Sheets
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import PaperLists, Side
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import Label, PaperRegister, PaperRow
from lsl_desk.domain.fallback import ACADEMY
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.presence import papers_received


def paper_lists(eve: Eve, jury: JuryId, *, to_head: bool) -> PaperLists:
    """See `PreparationDesk.paper_lists`. Of two lists of the exam office, the later one is shown.

    Args:
        eve: the juries.
        jury: which.
        to_head: it is shown to the centre's head; to others no school is named.
    """
    known = eve.jury(jury)
    people = known.file.candidates
    pvs = {one.number: one.pv for one in people}
    ours = [one.number for one in people if one.format is LivretFormat.PAPIER]
    office = _office_list(eve, known)
    if office is None:
        lines = [(number, pvs[number], Side.DELIBNET, "") for number in ours]
        return PaperLists(_called(eve, jury, lines, to_head=to_head), None, "", known.listed)
    listed = {_as_ours(known, one.number): one.school for one in office.lines}
    order = [*pvs, *(number for number in listed if number not in pvs)]
    lines = [
        (number, pvs.get(number, PvNumber("")), _side(number in ours, number in listed), listed.get(number, ""))
        for number in order
        if number in ours or number in listed
    ]
    lines.sort(key=lambda line: line[2] is Side.BOTH)
    return PaperLists(_called(eve, jury, lines, to_head=to_head), office.taken, office.source, known.listed)


def import_ocean(eve: Eve, recorder: Recorder, sheets: Sheets, clock: Clock, path: str) -> int:
    """See `PreparationDesk.import_ocean`. The list of each jury that the file speaks of is taken in place of its last.

    The file may be the whole academy's: lines of juries that are not on this post are left out.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, PATH_MISSING, PATH_UNREADABLE, LIST_UNREADABLE, LIST_HEADER.
    """
    recorder.centre_head_only()
    lines = sheets.ocean(path)
    juries = {folded(one.jury): one.jury for one in eve.store.summaries()}
    found: dict[JuryId, list[OceanLine]] = {}
    for line in lines:
        named = [juries[folded(line.jury)]] if folded(line.jury) in juries else []
        for jury in named if line.jury else eve.store.jury_of(line.number):
            found.setdefault(jury, []).append(line)
    for jury, listed in found.items():
        keep_ocean(eve.store, jury, KeptOcean(clock.now(), PurePath(path).name, tuple(listed)))
    return len(lines)


def register(eve: Eve, juries: Collection[JuryId], now: datetime, *, to_head: bool) -> PaperRegister:
    """The list of the paper livrets of some juries, to print.

    Args:
        eve: the juries.
        juries: which.
        now: the time.
        to_head: it is for the centre's head; for others no school is named.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    known = [eve.jury(jury) for jury in sorted(juries)]
    rows = tuple(row for one in known for row in _rows(one, schools(eve.store, one.jury) if to_head else {}))
    sources = tuple((one.jury, one.file.source, one.listed.astimezone()) for one in known)
    return PaperRegister(eve.centre, eve.session(juries), sources, now.astimezone(), rows)


def labels(eve: Eve, jury: JuryId, numbers: Collection[StudentNumber]) -> tuple[Label, ...]:
    """The labels of some candidates, in the order asked.

    Raises:
        Refusal: JURY_UNKNOWN, NUMBER_UNKNOWN.
    """
    pvs = {one.number: one.pv for one in eve.store.jury(jury).candidates}
    for number in numbers:
        if number not in pvs:
            raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=jury)
    return tuple(Label(jury, pvs[number], number) for number in numbers)


def _rows(known: KnownJury, call: Mapping[StudentNumber, str]) -> list[PaperRow]:
    received = papers_received(known.acts)
    return [
        PaperRow(
            jury=known.jury,
            pv=one.pv,
            number=one.number,
            serie=one.serie,
            reason=one.reason,
            received=received[one.number].astimezone() if one.number in received else None,
            school=call.get(one.number, ""),
        )
        for one in known.file.candidates
        if one.format is LivretFormat.PAPIER or one.number in received
    ]


def _office_list(eve: Eve, known: KnownJury) -> KeptOcean | None:
    from_file = ocean(eve.store, known.jury)
    signed = known.manifest.ocean if known.manifest else None
    if signed is None or (from_file and from_file.taken > signed.made):
        return from_file
    return KeptOcean(signed.made, ACADEMY, tuple(OceanLine(number) for number in signed.numbers))


def _as_ours(known: KnownJury, number: StudentNumber) -> StudentNumber:
    """A number of the office as the jury writes it: a spreadsheet may have dropped its leading zeros."""
    one = known.file.by_number(number)
    return one.number if one else number


def _side(ours: bool, theirs: bool) -> Side:
    if ours and theirs:
        return Side.BOTH
    return Side.DELIBNET if ours else Side.OCEAN


_Line = tuple[StudentNumber, PvNumber, Side, str]


def _called(eve: Eve, jury: JuryId, lines: Collection[_Line], *, to_head: bool) -> tuple[_Line, ...]:
    """Put the school to call, the academy's word before the file's."""
    if not to_head:
        return tuple((number, pv, side, "") for number, pv, side, _ in lines)
    call: Mapping[StudentNumber, str] = schools(eve.store, jury)
    return tuple((number, pv, side, call.get(number) or school) for number, pv, side, school in lines)
