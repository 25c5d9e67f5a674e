# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the sittings are, for the pages: stage, decided of how many, livrets still to be read, who presides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from lsl_desk.domain.acts import PresidencyHanded, Role
from lsl_desk.domain.closing import is_compulsory, obstacles
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.db import boards as rows
from lsl_desk.server.db import heads, sittings
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.strict import moment_text

FOLLOWED: Final = 24
"""Open sittings of which a page computes the livrets left: more than one centre has, fewer than an academy."""


class Stage(StrEnum):
    """Where a sitting is (features P23)."""

    PREPARED = "préparé"
    OPENED = "ouvert"
    DELIBERATED = "délibéré"
    CLOSED = "clos"
    PUBLISHED = "publié"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one sitting is.

    Attributes:
        stage: where it is; « délibéré » when nothing keeps it from closing.
        decided: candidates with a decision in force, « suspendu » not counted.
        compulsory: livrets that must be examined before the closing, None when the page did not compute it.
        presiding: in what quality who presides has it, after a handover too.
    """

    stage: Stage
    decided: int = 0
    compulsory: int | None = None
    presiding: Role = Role.PRESIDENT


@dataclass(frozen=True, slots=True)
class Handover:
    """The presidency passed.

    Attributes:
        time: UTC, by the post's clock, as text.
        to: in what quality.
        name: who, as the person who handed it over gave it.
    """

    time: str
    to: Role
    name: str


def of(
    connection: Connection, juries: Iterable[str], rules: sittings.RulesOf, public: Collection[str] = ()
) -> Mapping[str, Progress]:
    """How far the sittings of some juries are; ``public``: those whose results are public now."""
    known = heads.of(connection, juries)
    decided = rows.decided(connection)
    waiting = rows.conflicts(connection)
    opened = [one.jury for one in known.values() if one.opened is not None and one.closed is None]
    followed = set(opened if len(opened) <= FOLLOWED else ())
    found = {
        jury: _one(connection, head, rules, decided.get(jury, 0), waiting.get(jury, 0), follow=jury in followed)
        for jury, head in known.items()
    }
    return {
        jury: replace(one, stage=Stage.PUBLISHED) if _is_out(one, jury, public) else one for jury, one in found.items()
    }


def _is_out(one: Progress, jury: str, public: Collection[str]) -> bool:
    """A jury that took a case up again after its publication is open before anything else."""
    return one.stage is Stage.CLOSED and jury in public


def _one(
    connection: Connection, head: heads.Head, rules: sittings.RulesOf, decided: int, waiting: int, *, follow: bool
) -> Progress:
    if head.closed is not None:
        return Progress(Stage.CLOSED, decided, 0, head.presiding)
    if head.opened is None:
        return Progress(Stage.PREPARED, presiding=head.presiding)
    if not follow:
        return Progress(Stage.OPENED, decided, None, head.presiding)
    dossiers = list(sittings.DatabaseBoard(connection, head, rules).dossiers())
    compulsory = sum(is_compulsory(one, one.result) for one in dossiers)
    done = not waiting and not obstacles(dossiers)
    return Progress(Stage.DELIBERATED if done else Stage.OPENED, decided, compulsory, head.presiding)


def handovers(connection: Connection, jury: JuryId) -> list[Handover]:
    """Each time the presidency of a jury passed, in order."""
    found = []
    for payload in rows.handovers(connection, jury):
        act = decode_act(payload)
        if isinstance(act.body, PresidencyHanded):
            found.append(Handover(moment_text(act.time), act.body.to, act.body.name))
    return found
