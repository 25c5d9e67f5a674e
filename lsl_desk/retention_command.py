# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command `lsl-desk retention`: until when each jury is kept, and the erasure of one that is named (N23)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lsl_desk.client.close.retention import KeptJury, Retention
    from lsl_desk.client.desk import Desk

HELP = "jusqu’à quand chaque jury est gardé, les recours, et ce qui est effacé"
JSON = True
"""Whether it has ``--json``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("--apply", metavar="JURY", help="effacer ce jury, dont la date est venue")
    parser.add_argument("-o", "--output", metavar="FICHIER", help="avec --apply, le certificat à écrire")


def run(desk: Desk, options: argparse.Namespace) -> int:
    """Erase the jury that is named, if one is, then say what is kept until when.

    Raises:
        Refusal: VALUE_OUT_OF_RANGE, no place for the certificate; those of `Retention.erase`; OUTPUT_UNWRITABLE, once
            it is erased: the certificate is in the store, and the window writes it.
    """
    keeping = desk.closing.retention
    if options.apply is not None:
        if not options.output:
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="--apply", value=options.apply, allowed="avec -o FICHIER")
        keeping.erase(JuryId(options.apply))
        keeping.write_certificate(options.output)
    names = tuple(one.jury for one in desk.juries())
    if options.json:
        print(json.dumps(_answer(keeping, names), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(keeping, names)) or "Aucun jury sur ce poste, et aucun effacement.")
    return 0


def _lines(keeping: Retention, names: tuple[JuryId, ...]) -> Iterator[str]:
    from lsl_desk.client.close.keep_words import announced, log_told, told  # noqa: PLC0415 - no start of the window pays for it

    kept = {one.jury: one for one in keeping.juries()}
    for jury in names:
        yield f"{jury}\u00a0: {told(kept[jury]) if jury in kept else 'résultats non publiés, pas de date.'}"
    log = keeping.log()
    if said := log_told(log):
        yield f"{said} Fenêtre, menu Fichier, «\u00a0Effacer tout le coffre\u00a0»." if log.erases else said
    for hold in keeping.holds():
        about = "tout le jury" if hold.number is None else f"N°\u00a0élève {hold.number}"
        yield f"Recours\u00a0: {hold.jury}, {about}, depuis le {hold.since.astimezone():%d/%m/%Y}."
    for record, answer in zip(keeping.certificates(), keeping.answers(), strict=True):
        gone = f"livrets effacés\u00a0: {len(record.erased)}, gardés pour un recours\u00a0: {len(record.held)}"
        yield f"{record.jury}, le {record.erased_at.astimezone():%d/%m/%Y}\u00a0: {gone}, {announced(answer)}."


def _answer(keeping: Retention, names: tuple[JuryId, ...]) -> dict[str, object]:
    kept, log = {one.jury: one for one in keeping.juries()}, keeping.log()
    return {
        "log": {"date": None if log.date is None else log.date.isoformat(), "due": log.erases},
        "juries": [_kept(kept[jury]) if jury in kept else {"id": jury, "date": None} for jury in names],
        "holds": [{"jury": one.jury, "number": one.number, "since": one.since.isoformat()} for one in keeping.holds()],
        "erased": [
            {
                "jury": record.jury,
                "at": record.erased_at.isoformat(),
                "livrets": len(record.erased),
                "held": len(record.held),
                "told": answer.isoformat() if isinstance(answer, datetime) else None,
                "refused": answer.code.value if isinstance(answer, Refusal) else None,
            }
            for record, answer in zip(keeping.certificates(), keeping.answers(), strict=True)
        ],
    }


def _kept(one: KeptJury) -> dict[str, object]:
    return {
        "id": one.jury,
        "date": None if one.due.date is None else one.due.date.isoformat(),
        "due": one.erases,
        "held_whole": one.due.whole,
        "candidates": one.candidates,
        "livrets": one.erased,
        "held": one.held,
        "elsewhere": one.elsewhere,
    }
