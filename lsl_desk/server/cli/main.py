# SPDX-License-Identifier: AGPL-3.0-or-later
"""``lsl-server``: makes, fills and serves an academy.

Exit codes as `lsl_desk.cli`: 0 done, 2 the input is refused (one French sentence on stderr), 1 our fault.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from lsl_desk import __version__
from lsl_desk.domain.errors import Refusal
from lsl_desk.french_commands import FrenchParser
from lsl_desk.sentences import sentence
from lsl_desk.server.cli import cases, demo, importing, posts, publishing, retention, serving, visas

DONE, OUR_FAULT, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return cast("Callable[[argparse.Namespace], int]", options.run)(options)
    except Refusal as refusal:
        print(sentence(refusal), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the last resort: a person is told where, and no value
        print(f"Panne du serveur ({type(fault).__name__})\u00a0: rien de plus n’a été fait.", file=sys.stderr)
        return OUR_FAULT


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="lsl-server", description="Le serveur de l’académie.")
    parser.add_argument("--version", action="version", version=f"lsl-server {__version__}", help="montrer la version")
    parser.add_argument("--config", type=Path, metavar="FICHIER", help="fichier de réglages (TOML)")
    commands = parser.add_subparsers(metavar="COMMANDE", required=True)
    for part in (serving, importing, publishing, posts, visas, cases, demo, retention):
        part.add_commands(commands)
    return parser
