# SPDX-License-Identifier: AGPL-3.0-or-later
"""`lsl-verify`: checks copies, visas, a PV, a journal, the file of a case, a state sheet, an erasure, exported acts.

Offline, and with nothing of the product but this package.

Exit codes: 0 intact and theirs (the key was compared, or the code vouched); 3 intact, but nobody compared; 1 refused;
2 the command line is not understood; 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, cast

from lsl_desk.backup import names
from lsl_desk.backup.check import Expected, Opener, Report, check, peek
from lsl_desk.backup.dsse import is_key, key_id
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.places import copies_in, open_copy
from lsl_desk.backup.proofs.kinds import kind_at
from lsl_desk.backup.speech import answer, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lsl_desk.backup.members import Members
    from lsl_desk.backup.proofs.report import Noted, Proof

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
    noted, rest = _noted_and_places(options.mots or [])
    key, places = _key_and_places(options.cle or [], [*rest, *options.places])
    code = _code(options)
    proofs, copies = _told_apart(places, options.jury, key, noted)
    expected = Expected(options.jury, options.plancher, key, code)
    reports = verify(copies, expected, _opener() if code is not None else None)
    if noted is not None and not proofs:
        raise _Usage("Les mots se comparent à un PV\u00a0: donnez le PV, ou le dossier d’un candidat.")
    if options.json:
        print(json.dumps(_answer(reports, proofs), indent=1))
    else:
        for line in chain(lines(reports), _proof_lines(proofs)):
            _say(line, sys.stdout)
    sys.stdout.flush()
    found: list[Report | Proof] = [*(one for _, one in reports), *(one for _, one in proofs)]
    if not all(one.intact for one in found):
        return REFUSED
    return SETTLED if all(one.settled for one in found) else UNCOMPARED


def _told_apart(
    places: Sequence[Path], jury: str | None, key: str | None, noted: Noted | None
) -> tuple[list[tuple[str, Proof]], list[Path]]:
    """Return the proofs among the places, checked, and the places that are copies or hold some."""
    kinds = [(place, kind_at(place)) for place in places]
    copies = [place for place, kind in kinds if kind is None]
    if len(copies) == len(places):
        return [], copies
    from lsl_desk.backup.proofs.opening import check_at
    from lsl_desk.backup.proofs.report import Known
    from lsl_desk.backup.proofs.visas import compare_envelopes

    known = Known(jury, key, noted)
    proofs = [(str(place), check_at(place, kind, known)) for place, kind in kinds if kind is not None]
    compare_envelopes(one for _, one in proofs)
    return proofs, copies


def _proof_lines(proofs: Sequence[tuple[str, Proof]]) -> Iterator[str]:
    if proofs:
        from lsl_desk.backup.proofs.speech import lines as said

        yield from said(proofs)


def _answer(reports: Sequence[tuple[str, Report]], proofs: Sequence[tuple[str, Proof]]) -> dict[str, object]:
    if not proofs:
        return answer(reports)
    from lsl_desk.backup.proofs.speech import answer as proof_answer

    if not reports:
        return proof_answer(proofs)
    both = answer(reports), proof_answer(proofs)
    findings = [one for told in both for one in cast("list[object]", told["findings"])]
    sure = {name: all(told[name] for told in both) for name in ("ok", "settled")}
    return {**both[0], **both[1], **sure, "kind": "divers", "findings": findings}


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
        usage="lsl-verify CHEMIN… [--cle EMPREINTE] [--mots MOTS] [--jury JURY] [--plancher N] "
        "[--code | --code-file FICHIER] [--json]",
        description="Vérifie sans réseau plan de secours, visas, PV, journal, dossier d’un candidat, feuille d’état, "
        "certificat d’effacement, actes exportés.",
        formatter_class=_Help,
        add_help=False,
    )
    parser.add_argument("places", metavar="CHEMIN", nargs="*", help="ce qu’il faut vérifier, ou clé qui a des copies")
    parser.add_argument(
        "--cle",
        "--key",
        metavar="EMPREINTE",
        nargs="+",
        help="empreinte de la clé, lue sur la feuille de salle ou donnée par l’académie, ou fichier de la clé",
    )
    parser.add_argument(
        "--mots",
        "--words",
        metavar="MOTS",
        nargs="+",
        help="les huit mots notés sur le PV papier, ou la ligne de son QR",
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
    """Take the groups of a key's print, with or without spaces between, or its file; what follows are places."""
    digits, rest = "", list(words)
    if rest and not re.fullmatch(r"[0-9A-Fa-f\s\u00a0\u202f-]+", rest[0]):
        digits = _key_in(Path(rest.pop(0)))
    while rest and len(digits) < 16:
        digits += re.sub(r"[\s\u00a0\u202f-]", "", rest.pop(0)).casefold()
    if words and not re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", digits):
        raise _Usage(
            "L’empreinte de la clé a 16 chiffres ou lettres de a à f, en quatre groupes\u00a0: "
            "relisez la feuille de salle, ou donnez le fichier de la clé."
        )
    found = [Path(os.path.abspath(place)) for place in (*places, *rest)]  # noqa: PTH100 - follows no link
    if not found:
        raise _Usage(
            "Dites que vérifier\u00a0: le dossier «\u00a0plan-de-secours-…\u00a0», son zip, la clé, "
            "un PV, des visas, ou le dossier d’un candidat."
        )
    return (digits if words else None), found


def _key_in(path: Path) -> str:
    """Return the print of the public key in a file: its 32 bytes, or 64 hexadecimal digits; "" when it is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_LONGEST_CODE)
    except (OSError, ValueError):
        return ""
    key = data.hex() if len(data) == 32 else data.decode("ascii", "replace").strip().casefold()
    return key_id(key) if is_key(key) else ""


def _noted_and_places(words: Sequence[str]) -> tuple[Noted | None, list[str]]:
    """Take the eight words noted on a paper PV, in one text or several, or the line of its QR; the rest are places."""
    if not words:
        return None, []
    from lsl_desk.backup.proofs.report import Noted
    from lsl_desk.backup.pv_words import pv_words, pv_words_meant, read_pv_line

    for count in range(1, len(words) + 1):
        typed = " ".join(words[:count])
        line = read_pv_line(typed)
        meant = pv_words_meant(typed) if line is None else pv_words(line.pv)
        if meant is not None:
            return Noted(meant, line), list(words[count:])
    raise _Usage("Les mots notés sur le PV sont huit, de la liste de LSL Desk\u00a0: relisez le papier.")


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
