# SPDX-License-Identifier: AGPL-3.0-or-later
"""``lsl-server``: the academy's commands. Exit codes as `lsl_desk.cli`: 0 done, 2 refused, 1 our fault."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from lsl_desk.domain.errors import Refusal
from lsl_desk.server.app import create_app
from lsl_desk.server.logs import to_stderr
from lsl_desk.server.services.academy import create_academy, open_academy
from lsl_desk.server.settings import Settings

DONE, REFUSED = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.load(options.config)
        if options.command == "init":
            create_academy(settings, options.name).database.close()
        else:
            serve(settings)
    except Refusal as refusal:
        print(f"refusé\u00a0: {refusal.code.value}", file=sys.stderr)
        return REFUSED
    return DONE


def serve(settings: Settings) -> None:
    """Serve the academy until the process is told to stop."""
    to_stderr()
    academy = open_academy(settings)
    try:
        app = create_app(academy, settings)
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_graceful_shutdown=5,
        )
    finally:
        academy.database.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lsl-server", description="Le serveur de l’académie.")
    parser.add_argument("--config", type=Path, help="fichier de réglages (TOML)")
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", help="créer l’académie")
    init.add_argument("--name", required=True, help="son nom")
    commands.add_parser("serve", help="la servir")
    return parser
