# SPDX-License-Identifier: AGPL-3.0-or-later
"""``demo``: the invented academy, made if it is not there, and served on this machine."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lsl_desk.server.cli.serving import serve
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser
    from lsl_desk.server.services.academy import Academy
    from lsl_desk.server.services.demo import DemoAccess


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add it."""
    demo = commands.add_parser("demo", help="servir une académie inventée")
    demo.add_argument("--folder", type=Path, metavar="DOSSIER", help="où faire le centre inventé")
    demo.add_argument("--juries", type=int, default=5, choices=range(1, 6), metavar="N", help="combien de jurys")
    demo.add_argument("--no-serve", action="store_true", help="le faire, sans servir")
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    from lsl_desk.demo.centre import JURIES, SEED, generate
    from lsl_desk.demo.registers import help_phone
    from lsl_desk.domain.phone import french_phone
    from lsl_desk.server.services.demo import fill

    settings = Settings.load(options.config)
    folder = options.folder or settings.data / "centre"
    centre = generate(folder, seed=SEED, juries=options.juries or JURIES, report=_progress("livrets inventés"))
    phone = settings.help_phone or french_phone(help_phone())
    settings = settings.model_copy(update={"session": centre.plan.session, "help_phone": phone})
    academy = _academy(settings)
    try:
        access = fill(academy, centre, datetime.now(UTC).date(), _progress("livrets reçus"))
    finally:
        academy.database.close()
    _say(access)
    return 0 if options.no_serve else serve(settings)


def _academy(settings: Settings) -> "Academy":
    from lsl_desk.domain.errors import Code, Refusal
    from lsl_desk.server.services.academy import create_academy, open_academy
    from lsl_desk.server.services.demo import NAME

    try:
        return open_academy(settings)
    except Refusal as refusal:
        if refusal.code is not Code.STORE_MISSING:
            raise
        return create_academy(settings, NAME)


def _say(access: "DemoAccess") -> None:
    for login, code in access.codes.items():
        print(f"{login}\u00a0: code de première connexion {code}")


class _progress:  # noqa: N801 - called as a function
    """Progress on one line of a terminal, silent elsewhere."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{self._words} {done} / {total}", end="\n" if done == total else "", file=sys.stderr)
