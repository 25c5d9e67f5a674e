# SPDX-License-Identifier: AGPL-3.0-or-later
"""``import``: the exam office's lists and the livrets, tried first, done with ``--apply``."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import anomaly_sentence
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser
    from lsl_desk.server.services.academy import Academy
    from lsl_desk.server.services.imports.running import ImportReport

_LARGEST = 64 * 1024 * 1024
"""Bytes of a list."""

_KINDS = {
    "centres": "les centres de délibération",
    "schools": "les établissements d’origine et leur téléphone",
    "juries": "les jurys et leurs séances",
    "presidents": "les présidents et vice-présidents",
    "members": "les membres des jurys et leur qualité",
    "candidates": "les candidats (liste par jury, ou export CYCLADES)",
    "marks": "les notes des épreuves",
    "paper-list": "la liste des livrets papier d’OCEAN",
    "livrets": "les livrets PDF d’un dossier ou d’un zip",
}


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add them."""
    bring = commands.add_parser("import", help="faire entrer une liste ou des livrets")
    kinds = bring.add_subparsers(metavar="QUOI", required=True)
    for kind, words in _KINDS.items():
        one = kinds.add_parser(kind, help=words, description=f"Faire entrer {words}.")
        one.add_argument("path", metavar="CHEMIN")
        one.add_argument("--apply", action="store_true", help="le faire, et non seulement l’essayer")
        one.add_argument("--json", action="store_true", help="réponse en JSON")
        if kind in {"candidates", "paper-list"}:
            one.add_argument("--jury", default="", metavar="JURY", help="le jury de toute la liste")
        if kind == "paper-list":
            one.add_argument("--whole", action="store_true", help="la liste est celle de toute l’académie")
        if kind in {"juries", "paper-list"}:
            one.add_argument("--zone", default="Europe/Paris", metavar="ZONE", help="le fuseau des heures écrites")
        one.set_defaults(run=_run, kind=kind)
    acts = kinds.add_parser("acts", help="les actes qu’un poste a écrits dans un fichier avant d’effacer son coffre")
    acts.add_argument("path", metavar="CHEMIN")
    acts.set_defaults(run=_acts)


def _run(options: argparse.Namespace) -> int:
    from lsl_desk.server.services.academy import open_academy

    academy = open_academy(Settings.load(options.config))
    try:
        report = _import(academy, options)
    finally:
        academy.database.close()
    if options.json:
        print(json.dumps(_fields(report), ensure_ascii=False, indent=1))
    else:
        _say(report)
    return 2 if report.blocked else 0


def _acts(options: argparse.Namespace) -> int:
    """What the academy has already is not received twice: there is nothing to try first."""
    from lsl_desk.server.services.academy import open_academy
    from lsl_desk.server.services.carried_acts import receive_file

    path = Path(options.path)
    academy = open_academy(Settings.load(options.config))
    try:
        done = receive_file(academy, _read(path), path.name)
    finally:
        academy.database.close()
    print(f"{done.lines} actes lus, {done.kept} gardés par l’académie.")
    if done.stopped:
        print(f"L’acte n°\u00a0{done.stopped} du fichier n’est pas gardé, ni ceux qui le suivent.", file=sys.stderr)
    return 2 if done.stopped else 0


def _import(academy: "Academy", options: argparse.Namespace) -> "ImportReport":
    if options.kind == "livrets":
        return _livrets(academy, options)
    from lsl_desk.server.services.imports import candidates, exam_marks, papers, registers

    path = Path(options.path)
    data = _read(path)
    apply: bool = options.apply
    if options.kind == "candidates":
        return candidates.import_candidates(academy, data, path.name, apply=apply, jury=options.jury)
    if options.kind == "juries":
        return registers.import_juries(academy, data, path.name, apply=apply, zone=options.zone)
    if options.kind == "paper-list":
        return papers.import_papers(
            academy, data, path.name, apply=apply, jury=options.jury, whole=options.whole, zone=options.zone
        )
    plain: dict[str, Callable[..., ImportReport]] = {
        "centres": registers.import_centres,
        "schools": registers.import_schools,
        "presidents": registers.import_seats,
        "members": registers.import_members,
        "marks": exam_marks.import_marks,
    }
    return plain[options.kind](academy, data, path.name, apply=apply)


def _livrets(academy: "Academy", options: argparse.Namespace) -> "ImportReport":
    from lsl_desk.members.opening import open_members
    from lsl_desk.server.services.imports.inspecting import inspecting
    from lsl_desk.server.services.imports.livrets import import_livrets

    members = open_members(options.path)
    try:
        with inspecting() as inspect:
            return import_livrets(academy, members, inspect, apply=options.apply, report=_progress())
    finally:
        members.close()


def _progress() -> Callable[[int, int], None]:
    if not sys.stderr.isatty():
        return lambda _done, _all: None
    return lambda done, total: print(f"\r{done} / {total}", end="\n" if done == total else "", file=sys.stderr)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refusal(Code.LIST_UNREADABLE, member=path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(Code.PATH_MISSING, path=str(path)) from error
    except OSError as error:
        raise Refusal(Code.PATH_UNREADABLE, path=str(path)) from error


def _fields(report: "ImportReport") -> dict[str, object]:
    return {
        "kind": report.kind,
        "lines": report.lines,
        "added": report.tally.added,
        "changed": report.tally.changed,
        "same": report.tally.same,
        "applied": report.applied,
        "blocked": len(report.blocked),
        "anomalies": [
            {"code": one.code.value, "where": one.where, "value": one.value, "message": anomaly_sentence(one)}
            for one in report.anomalies
        ],
    }


def _say(report: "ImportReport") -> None:
    for one in report.anomalies:
        print(f"{one.where}\u00a0: {anomaly_sentence(one)}")
    tally = report.tally
    print(f"{report.lines} lues\u00a0: {tally.added} nouvelles, {tally.changed} changées, {tally.same} inchangées.")
    if report.blocked:
        print(f"Rien n’est fait\u00a0: {len(report.blocked)} lignes sont à corriger d’abord.", file=sys.stderr)
    elif report.applied and tally.juries:
        print(f"À publier\u00a0: {', '.join(sorted(tally.juries))} (lsl-server publish).")
    elif not report.applied:
        print("Essai seulement, rien n’a été gardé\u00a0: ajoutez --apply pour le faire.")
