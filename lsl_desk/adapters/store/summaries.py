# SPDX-License-Identifier: AGPL-3.0-or-later
"""The juries as the home screen lists them.

Alone with `person`, this reads the table without SQLAlchemy: importing that costs more than the whole first window
(performance study §2), and these are what a start needs.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from lsl_desk.adapters.store.moments import from_text
from lsl_desk.client.summary import JurySummary
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlcipher3.dbapi2 as sqlcipher

_QUERY = """
    SELECT jury, label, session, version, imported, candidates, livrets, formats, "read", problems, period
    FROM jury ORDER BY jury
"""


def summaries(connection: sqlcipher.Connection) -> tuple[JurySummary, ...]:
    """The juries held, by identifier."""
    return tuple(
        JurySummary(
            jury=JuryId(jury),
            label=label,
            session=session,
            version=version,
            imported=from_text(imported),
            candidates=candidates,
            livrets=livrets,
            formats=_formats(formats),
            read=read,
            problems=problems,
            period=Period(period),
        )
        for (
            jury,
            label,
            session,
            version,
            imported,
            candidates,
            livrets,
            formats,
            read,
            problems,
            period,
        ) in connection.execute(_QUERY)
    )


def _formats(text: str) -> Mapping[LivretFormat, int]:
    return MappingProxyType({LivretFormat(name): count for name, count in json.loads(text).items()})
