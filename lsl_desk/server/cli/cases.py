# SPDX-License-Identifier: AGPL-3.0-or-later
"""``case``: the file of a candidate's case, for a court (features N10)."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.server.cli.writing import write_for
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add it."""
    case = commands.add_parser("case", help="écrire le dossier d’un candidat, que lsl-verify contrôle")
    case.add_argument("jury", metavar="JURY")
    case.add_argument("number", metavar="NUMÉRO", help="N°\u00a0élève")
    case.add_argument("-o", "--output", required=True, type=Path, metavar="FICHIER", help="le zip à écrire")
    case.add_argument("--pv", type=Path, metavar="ARCHIVE", help="le PV signé d’un poste, à y joindre")
    case.set_defaults(run=_case)


def _case(options: argparse.Namespace) -> int:
    from lsl_desk.server.services import audit
    from lsl_desk.server.services.academy import open_academy
    from lsl_desk.server.services.cases import case_of

    academy = open_academy(Settings.load(options.config))
    try:
        jury = JuryId(options.jury)
        with academy.database.reading() as connection:
            made = case_of(academy, connection, jury, StudentNumber(options.number), options.pv)
        write_for(options.output, made)
        now = academy.clock()
        academy.database.write(
            lambda connection: audit.record(connection, actor="", action="case_made", resource=jury, now=now)
        )
    finally:
        academy.database.close()
    print(
        f"Dossier écrit\u00a0: {options.output}. Empreinte de la clé de l’académie\u00a0: {academy.key.public.id[:16]}."
    )
    return 0
