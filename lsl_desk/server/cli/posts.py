# SPDX-License-Identifier: AGPL-3.0-or-later
"""``account``, ``posts``, ``approve``, ``revoke``: people and posts, from a terminal of the server itself.

Whoever has that terminal has the academy's key: these commands ask for no password, and the audit says « command ».
"""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser
    from lsl_desk.server.services.academy import Academy

_COMMAND = Actor(Kind.PERSON, AccountRole.ADMINISTRATEUR)


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add them."""
    account = commands.add_parser("account", help="ouvrir un compte, et donner son code de première connexion")
    account.add_argument("login", metavar="IDENTIFIANT")
    account.add_argument("--name", required=True, metavar="NOM")
    account.add_argument("--role", required=True, choices=[role.value for role in AccountRole], metavar="QUALITÉ")
    account.add_argument("--centre", metavar="UAI", help="le centre de qui siège à un poste")
    account.add_argument("--school", metavar="UAI", help="l’établissement d’origine de son chef")
    account.set_defaults(run=_with_academy(_account))
    code = commands.add_parser("code", help="donner un nouveau code de première connexion")
    code.add_argument("login", metavar="IDENTIFIANT")
    code.set_defaults(run=_with_academy(_code))
    posts = commands.add_parser("posts", help="les postes reliés, et ceux qui demandent à l’être")
    posts.set_defaults(run=_with_academy(_posts))
    approve = commands.add_parser("approve", help="relier le poste qui montre ces six chiffres")
    approve.add_argument("digits", metavar="CHIFFRES")
    approve.add_argument("--login", required=True, metavar="IDENTIFIANT", help="la personne à qui est le poste")
    approve.set_defaults(run=_with_academy(_approve))
    revoke = commands.add_parser("revoke", help="retirer un poste")
    revoke.add_argument("device", metavar="POSTE", help="son identifiant, ou le début")
    revoke.add_argument("--reason", required=True, metavar="RAISON")
    revoke.set_defaults(run=_with_academy(_revoke))


def _with_academy(
    run: "Callable[[Academy, argparse.Namespace], None]",
) -> Callable[[argparse.Namespace], int]:
    """Open the academy around a command."""

    def opened(options: argparse.Namespace) -> int:
        from lsl_desk.server.services.academy import open_academy

        academy = open_academy(Settings.load(options.config))
        try:
            run(academy, options)
        finally:
            academy.database.close()
        return 0

    return opened


def _account(academy: "Academy", options: argparse.Namespace) -> None:
    from lsl_desk.server.services.accounts import create

    opened = academy.database.write(
        lambda connection: create(
            connection,
            login=options.login,
            name=options.name,
            role=AccountRole(options.role),
            centre=options.centre,
            school=options.school,
            by="",
            now=academy.clock(),
        )
    )
    print(f"{opened.login}\u00a0: code de première connexion {opened.code}, à remettre en main propre.")


def _code(academy: "Academy", options: argparse.Namespace) -> None:
    from lsl_desk.server.services.accounts import renew_code

    owner = _owner(academy, options.login)
    opened = academy.database.write(lambda connection: renew_code(connection, owner, by="", now=academy.clock()))
    print(f"{opened.login}\u00a0: code de première connexion {opened.code}, à remettre en main propre.")


def _posts(academy: "Academy", _options: argparse.Namespace) -> None:
    from lsl_desk.server.db import devices
    from lsl_desk.server.services.enrolling import pending

    with academy.database.reading() as connection:
        asked = pending(connection, academy.key.public.raw, academy.clock())
        linked = devices.devices(connection)
    for one in asked:
        print(f"demande\u00a0: «\u00a0{one.label}\u00a0» montre {one.digits or 'encore aucun chiffre'}")
    for post in linked:
        state = "relié" if post.state == "active" else f"retiré ({post.reason})"
        print(f"{post.id[:12]}  {post.label}, {post.role} de {post.centre or 'l’académie'}\u00a0: {state}")


def _approve(academy: "Academy", options: argparse.Namespace) -> None:
    from lsl_desk.server.services.enrolling import approve, pending

    digits = "".join(char for char in options.digits if char.isdigit())
    with academy.database.reading() as connection:
        asked = [one for one in pending(connection, academy.key.public.raw, academy.clock()) if one.digits == digits]
    if len(asked) != 1:
        raise Refusal(Code.NOT_FOUND)
    owner = _owner(academy, options.login)
    device = academy.database.write(
        lambda connection: approve(connection, asked[0].id, owner=owner, by=_COMMAND, now=academy.clock())
    )
    print(f"Poste relié\u00a0: {device[:12]}")


def _revoke(academy: "Academy", options: argparse.Namespace) -> None:
    from lsl_desk.server.db import devices
    from lsl_desk.server.services.proving import revoke

    with academy.database.reading() as connection:
        found = [one.id for one in devices.devices(connection) if one.id.startswith(options.device)]
    if len(found) != 1:
        raise Refusal(Code.NOT_FOUND)
    academy.database.write(
        lambda connection: revoke(connection, found[0], reason=options.reason, by=_COMMAND, now=academy.clock())
    )
    print(f"Poste retiré\u00a0: {found[0][:12]}")


def _owner(academy: "Academy", login: str) -> str:
    from lsl_desk.server.db import people
    from lsl_desk.server.services.accounts import fold_login

    with academy.database.reading() as connection:
        row = people.by_login(connection, fold_login(login))
    if row is None:
        raise Refusal(Code.ACCOUNT_UNKNOWN)
    return row.id
