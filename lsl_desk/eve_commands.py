# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands of the eve: `lsl-desk presence`, `paper` and `readiness`, over an unlocked Desk."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from lsl_desk.client.prepare.values import Matter, Standing
from lsl_desk.domain.acts import Entry
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import FORMATS, sentence

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.values import Expected, Item, JuryReadiness, PaperTaken, Presence

DONE, REFUSED = 0, 2

_MATTERS = {
    Matter.NUMERIC: "livrets numériques",
    Matter.PAPER: "livrets papier",
    Matter.UNKNOWN: "formats connus",
    Matter.HEADS: "présidents",
    Matter.COPY: "plan de secours",
    Matter.DRILL: "exercice de coupure",
}
_STANDINGS = {Standing.DONE: "fait", Standing.AGAIN: "à refaire", Standing.MISSING: "à faire"}


def run(desk: Desk, options: argparse.Namespace) -> int:
    """Run the command that was asked for and return its exit code."""
    if options.command == "presence":
        return presence(desk, options.jury, as_json=options.json)
    if options.command == "paper":
        return paper(desk, options.numbers, as_json=options.json)
    return readiness(desk, as_json=options.json)


def presence(desk: Desk, jury: str | None, *, as_json: bool) -> int:
    """Say which livrets are here, of one jury or of all."""
    wanted = [one.jury for one in desk.juries()] if jury is None else [JuryId(jury)]
    pages = [desk.preparation.presence(one) for one in wanted]
    if as_json:
        _print_json({"juries": [_presence_fields(one) for one in pages]})
        return DONE
    for one in pages:
        numeric, paper = ("\u00a0/\u00a0".join(map(str, pair)) for pair in (one.numeric, one.paper))
        print(f"{one.jury}\u00a0: numériques {numeric}, papier {paper}, inconnus {one.unknown} ({one.source}).")
        for line in one.lines:
            if not line.present:
                print("  " + "  ".join(filter(None, (line.pv or "—", line.number, FORMATS[line.format], line.school))))
    return DONE


def paper(desk: Desk, numbers: Sequence[str], *, as_json: bool) -> int:
    """Record paper livrets received, each by itself; a number that is refused stops no other."""
    taken: list[PaperTaken] = []
    refused: list[tuple[str, Refusal]] = []
    for number in numbers:
        try:
            taken.append(desk.preparation.receive_paper(number, Entry.TYPED))
        except Refusal as refusal:
            refused.append((number, refusal))
    if as_json:
        _print_json(
            {
                "papers": [_taken_fields(one) for one in taken],
                "refused": [
                    {"number": number, "code": why.code.value, "message": sentence(why)} for number, why in refused
                ],
            }
        )
    else:
        for one in taken:
            word = "reçu" if one.already is None else "déjà reçu"
            odd = "" if one.expected else ", un autre format était annoncé"
            print(f"{one.jury} {one.number}\u00a0: {word}{odd} ({one.count[0]}\u00a0/\u00a0{one.count[1]}).")
    for _, why in refused:
        print(sentence(why), file=sys.stderr)
    return REFUSED if refused else DONE


def readiness(desk: Desk, *, as_json: bool) -> int:
    """Say whether every jury is ready for the morning, and what is left."""
    juries = desk.preparation.readiness()
    if as_json:
        ready = all(one.ready for one in juries)
        _print_json({"ready": ready, "juries": [_readiness_fields(one) for one in juries]})
        return DONE
    for one in juries:
        print(f"{one.jury}\u00a0: {'prêt' if one.ready else 'pas prêt'}.")
        for item in one.items:
            print(
                f"  {_MATTERS[item.matter]}\u00a0: {_STANDINGS[item.standing]} ({item.have}\u00a0/\u00a0{item.wanted})"
            )
    return DONE


def _presence_fields(page: Presence) -> dict[str, object]:
    return {
        "jury": page.jury,
        "numeric": {"present": page.numeric[0], "expected": page.numeric[1]},
        "paper": {"received": page.paper[0], "expected": page.paper[1]},
        "unknown": page.unknown,
        "source": page.source,
        "listed": page.listed.isoformat(),
        "missing": [_line_fields(one) for one in page.lines if not one.present],
    }


def _line_fields(line: Expected) -> dict[str, object]:
    return {
        "number": line.number,
        "pv": line.pv,
        "serie": line.serie,
        "format": line.format.value,
        "reason": line.reason,
        "told": _time(line.told),
        "school": line.school,
    }


def _taken_fields(one: PaperTaken) -> dict[str, object]:
    return {
        "jury": one.jury,
        "number": one.number,
        "pv": one.pv,
        "already": _time(one.already),
        "expected": one.expected,
        "received": one.count[0],
        "of": one.count[1],
    }


def _readiness_fields(one: JuryReadiness) -> dict[str, object]:
    return {
        "jury": one.jury,
        "ready": one.ready,
        "sitting": _time(one.sitting),
        "items": [_item_fields(item) for item in one.items],
    }


def _item_fields(item: Item) -> dict[str, object]:
    return {
        "matter": item.matter.value,
        "standing": item.standing.value,
        "have": item.have,
        "wanted": item.wanted,
        "at": _time(item.at),
        "version": item.version or None,
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))
