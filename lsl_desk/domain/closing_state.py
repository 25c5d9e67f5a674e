# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the acts of a closing come to: in memory at the Desk, replayed from their own table at the academy."""

from dataclasses import dataclass, field

from lsl_desk.domain.acts import Act, SittingClosed
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.roles import Role
from lsl_desk.domain.signatures import SeatRefusal, Signature, Standing

MOVES = (SittingClosed, AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused)
"""The acts it follows."""


@dataclass(slots=True)
class ClosingState:
    """One accepted act at a time, in the order of the board.

    Attributes:
        closing: the act that closed the sitting, None while it is open, or open again.
        lifted: the names were made known.
        reopened: cases taken up again, until the sitting closes again.
        explained: keys of the unequal cases that were explained.
        standing: signature or refusal of each seat, for the closing in force.
    """

    closing: ActId | None = None
    lifted: bool = False
    reopened: frozenset[StudentNumber] = frozenset()
    explained: frozenset[Digest] = frozenset()
    standing: dict[Role, Standing] = field(default_factory=dict)

    def take(self, act: Act) -> None:
        """Follow an accepted act; another kind than `MOVES` does nothing."""
        match act.body:
            case SittingClosed():
                self._turn(act.act, frozenset())
            case CaseReopened(number):
                self._turn(None, self.reopened | {number})
            case AnonymityLifted():
                self.lifted = True
            case InequalityExplained(case):
                self.explained |= {case}
            case PvSigned(seat, name, _, pv):
                self.standing[seat] = Signature(seat, name, pv, act.act, act.author, act.time, act.device)
            case SignatureRefused(seat, name, _, reason):
                self.standing[seat] = SeatRefusal(seat, name, reason, act.act, act.author, act.time, act.device)
            case _:
                pass

    def _turn(self, closing: ActId | None, reopened: frozenset[StudentNumber]) -> None:
        """What was signed was another closing."""
        self.closing, self.reopened, self.standing = closing, reopened, {}
