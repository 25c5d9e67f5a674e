# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan de secours of each jury: how it stands, and « Édition LSL par jury » (features I01 to I03, P44)."""

from collections.abc import Callable, Collection

from lsl_desk.client.prepare.kept_notes import copy_content, keep_copy
from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.ports import Copies
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import CopyDone, CopyState
from lsl_desk.client.progress import Progress, Report
from lsl_desk.domain.acts import CopyMade
from lsl_desk.domain.copies import MadeCopy, changed_since, copies_made, next_version
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber


def copy_of(eve: Eve, known: KnownJury) -> CopyState:
    """How the plan de secours of a jury stands: the last one made, by whichever post of the centre."""
    made = copies_made(known.acts)
    if not made:
        return CopyState(known.jury, 0, None, 0, 0, "", None, (), ())
    *before, last = made
    body = last.body
    log = tuple((one.body.copy, one.at, one.body.livrets, one.body.place) for one in reversed(before))
    changed = _changed(eve, known, last)
    return CopyState(known.jury, body.copy, last.at, body.livrets, body.size, body.place, body.manifest, changed, log)


def make_copies(
    eve: Eve,
    recorder: Recorder,
    copies: Copies,
    juries: Collection[JuryId],
    place: str,
    *,
    archive: bool,
    report: Report,
) -> tuple[CopyDone, ...]:
    """See `PreparationDesk.make_copies`. Each jury ends by itself: one that is refused stops no other."""
    recorder.centre_head_only()
    known = [eve.jury(jury) for jury in juries]
    total, done, ends = sum(len(one.livrets) for one in known), 0, []
    for one in known:
        ends.append(_make(eve, recorder, copies, one, place, archive=archive, report=_after(report, done, total)))
        done += len(one.livrets)
    return tuple(ends)


def _make(
    eve: Eve, recorder: Recorder, copies: Copies, known: KnownJury, place: str, *, archive: bool, report: Report
) -> CopyDone:
    version = next_version(copies_made(known.acts))
    try:
        made = copies.make(known.jury, version, place, archive=archive, report=report)
    except Refusal as refusal:
        if refusal.code is Code.STORE_LOCKED:
            raise
        return CopyDone(known.jury, None, 0, 0, refusal, "")
    body = CopyMade(made.version, made.manifest, made.livrets, made.size, made.place)
    # What is in it is kept first: without its act it says nothing, and an act without it would name every livret.
    keep_copy(eve.store, known.jury, made)
    recorder.record(known.file, body)
    return CopyDone(known.jury, copy_of(eve, eve.jury(known.jury)), made.kept, made.made, None, made.where)


def _changed(eve: Eve, known: KnownJury, last: MadeCopy) -> tuple[StudentNumber, ...]:
    content = copy_content(eve.store, known.jury, last.body.manifest)
    held = content.digests if content else eve.livrets(known.jury, last.jury_version)
    return changed_since(held, known.livrets, last.body.livrets)


def _after(report: Report, done: int, total: int) -> Report:
    """Count the livrets of the juries before too."""
    tell: Callable[[Progress], bool] = lambda progress: report(Progress(done + progress.done, total, progress.item))  # noqa: E731
    return tell
