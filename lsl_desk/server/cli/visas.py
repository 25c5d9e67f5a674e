# SPDX-License-Identifier: AGPL-3.0-or-later
"""``visas``: what would leave, what left, and the files of it. It sends nothing: an officer does, on the page."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.cli.writing import write_for
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser
    from lsl_desk.server.db.engine import Connection
    from lsl_desk.server.services.academy import Academy


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add it."""
    visas = commands.add_parser("visas", help="dire où en sont les visas, et écrire ceux qui sont partis")
    visas.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DOSSIER",
        help="y écrire les enveloppes signées, et une liste par établissement",
    )
    visas.set_defaults(run=_visas)


def _visas(options: argparse.Namespace) -> int:
    from lsl_desk.server.services.academy import open_academy

    settings = Settings.load(options.config)
    academy = open_academy(settings)
    try:
        with academy.database.reading() as connection:
            for line in _told(academy, connection):
                print(line)
            files = dict(_files(academy, connection, settings.timezone)) if options.output else {}
    finally:
        academy.database.close()
    if options.output:
        _write(options.output, files)
        print(f"{len(files)} {'fichier écrit' if len(files) == 1 else 'fichiers écrits'}\u00a0: {options.output}")
    return 0


def _told(academy: "Academy", connection: "Connection") -> Iterator[str]:
    from lsl_desk.server.services import results, visas

    for group in results.GROUPS:
        state = visas.lot_state(academy, connection, group)
        stopped = f" Arrêtés\u00a0: {', '.join(state.stopped)}." if state.stopped else ""
        waiting = f" Non publiés\u00a0: {', '.join(state.waiting)}." if state.waiting else ""
        back = f", {state.withdrawn} à retirer" if state.withdrawn else ""
        yield f"Lot {group}\u00a0: {state.sent} envoyés, {state.new} à envoyer{back}.{stopped}{waiting}"


def _files(academy: "Academy", connection: "Connection", zone: str) -> Iterator[tuple[str, bytes]]:
    from lsl_desk.formats.lists.csv_text import csv_for_excel
    from lsl_desk.server.db import publications
    from lsl_desk.server.services import schools, visas

    for lot in publications.lots(connection):
        for jury in publications.envelopes(connection, lot.id):
            yield f"visas-{quote(jury, safe='')}-lot{lot.id}.dsse", visas.sealed(connection, lot.id, jury)
    for one in schools.by_school(connection):
        table = schools.visas_of_school(academy, connection, one.code, zone)
        yield schools.file_name(one.code), csv_for_excel(table)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(folder)) from error
    for name, data in files.items():
        write_for(folder / name, data)
