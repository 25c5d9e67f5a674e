# SPDX-License-Identifier: AGPL-3.0-or-later
"""``publish``: signs what the juries hold now, so that their posts fetch it."""

import argparse
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add it."""
    publish = commands.add_parser("publish", help="donner aux postes ce que les jurys contiennent maintenant")
    publish.add_argument("juries", nargs="*", metavar="JURY", help="ces jurys\u202f; tous, par défaut")
    publish.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    from lsl_desk.server.db import registers
    from lsl_desk.server.services import juries
    from lsl_desk.server.services.academy import open_academy

    academy = open_academy(Settings.load(options.config))
    try:
        with academy.database.reading() as connection:
            known = registers.juries(connection)
        wanted = [JuryId(one) for one in options.juries]
        for jury in wanted:
            if jury not in known:
                raise Refusal(Code.JURY_UNKNOWN, jury=jury)
        changed = juries.publish(academy, wanted or None)
    finally:
        academy.database.close()
    print(f"Nouvelle version\u00a0: {', '.join(changed)}" if changed else "Rien n’a changé.")
    return 0
