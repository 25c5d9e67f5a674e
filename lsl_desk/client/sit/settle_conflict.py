# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who presides chooses between two values of one mark (features P31; J3, step 11). Both stay in the journal."""

from collections.abc import Iterable
from decimal import Decimal

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.acts import Act, Author, ConflictSettled, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, JuryId
from lsl_desk.domain.marks import MarkConflict
from lsl_desk.domain.rules.typed import in_french


def settle_conflict(
    store: DeskStore,
    author: Author,
    presiding: Role,
    open_conflicts: Iterable[MarkConflict],
    jury: JuryId,
    conflict: ActId,
    chosen: Decimal | None,
    reason: str,
) -> Act:
    """Write the choice, and return the act.

    Args:
        store: the sealed store.
        author: who acts.
        presiding: who presides, by the jury's board.
        open_conflicts: those of the jury's board.
        jury: the jury.
        conflict: the act that names the conflict.
        chosen: one of both values (`MarkConflict.choices`); None leaves it to the exam office.
        reason: in the words of who presides.

    Raises:
        Refusal: PRESIDENT_ONLY, CONFLICT_UNKNOWN when it was settled since, MARK_OUT_OF_RANGE for a value that is
            neither, REASON_MISSING, DISK_FULL, DISK_FAILED.
    """
    if author.role is not presiding:
        raise Refusal(Code.PRESIDENT_ONLY, jury=jury)
    found = next((one for one in open_conflicts if one.act == conflict), None)
    if found is None:
        raise Refusal(Code.CONFLICT_UNKNOWN, jury=jury)
    if chosen not in found.choices:
        value = "" if chosen is None else in_french(chosen)
        raise Refusal(Code.MARK_OUT_OF_RANGE, value=value, number=found.number, exam=found.exam)
    said = reason.strip()
    if not said:
        raise Refusal(Code.REASON_MISSING)
    return store.record(jury, store.jury(jury).version, ConflictSettled(conflict, chosen, said))
