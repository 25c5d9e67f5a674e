# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy still gives of a jury to its posts, once the active base has ended (feature N23).

Two months after its results were proclaimed the livrets of a jury leave the active base (arrêté of 8 February 2016,
art. 9): the intermediate archive is the exam office's, not the posts'. A dispute keeps them given; a livret that a
jury of September needs is given to that jury, whose own date has not come (K05).
"""

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.retention import due
from lsl_desk.server.db import retention as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import results
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.strict import moment_of


def given(academy: Academy, connection: Connection, jury: JuryId) -> frozenset[StudentNumber] | None:
    """The candidates of a jury whose livrets its posts may still have; None for all of them."""
    at = results.public(academy, connection, jury).get(jury)
    if at is None:
        return None
    stands = due(moment_of(at), academy.clock(), rows.holds(connection), jury)
    return stands.held if stands.erases else None


def checked(academy: Academy, connection: Connection, jury: JuryId) -> frozenset[StudentNumber] | None:
    """The same, when there is any.

    Raises:
        Refusal: ACTIVE_ENDED.
    """
    numbers = given(academy, connection, jury)
    if numbers == frozenset():
        raise ended(jury)
    return numbers


def ended(jury: JuryId) -> Refusal:
    """What is said instead."""
    return Refusal(Code.ACTIVE_ENDED, jury=jury)
