# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit, for the auditor; to read it is written in it."""

import json
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lsl_desk.domain.rights import Action
from lsl_desk.server.access.context import AcademyHere
from lsl_desk.server.access.persons import person_may
from lsl_desk.server.db import boards, people
from lsl_desk.server.pages.rendering import page
from lsl_desk.server.pages.words import ACTIONS, FACTS, VALUES
from lsl_desk.server.services import audit
from lsl_desk.server.services.sessions import Seat

router = APIRouter(include_in_schema=False)

_LINES: Final = 100
_LAST: Final = 2**31 - 1


@router.get("/journal")
def journal(
    request: Request,
    here: AcademyHere,
    there: Annotated[Seat, person_may(Action.READ_AUDIT)],
    avant: Annotated[int, Query(ge=1, le=_LAST)] = _LAST,
) -> Response:
    """Lines of the audit, the newest first, and whether its chain holds."""
    facts = {} if avant == _LAST else {"before": avant}
    here.database.write(
        lambda connection: audit.record(
            connection, actor=there.actor.id, action="audit_read", facts=facts, now=here.clock()
        )
    )
    with here.database.reading() as connection:
        broken = audit.first_broken(connection)
        lines = boards.audit_page(connection, avant, _LINES)
        logins = {row.id: row.login for row in people.accounts(connection)}
    shown = [
        {
            "rank": rank,
            "time": time,
            "actor": _named(actor, logins) or "commande du serveur",
            "action": ACTIONS.get(action, action),
            "resource": _named(resource, logins),
            "facts": ", ".join(
                f"{FACTS.get(name, name)}\u00a0: {VALUES.get(str(fact)) or _named(str(fact), logins)}"
                for name, fact in json.loads(told).items()
            ),
        }
        for rank, time, actor, action, resource, told in lines
    ]
    older = lines[-1][0] if lines and lines[-1][0] > 1 else 0
    return page(request, "journal.html", there, lines=shown, broken=broken, older=older)


def _named(identifier: str, logins: Mapping[str, str]) -> str:
    """A login for an account; the beginning of a key is enough to tell a post."""
    return logins.get(identifier, identifier[:16])
