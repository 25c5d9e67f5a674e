# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-verify`: checks copies, offline, with nothing of the product but this package.

Exit codes: 0 intact and theirs (the key was compared, or the code vouched); 3 intact, but nobody compared; 1 refused;
2 the command line is not understood; 130 interrupted.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from lsl_desk.backup import names
from lsl_desk.backup.check import Expected, Opener, Report, check, peek
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.members import Members
from lsl_desk.backup.places import copies_in, open_copy
from lsl_desk.backup.speech import answer, lines

SETTLED: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNCOMPARED: Final = 3
INTERRUPTED: Final = 130

_LONGEST_CODE = 1000
"""Bytes of a file that holds a code."""


class _Usage(Exception):  # noqa: N818 - what the person is told
    """The command line cannot be followed; the text is the French sentence."""


class _Help(argparse.HelpFormatter):
    """Help whose own words are French too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "utilisation\u00a0: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section({"positional arguments": "à donner\u00a0", "options": "options\u00a0"}.get(heading or ""))

    def _format_args(self, action: argparse.Action, default_metavar: str) -> str:
        return str(action.metavar or default_metavar)


class _Parser(argparse.ArgumentParser):
    """A parser whose refusals are one French sentence."""

    def error(self, message: str) -> NoReturn:
        """See `ArgumentParser.error`; its own words are English and name our internals."""
        del message
        raise _Usage("Commande incomplète ou inconnue\u00a0: voyez «\u00a0lsl-verify --help\u00a0».")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the copies named on the command line, say what was found, and return the exit code."""
    try:
        return _run(arguments)
    except _Usage as usage:
        _say(str(usage), sys.stderr)
        return USAGE
    except BrokenPipeError:  # « | head »: who was reading has read enough, and must not take that for « intact »
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        _say("Arrêté à votre demande\u00a0: rien n’est vérifié.", sys.stderr)
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    key, places = _key_and_places(options.cle or [], options.places)
    code = _code(options)
    expected = Expected(options.jury, options.plancher, key, code)
    reports = verify(places, expected, _opener() if code is not None else None)
    if options.json:
        print(json.dumps(answer(reports), indent=1))
    else:
        for line in lines(reports):
            _say(line, sys.stdout)
    sys.stdout.flush()
    if not all(report.intact for _, report in reports):
        return REFUSED
    return SETTLED if all(report.settled for _, report in reports) else UNCOMPARED


def verify(places: Sequence[Path], expected: Expected, open_box: Opener | None = None) -> list[tuple[str, Report]]:
    """Check each copy that the places are or hold, and say of each what was found.

    Args:
        places: folders or zips, or folders that hold some.
        expected: what the person knows of them.
        open_box: opens ``jury.lsl``, when a code is expected.
    """
    with ExitStack() as opened:
        copies: list[tuple[str, Members | Report]] = []
        for place in places:
            try:
                held = copies_in(place, expected.jury)
            except Flawed as flawed:
                copies.append((str(place), Report((flawed.finding,))))
                continue
            for path in held or [place]:
                found = _opened(path, chosen=not held)
                if not isinstance(found, Report):
                    opened.callback(found.close)
                copies.append((str(path), found))
        several = [one for _, one in copies if not isinstance(one, Report)] if len(copies) > 1 else []
        others = [sealed for one in several if (sealed := peek(one)) is not None]
        return [
            (place, one if isinstance(one, Report) else check(one, expected, others, open_box)) for place, one in copies
        ]


def _opened(path: Path, *, chosen: bool) -> Members | Report:
    try:
        return open_copy(path, chosen=chosen)
    except Flawed as flawed:
        return Report((flawed.finding,))


def _opener() -> Opener:
    from lsl_desk.backup.box_reader import open_vouched

    return open_vouched


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lsl-verify",
        usage="lsl-verify CHEMIN… [--cle EMPREINTE] [--jury JURY] [--plancher N] "
        "[--code | --code-file FICHIER] [--json]",
        description="Vérifie un plan de secours, sans réseau.",
        formatter_class=_Help,
        add_help=False,
    )
    parser.add_argument("places", metavar="CHEMIN", nargs="*", help="dossier ou zip d’une copie, ou clé qui en a")
    parser.add_argument(
        "--cle", metavar="EMPREINTE", nargs="+", help="empreinte de la clé, lue sur la feuille de salle"
    )
    parser.add_argument("--jury", metavar="JURY", help="jury dont ce doit être la copie")
    parser.add_argument("--plancher", metavar="N", type=_version, help="plus petite version acceptée")
    code = parser.add_mutually_exclusive_group()
    code.add_argument("--code", action="store_true", help="demander le code du jury, et ouvrir jury.lsl")
    code.add_argument("--code-file", metavar="FICHIER", type=Path, help="lire le code du jury dans un fichier")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    parser.add_argument("-h", "--help", action="help", help="montrer cette aide")
    return parser


def _version(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= names.LAST_VERSION:
        raise ValueError
    return int(text)


def _key_and_places(words: Sequence[str], places: Sequence[str]) -> tuple[str | None, list[Path]]:
    """Take the groups of a key's print, with or without spaces between; what follows the last one are places."""
    digits, rest = "", list(words)
    while rest and len(digits) < 16:
        digits += re.sub(r"[\s\u00a0\u202f-]", "", rest.pop(0)).casefold()
    if words and not re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", digits):
        raise _Usage(
            "L’empreinte de la clé a 16 chiffres ou lettres de a à f, en quatre groupes\u00a0: "
            "relisez la feuille de salle."
        )
    found = [Path(os.path.abspath(place)) for place in (*places, *rest)]  # noqa: PTH100 - follows no link
    if not found:
        raise _Usage(
            "Dites quelle copie vérifier\u00a0: le dossier «\u00a0plan-de-secours-…\u00a0», son zip, ou la clé."
        )
    return (digits if words else None), found


def _code(options: argparse.Namespace) -> str | None:
    """Return the jury code, asked or read; never from the command line, which other people of the computer can see."""
    if options.code:
        import getpass

        try:
            return getpass.getpass("Code du jury\u00a0: ")
        except EOFError as error:
            raise _Usage("Aucun code n’a été donné\u00a0: tapez-le, ou employez --code-file.") from error
    if options.code_file is None:
        return None
    try:
        with options.code_file.open("rb") as stream:
            return str(stream.read(_LONGEST_CODE).decode("utf-8").strip())
    except (OSError, ValueError) as error:
        raise _Usage(
            f"Le fichier du code ne se laisse pas lire\u00a0: {options.code_file}. Vérifiez son nom."
        ) from error


def _say(line: str, stream: TextIO) -> None:
    """Print a line on whatever terminal it is: one that lacks our spaces or accents gets the nearest."""
    encoding = stream.encoding or "utf-8"
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        line = line.replace("\u202f", "\u00a0").replace("’", "'").replace("…", "...")
        line = line.encode(encoding, "replace").decode(encoding)
    print(line, file=stream)
