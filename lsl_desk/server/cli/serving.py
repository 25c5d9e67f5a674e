# SPDX-License-Identifier: AGPL-3.0-or-later
"""``init`` and ``serve``."""

import argparse
import socket
from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.settings import Settings

if TYPE_CHECKING:
    from lsl_desk.french_commands import FrenchParser

READY = "prêt"
"""First word of the line printed once the server listens; the address comes after it."""


def add_commands(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    """Add them."""
    init = commands.add_parser("init", help="créer l’académie")
    init.add_argument("--name", required=True, metavar="NOM", help="le nom de l’académie")
    init.set_defaults(run=_init)
    serving = commands.add_parser("serve", help="servir l’académie")
    serving.set_defaults(run=lambda options: serve(Settings.load(options.config)))


def _init(options: argparse.Namespace) -> int:
    from lsl_desk.server.services.academy import create_academy

    settings = Settings.load(options.config)
    academy = create_academy(settings, options.name)
    academy.database.close()
    print(f"Académie «\u00a0{academy.name}\u00a0», session {academy.session}, dans {settings.data}")
    print(f"Empreinte de sa clé\u00a0: {academy.key.public.id}")
    return 0


def serve(settings: Settings) -> int:
    """Serve the academy until the process is told to stop; says its address once it listens."""
    import uvicorn

    from lsl_desk.server.app import create_app
    from lsl_desk.server.logs import to_stderr
    from lsl_desk.server.services.academy import open_academy

    to_stderr()
    academy = open_academy(settings)
    try:
        with _listening(settings) as listener:
            host, port = listener.getsockname()[:2]
            print(f"{READY} http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
            config = uvicorn.Config(
                create_app(academy, settings),
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=settings.trusted_proxies or None,
                timeout_graceful_shutdown=5,
            )
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        academy.database.close()
    return 0


def _listening(settings: Settings) -> socket.socket:
    try:
        listener = socket.create_server((settings.host, settings.port), backlog=2048)
    except OSError as error:
        raise Refusal(Code.ADDRESS_TAKEN, host=settings.host, port=settings.port) from error
    # What is accepted inherits it. asyncio sets it only on sockets that say their protocol, which these do not, and an
    # answer then waits 40 ms between its head and its body for the other side to acknowledge (Nagle, RFC 896).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
