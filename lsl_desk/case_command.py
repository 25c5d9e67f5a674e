# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command `lsl-desk case`: the file of a candidate's case, over an unlocked Desk (features N10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.domain.ids import JuryId, StudentNumber

if TYPE_CHECKING:
    import argparse

    from lsl_desk.client.desk import Desk


HELP = "écrire le dossier d’un candidat, que lsl-verify contrôle"
JSON = False
"""Whether it has ``--json``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("jury", metavar="JURY")
    parser.add_argument("number", metavar="NUMÉRO")
    parser.add_argument("-o", "--output", required=True, metavar="FICHIER", help="le zip à écrire")
    parser.add_argument("--pv", default="", metavar="ARCHIVE", help="y joindre le PV signé, qui porte des noms")
    parser.add_argument("--visas", default="", metavar="FICHIER", help="y joindre les visas de l’académie")


def run(desk: Desk, options: argparse.Namespace) -> int:
    """Write the file; the exit code."""
    jury, number = JuryId(options.jury), StudentNumber(options.number)
    desk.closing.write_case(options.output, jury, number, paper=options.pv, visas=options.visas)
    print(f"Dossier du N°\u00a0élève {number} écrit\u00a0: {options.output}. Contrôlez-le avec lsl-verify.")
    return 0
