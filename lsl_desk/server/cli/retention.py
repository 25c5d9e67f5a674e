# SPDX-License-Identifier: AGPL-3.0-or-later
"""``retention``: until when each jury is kept, disputes, and the erasure of what is due, tried first."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.domain.ids import JuryId
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser
    from lsl_desk.server.services.academy import Academy
    from lsl_desk.server.services.retention import Line


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add it."""
    keep = commands.add_parser("retention", help="dire jusqu’à quand chaque jury est gardé, et effacer ce qui est dû")
    keep.add_argument("--apply", action="store_true", help="effacer, et non seulement le dire")
    keep.add_argument("--hold", metavar="JURY", help="retenir un jury, ou un de ses candidats, pour un recours")
    keep.add_argument("--release", metavar="JURY", help="lever un recours")
    keep.add_argument("--number", default="", metavar="NUMÉRO", help="avec --hold ou --release, N°\u00a0élève")
    keep.add_argument("--reason", default="", metavar="RAISON", help="avec --hold, le motif")
    keep.add_argument("-o", "--output", type=Path, metavar="DOSSIER", help="y écrire les certificats signés")
    keep.set_defaults(run=_retention)


def _retention(options: argparse.Namespace) -> int:
    from lsl_desk.server.services import erasures, retention
    from lsl_desk.server.services.academy import open_academy

    academy = open_academy(Settings.load(options.config))
    try:
        if options.hold:
            retention.hold(academy, JuryId(options.hold), options.number, options.reason, by="")
        if options.release and not retention.release(academy, JuryId(options.release), options.number, by=""):
            print("Ce recours n’était pas retenu.")
        if options.apply:
            for record in retention.erase(academy, by=""):
                print(f"{record.jury}\u00a0: {len(record.erased)} livrets effacés, {len(record.held)} gardés.")
        with academy.database.reading() as connection:
            told = retention.lines(academy, connection)
            silent = erasures.silent(erasures.centres(academy, connection, told))
        for line in told:
            print(" ".join((*_words(line), *_asked(silent[line.jury]))))
        if options.output:
            _write(academy, options.output)
    finally:
        academy.database.close()
    return 0


def _words(line: "Line") -> Iterator[str]:
    date = line.archive.date
    yield f"{line.jury}\u00a0: résultats publiés le {line.published:%d/%m/%Y}, postes à effacer dès le"
    yield f"{line.active:%d/%m/%Y}, archive jusqu’au {date:%d/%m/%Y}." if date is not None else "?"
    if line.archive.whole:
        yield "Retenu en entier pour un recours."
    elif line.held:
        yield f"Retenus pour un recours\u00a0: {len(line.held)}."
    if line.erases:
        yield f"À effacer\u00a0: {len(line.erased)} livrets, {line.names} noms (--apply)."


def _asked(posts: int) -> Iterator[str]:
    if posts:
        yield f"Postes qui n’ont pas annoncé leur effacement\u00a0: {posts}."


def _write(academy: "Academy", folder: Path) -> None:
    from lsl_desk.server.cli.writing import write_for
    from lsl_desk.server.db import retention as rows

    with academy.database.reading() as connection:
        sealed = rows.certificates(connection)
    for rank, (jury, data) in enumerate(sealed, 1):
        write_for(folder / f"effacement-{rank}-{jury}.dsse", data)
    print(f"{len(sealed)} certificats écrits\u00a0: {folder}")
