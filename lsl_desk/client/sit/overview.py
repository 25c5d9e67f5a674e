# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting as its screens show it: stage, who presides, every line of the table, what keeps it from closing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from lsl_desk.client.sit.pace import pace_of
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.states import state_of
from lsl_desk.client.sit.values import Composition, Obstacle, Pace, SittingState, Stage
from lsl_desk.domain.acts import Member, Role
from lsl_desk.domain.closing import obstacles
from lsl_desk.domain.composition import composed
from lsl_desk.domain.errors import Code
from lsl_desk.domain.rules.pack import LegalText
from lsl_desk.domain.series import is_technological


def overview(sitting: Sitting, role: Role, width: Decimal, now: datetime) -> SittingState:
    """Say it.

    Args:
        sitting: in memory.
        role: of who acts here.
        width: of the lens.
        now: UTC.
    """
    board, file, manifest = sitting.board, sitting.file, sitting.manifest
    disputed = Counter(one.number for one in board.conflicts)
    dossiers = list(board.dossiers())
    members = board.attendance() or (manifest.members if manifest else ())
    refused = _refused(sitting, role)
    return SittingState(
        jury=file.jury,
        session=sitting.session,
        group=sitting.group,
        stage=sitting.stage,
        presiding=board.presiding(),
        president=sitting.history.name_of(board.presiding()),
        may_decide=refused is None,
        refused=refused,
        members=members,
        composition=compose(sitting, members),
        handovers=sitting.history.handovers,
        states={one.candidate.number: state_of(board, one, width, disputed[one.candidate.number]) for one in dossiers},
        pace=pace_now(sitting, now),
        obstacles=_obstacles(sitting),
        texts=_texts(sitting),
        period=sitting.period,
    )


def pace_now(sitting: Sitting, now: datetime) -> Pace:
    """How fast it goes."""
    over = sitting.board.closed()
    return pace_of(sitting.annals.opened, sitting.decided(), len(sitting.numbers), now, over=over)


def compose(sitting: Sitting, members: Sequence[Member]) -> Composition:
    """Whether a jury so attended may deliberate."""
    found = composed(sitting.file.jury, members, sitting.board.presiding(), technological=technological(sitting))
    return Composition(found.refused, found.notes)


def technological(sitting: Sitting) -> bool:
    """Whether the jury has a candidate of the voie technologique."""
    return any(is_technological(one.serie) for one in sitting.file.candidates)


def _refused(sitting: Sitting, role: Role) -> Code | None:
    if sitting.over:
        return Code.JUNE_OVER
    if role is not sitting.board.presiding():
        return Code.PRESIDENT_ONLY
    if sitting.stage is Stage.CLOSED:
        return Code.SITTING_CLOSED
    if sitting.stage is Stage.PREPARED:
        return Code.SITTING_NOT_OPEN
    missing = sitting.head_missing
    return None if missing is None else missing.code


def _obstacles(sitting: Sitting) -> tuple[Obstacle, ...]:
    board = sitting.board
    found = [Obstacle(code, numbers) for code, numbers in obstacles(board.dossiers()).items()]
    disputed = {one.number for one in board.conflicts}
    contested = {one for one in sitting.numbers if board.decision_conflict(one) is not None}
    both = tuple(one for one in sitting.numbers if one in disputed | contested)
    return (*found, Obstacle(Code.CONFLICT_OPEN, both)) if both else tuple(found)


def _texts(sitting: Sitting) -> dict[str, LegalText]:
    """Of the first série that a pack knows: the texts of a session are the same for all of them, but for a few."""
    rules = next((one.rules for one in sitting.board.dossiers() if one.rules is not None), None)
    return {} if rules is None else {rule.value: text for rule, text in rules.texts.items()}
