# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands for people without a window: the same use cases, with ``--json`` where a program reads the answer.

Exit codes: 0 done, 2 the input is refused (one French sentence on stderr), 1 it is our fault, 130 interrupted.
Nothing heavy is imported here: `lsl-desk` alone must show its window at once (decision 003).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lsl_desk import __version__, case_command, retention_command
from lsl_desk import main as wiring
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.french_commands import FrenchParser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.client.prepare.values import CopyDone
    from lsl_desk.domain.jury import Candidate

DONE, OUR_FAULT, REFUSED, INTERRUPTED = 0, 1, 2, 130
DPI_RANGE = (36, 600)
DESK_LABEL = "Poste de délibération"
_BACKUP_SHAPE = "backup JURY DOSSIER, ou backup --all --to DOSSIER"
ASK_AGAIN = 2.0
"""Seconds between two questions to the academy, while a person compares the digits."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or the window when none is given, and return its exit code."""
    from lsl_desk.client.progress import Cancelled

    options = _parser().parse_args(arguments)
    try:
        with wiring.logged_in(options.command, demo=options.demo):
            return cast("Callable[[argparse.Namespace], int]", options.run)(options)
    except Refusal as refusal:
        from lsl_desk.sentences import sentence

        print(sentence(refusal) + _option_for(refusal), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # « | head »: who was reading has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (KeyboardInterrupt, Cancelled):
        print("Arrêté à votre demande : rien n’a été gardé de ce qui était en cours.", file=sys.stderr)
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the last resort: no traceback ever reaches a user
        print(f"Erreur imprévue de LSL Desk ({wiring.place_of(fault)}) : signalez-la avec ces mots.", file=sys.stderr)
        return OUR_FAULT


def _option_for(refusal: Refusal) -> str:
    """What to add to the command, where an option settles the refusal; both readings are shown by their first rows."""
    facts = refusal.facts
    if refusal.code is Code.JURY_OTHER_SESSION:
        return f" Ajoutez «\u00a0--jury {facts['jury']}-{facts['offered']}\u00a0»."
    if refusal.code is not Code.INDEX_AMBIGUOUS:
        return ""
    first, second = (
        f"«\u00a0--number-column {facts[f'{one}_column']}\u00a0» ({', '.join(str(facts[f'{one}_rows']).splitlines())})"
        for one in ("first", "second")
    )
    return f" Ajoutez {first} ou {second}."


def _window(options: argparse.Namespace) -> int:
    return wiring.open_window(
        demo=options.demo,
        jury=options.jury,
        livret=options.livret,
        full_screen=options.full_screen,
        academy=options.academy,
    )


def _import(options: argparse.Namespace) -> int:
    from lsl_desk.client.passphrase import is_weak
    from lsl_desk.client.ports import ColumnChoice

    passphrase = _passphrase(options)
    if passphrase is not None and is_weak(passphrase) and not wiring.store_exists():
        print("Attention : la phrase de passe de ce nouveau coffre est faible.", file=sys.stderr)
    try:
        with wiring.unlocked(passphrase, create=True) as desk:
            choice = ColumnChoice(options.pv_column, options.number_column)
            done = desk.import_jury(
                str(options.path),
                choice=choice if choice != ColumnChoice() else None,
                jury=options.jury,
                report=wiring.console_progress(quiet=options.json),
            )
    except Refusal as refusal:
        if refusal.code is not Code.COPY_CODE_NEEDED or not (options.code_file or sys.stdin.isatty()):
            raise
        return _open_copy(options)
    return _imported(options, done)


def _imported(options: argparse.Namespace, done: ImportReport) -> int:
    from lsl_desk.client.prepare.understood import changes, understood
    from lsl_desk.domain.livret import LivretFormat
    from lsl_desk.sentences import anomaly_sentence

    if options.json:
        _print_json(
            {
                "jury": done.jury,
                "version": done.version,
                "candidates": done.candidates,
                "livrets": done.livrets,
                "changed": done.changed,
                "stale": done.stale,
                "gone": done.gone,
                "formats": {form.value: done.formats[form] for form in LivretFormat},
                "unlisted": list(done.unlisted),
                "anomalies": [
                    {"code": one.code.value, "where": one.where, "value": one.value, "expected": one.expected,
                     "message": anomaly_sentence(one)}
                    for one in done.anomalies
                ],
            }
        )  # fmt: skip
        return DONE
    print(f"{done.jury} version {done.version} : {understood(done)}. {changes(done)}".rstrip())
    for one in done.anomalies:
        print(f"  {one.where} : {anomaly_sentence(one)}")
    return DONE


def _juries(options: argparse.Namespace) -> int:
    from lsl_desk.client.prepare.understood import counted

    with wiring.unlocked(_passphrase(options)) as desk:
        juries = desk.juries()
    if options.json:
        rows = [
            {"id": one.jury, "label": one.label, "session": one.session, "candidates": one.candidates,
             "livrets": one.livrets, "version": one.version, "read": one.read, "problems": one.problems}
            for one in juries
        ]  # fmt: skip
        _print_json({"juries": rows})
        return DONE
    for one in juries:
        held = f"{counted(one.candidates, 'candidat')}, {counted(one.livrets, 'livret')}"
        print(f"{one.jury}  {one.label}  {held}, version {one.version}")
    return DONE


def _jury(options: argparse.Namespace) -> int:
    from lsl_desk.domain.acts import Ruling
    from lsl_desk.domain.rules.lawful import RULINGS
    from lsl_desk.sentences import FORMATS, PROBLEMS, READ_STATES

    with wiring.unlocked(_passphrase(options)) as desk:
        opened = desk.open_jury(JuryId(options.jury))
        decided = desk.decided(opened.file.jury)
    rows = [
        {"pv": one.pv, "number": one.number, "serie": one.serie, "format": one.format.value, "reason": one.reason,
         "pages": one.livret.page_count if one.livret else 0, "seen": opened.readings[one.number].seen,
         "read": opened.readings[one.number].state.value, "problem": one.problem.value if one.problem else None,
         "decision": decided.get(one.number)}
        for one in opened.file.candidates
    ]  # fmt: skip
    if options.json:
        _print_json({"id": opened.file.jury, "label": opened.file.label, "session": opened.file.session,
                     "version": opened.file.version, "candidates": rows})  # fmt: skip
        return DONE
    print(opened.file.label)
    for one in opened.file.candidates:
        reading = opened.readings[one.number]
        words = [one.pv or "—", one.number, one.serie or "—", FORMATS[one.format], READ_STATES[reading.state]]
        if one.problem:
            words.append(PROBLEMS[one.problem])
        if one.number in decided:
            words.append(RULINGS[Ruling(decided[one.number])])
        print("  ".join(words))
    return DONE


def _backup(options: argparse.Namespace) -> int:
    from lsl_desk.client.prepare.understood import refreshed
    from lsl_desk.sentences import sentence

    place = options.to or options.place
    with wiring.unlocked(_passphrase(options)) as desk:
        juries = [one.jury for one in desk.juries()] if options.all else [JuryId(options.jury or "")]
        if place is None or bool(options.all) is bool(options.jury and options.jury != place):
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="backup", value=options.jury or "", allowed=_BACKUP_SHAPE)
        if options.code_file:
            _settle_code(desk, juries, Path(options.code_file))
        states = {one.jury: one for one in desk.copying.states()}
        for jury in juries:
            state = states.get(jury)
            if not options.json and state is not None and state.made is not None:
                at = f"{state.made.astimezone():%H:%M}"
                print(f"{jury}\u00a0: déjà fait à {at}, la version {state.version + 1} se prépare.")
        report = wiring.console_progress(quiet=options.json)
        done = desk.copying.make(juries, str(place), archive=options.zip, report=report)
    if options.json:
        _print_json({"copies": [_copy_answer(one) for one in done]})
    else:
        for one in done:
            if one.state is not None:
                print(f"{one.jury} copie n° {one.state.version} : {refreshed(one)}. {one.where}")
    for one in done:
        if one.refusal is not None:
            print(f"{one.jury} : {sentence(one.refusal)}", file=sys.stderr)
    return REFUSED if any(one.refusal for one in done) else DONE


def _settle_code(desk: Desk, juries: Sequence[JuryId], path: Path) -> None:
    """Take the code of a jury from a file that is there; else write it there, for its owner only."""
    if len(juries) != 1:
        raise Refusal(Code.VALUE_OUT_OF_RANGE, name="--code-file", value=str(path), allowed="avec un seul jury")
    if path.exists():
        desk.copying.take_code(juries[0], _first_line(path))
    else:
        wiring.write_output(path, f"{desk.copying.code(juries[0])}\n".encode())


def _copy_answer(done: CopyDone) -> dict[str, object]:
    from lsl_desk.sentences import sentence

    state = done.state
    return {
        "jury": done.jury,
        "version": state.version if state else None,
        "livrets": state.livrets if state else 0,
        "size": state.size if state else 0,
        "manifest": state.manifest if state else None,
        "kept": done.kept,
        "made": done.made,
        "where": done.where,
        "problem": None
        if done.refusal is None
        else {"code": done.refusal.code.value, "message": sentence(done.refusal)},
    }


def _open_copy(options: argparse.Namespace) -> int:
    """Open a plan de secours; its JSON is that of ``import``."""
    passphrase = _passphrase(options)
    with wiring.unlocked(passphrase, create=True) as desk:
        looked = desk.look_at_copy(str(options.path))
        try:
            card = looked.card
            if not options.json:
                print(f"{card.label}, copie n° {card.version} du {card.made.astimezone():%d/%m/%Y à %H:%M}.")
            report = wiring.console_progress(quiet=options.json)
            done = desk.open_copy(looked, _code(options), older_too=options.older, report=report)
        finally:
            looked.close()
    return _imported(options, done)


def _code(options: argparse.Namespace) -> str:
    """The jury's code: from a file or a prompt."""
    if options.code_file:
        return _first_line(Path(options.code_file))
    if not sys.stdin.isatty():
        raise Refusal(Code.COPY_CODE_NEEDED, path=str(options.path))
    from getpass import getpass

    return getpass("Code du jury : ")


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(Code.PATH_UNREADABLE, path=str(path)) from error


def _page(options: argparse.Namespace) -> int:
    if not DPI_RANGE[0] <= options.dpi <= DPI_RANGE[1]:
        allowed = f"de {DPI_RANGE[0]} à {DPI_RANGE[1]}"
        raise Refusal(Code.VALUE_OUT_OF_RANGE, name="--dpi", value=options.dpi, allowed=allowed)
    with wiring.unlocked(_passphrase(options)) as desk:
        candidate = _candidate(desk, options.jury, options.number)
        if candidate.livret is None:
            raise Refusal(Code.NO_LIVRET, number=candidate.number, jury=options.jury)
        pages = candidate.livret.page_count
        if not 1 <= options.page <= pages:
            raise Refusal(Code.PAGE_UNKNOWN, number=candidate.number, page=options.page, pages=pages)
        if candidate.livret.pages[options.page - 1].veiled:
            raise Refusal(Code.PAGE_VEILED, number=candidate.number, page=options.page)
        png = desk.pages.png(candidate.livret.digest, options.page - 1, options.dpi)
    wiring.write_output(Path(options.output), png)
    return DONE


def _check(options: argparse.Namespace) -> int:
    from lsl_desk.client.prepare.understood import counted
    from lsl_desk.sentences import PROBLEMS

    with wiring.unlocked(_passphrase(options)) as desk:
        checked = desk.check_jury(JuryId(options.jury), wiring.console_progress(quiet=options.json))
    if options.json:
        rows = [
            {"number": one.number, "pages": one.pages, "ok": one.problem is None,
             "problem": one.problem.value if one.problem else None}
            for one in checked
        ]  # fmt: skip
        _print_json({"jury": options.jury, "livrets": rows})
        return DONE
    wrong = [one for one in checked if one.problem]
    for one in wrong:
        print(f"{one.number} : {PROBLEMS[one.problem]}" if one.problem else one.number)
    print(f"{counted(len(checked), 'livret contrôlé', 'livrets contrôlés')}, {len(wrong)} à revoir.")
    return DONE


def _enrol(options: argparse.Namespace) -> int:
    with wiring.unlocked(_passphrase(options), create=True) as desk:
        offer = desk.link.begin_enrolment(options.server, options.label)
        if not options.json:
            print(f"{offer.academy.name} : les six chiffres sont {offer.digits[:3]} {offer.digits[3:]}.")
            print("Comparez-les avec ceux de l’académie, puis attendez sa réponse…", flush=True)
        while (pinned := desk.link.enrolment_done(offer)) is None:
            time.sleep(ASK_AGAIN)
    if options.json:
        role = None if pinned.role is None else pinned.role.value
        _print_json(
            {"academy": pinned.name, "server": pinned.url, "digits": offer.digits, "name": pinned.who, "role": role,
             "centre": pinned.centre}
        )  # fmt: skip
    else:
        print(f"Poste relié à {pinned.name}, centre {pinned.centre}, au nom de {pinned.who}.")
    return DONE


def _over_desk(options: argparse.Namespace) -> int:
    """A command that has a module of its own, over an unlocked Desk."""
    from lsl_desk import eve_commands

    own = {"case": case_command.run, "retention": retention_command.run}
    with wiring.unlocked(_passphrase(options)) as desk:
        return own.get(options.command, eve_commands.run)(desk, options)


def _sync(options: argparse.Namespace) -> int:
    from lsl_desk.sentences import sentence
    from lsl_desk.sync_words import received, sync_answer

    quiet = options.json
    with wiring.unlocked(_passphrase(options)) as desk:
        if options.server:
            desk.link.move(options.server)
        desk.link.listen(wiring.console_sync(quiet=quiet))
        sent = desk.link.send()
        if sent.revoked:
            raise Refusal(Code.DEVICE_REVOKED)
        fetched = desk.link.sync()
        read = desk.link.check_pages(wiring.console_progress(quiet=quiet))
    if options.json:
        _print_json(sync_answer(sent, fetched, read))
    else:
        for done in fetched.done:
            print(f"{done.jury} version {done.version} : {received(done)}.")
        print(f"Actes : {sent.sent} reçus par l’académie, {sent.left} en attente.")
    for jury, problem in fetched.failed.items():
        print(f"{jury} : {sentence(problem)}", file=sys.stderr)
    return REFUSED if fetched.failed else DONE


def _result(options: argparse.Namespace) -> int:
    from lsl_desk.result_command import run

    run(options)
    return DONE


def _candidate(desk: Desk, jury: str, number: str) -> Candidate:
    file = desk.open_jury(JuryId(jury)).file
    candidate = file.by_number(number)
    if candidate is None:
        raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=jury)
    return candidate


def _passphrase(options: argparse.Namespace) -> str | None:
    """The store's passphrase: from a file, the environment, the keyring (None) or a prompt, in that order."""
    if options.passphrase_file:
        return _first_line(Path(options.passphrase_file))
    if "LSL_PASSPHRASE" in os.environ:
        return os.environ["LSL_PASSPHRASE"]
    if wiring.keyring_opens():
        return None
    if not sys.stdin.isatty():
        raise Refusal(Code.STORE_LOCKED)
    from getpass import getpass

    return getpass("Phrase de passe : ")


def _print_json(answer: object) -> None:
    import json

    print(json.dumps(answer, ensure_ascii=False, indent=1))


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="lsl-desk", description="Le poste de délibération : livrets scolaires, hors ligne, sous clé."
    )
    parser.add_argument("--version", action="version", version=f"lsl-desk {__version__}", help="montrer la version")
    parser.add_argument("--demo", action="store_true", help="ouvrir un centre inventé")
    parser.add_argument("--academy", metavar="ADRESSE", help="avec --demo, le recevoir de cette académie inventée")
    parser.add_argument("--jury", metavar="JURY", help="ouvrir ce jury")
    parser.add_argument("--livret", metavar="NUMÉRO", help="ouvrir ce livret, par N° élève ou N° PV")
    parser.add_argument("--full-screen", action="store_true", help="plein écran")
    parser.set_defaults(run=_window, command="window")
    commands = parser.add_subparsers(metavar="COMMANDE")

    bring = _command(commands, "import", _import, "importer un dossier ou un zip de jury", json_too=True)
    bring.add_argument("path", metavar="CHEMIN")
    bring.add_argument("--jury", metavar="JURY", help="le garder sous cet identifiant")
    bring.add_argument("--pv-column", metavar="COLONNE", help="colonne du N° PV : son titre ou son rang")
    bring.add_argument("--number-column", metavar="COLONNE", help="colonne du N° élève : son titre ou son rang")
    _copy_options(bring)
    backup = _command(commands, "backup", _backup, "écrire le plan de secours d’un jury, ou de tous", json_too=True)
    backup.add_argument("jury", nargs="?", metavar="JURY")
    backup.add_argument("place", nargs="?", metavar="DOSSIER", help="dossier ou clé qui reçoit les copies")
    backup.add_argument("--all", action="store_true", help="tous les jurys de ce poste")
    backup.add_argument("--to", metavar="DOSSIER", help="comme DOSSIER")
    backup.add_argument("--zip", action="store_true", help="une archive zip au lieu d’un dossier")
    backup.add_argument(
        "--code-file", metavar="FICHIER", help="y lire le code du jury, ou l’y écrire s’il n’existe pas"
    )
    again = _command(commands, "open-copy", _open_copy, "ouvrir un plan de secours avec le code du jury", json_too=True)
    again.add_argument("path", metavar="CHEMIN")
    _copy_options(again)
    _command(commands, "juries", _juries, "les jurys gardés sur ce poste", json_too=True)
    _command(commands, "jury", _jury, "les candidats d’un jury", json_too=True).add_argument("jury", metavar="JURY")
    page = _command(commands, "page", _page, "une page d’un livret, en PNG", json_too=False)
    page.add_argument("jury", metavar="JURY")
    page.add_argument("number", metavar="NUMÉRO")
    page.add_argument("--page", type=int, default=1, metavar="N", help="page, à partir de 1")
    page.add_argument("--dpi", type=int, default=150, metavar="D", help="points par pouce")
    page.add_argument("-o", "--output", required=True, metavar="FICHIER")
    check = _command(commands, "check", _check, "contrôler tous les livrets d’un jury", json_too=True)
    check.add_argument("jury", metavar="JURY")
    said = _command(
        commands, "result", _result, "ce que les règles disent d’un jeu de notes", json_too=True, store=False
    )
    said.add_argument("--session", type=int, required=True, metavar="ANNÉE")
    said.add_argument("--serie", required=True, metavar="SÉRIE", help="ES, STMG, GENERALE…")
    said.add_argument("--marks", required=True, metavar="FICHIER", help="JSON, une note par code d’épreuve")
    here = _command(commands, "presence", _over_desk, "les livrets présents, et ceux qui manquent", json_too=True)
    here.add_argument("jury", metavar="JURY", nargs="?", help="sans lui, tous les jurys")
    papers = _command(commands, "paper", _over_desk, "noter des livrets papier reçus", json_too=True)
    papers.add_argument("numbers", metavar="NUMÉRO", nargs="+")
    _command(commands, "readiness", _over_desk, "ce qui reste à faire avant la délibération", json_too=True)
    for name, own in (("case", case_command), ("retention", retention_command)):
        own.add_arguments(_command(commands, name, _over_desk, own.HELP, json_too=own.JSON))
    enrol = _command(commands, "enrol", _enrol, "relier ce poste à une académie", json_too=True)
    enrol.add_argument("server", metavar="SERVEUR", help="adresse du serveur de l’académie")
    enrol.add_argument("--label", default=DESK_LABEL, metavar="NOM", help="ce que lit l’académie, « Poste 3 »")
    sync = _command(commands, "sync", _sync, "recevoir les jurys et envoyer les actes, une fois", json_too=True)
    sync.add_argument("--server", metavar="SERVEUR", help="autre adresse de la même académie")
    return parser


def _copy_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code-file", metavar="FICHIER", help="fichier qui contient le code du jury")
    parser.add_argument("--older", action="store_true", help="accepter une copie plus ancienne que la dernière ouverte")


def _command(
    commands: argparse._SubParsersAction[FrenchParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    *,
    json_too: bool,
    store: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run, command=name)
    if store:
        parser.add_argument("--passphrase-file", metavar="FICHIER", help="fichier qui contient la phrase de passe")
    if json_too:
        parser.add_argument("--json", action="store_true", help="réponse en JSON")
    return parser
