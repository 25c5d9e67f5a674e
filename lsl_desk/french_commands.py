# SPDX-License-Identifier: AGPL-3.0-or-later
"""A command line whose own words are French: its help, and its one refusal."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

REFUSED = 2
"""Exit code of a command line that is not understood."""


class FrenchHelp(argparse.HelpFormatter):
    """Help whose own words are French too."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Say « utilisation » where argparse says "usage"."""
        super().add_usage(usage, actions, groups, "utilisation\u00a0: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Name the parts in French."""
        super().start_section({"positional arguments": "à donner"}.get(heading or "", heading))


class FrenchParser(argparse.ArgumentParser):
    """A parser whose refusals are one French sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, formatter_class=FrenchHelp, add_help=False)
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        """Refuse the command line; argparse's own English message would name our internals."""
        del message
        print(f"Commande incomplète ou inconnue : voyez « {self.prog} --help ».", file=sys.stderr)
        sys.exit(REFUSED)
