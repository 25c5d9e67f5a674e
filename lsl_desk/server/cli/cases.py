# SPDX-License-Identifier: AGPL-3.0-or-later
"""``case``: the file of a candidate's case, for a court (features N10)."""

import argparse
import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
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
        _write(options.output, made)
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


def _write(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, readable by its owner only."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor opened 0600 from the first instant
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(path)) from error
