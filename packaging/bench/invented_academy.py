# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy for the benches: juries of livrets that are chance, posts enrolled, and the real server over it."""

import os
import random
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pydantic import SecretStr
from sqlalchemy import insert

from bench.actor import ROOT, environment_of
from lsl_desk.domain.acts import NO_PREVIOUS
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.server.cli.serving import READY
from lsl_desk.server.db import schema
from lsl_desk.server.db.juries import checks_text
from lsl_desk.server.services import juries as publishing
from lsl_desk.server.services.academy import create_academy
from lsl_desk.server.settings import Settings
from lsl_desk.wire.strict import moment_text

CENTRE = "0750001Z"
JURY = 80
"""Livrets of a jury."""
_HEAVY = 10
"""One livret in so many is a scan."""


@dataclass(frozen=True, slots=True)
class Served:
    """One process of the server.

    Attributes:
        url: its address.
        pid: its process.
    """

    url: str
    pid: int


@dataclass(frozen=True, slots=True)
class Invented:
    """An academy on disk.

    Attributes:
        settings: what it was made with.
        key: its public key, 32 bytes.
        juries: its juries, in order.
        livrets: the files of all livrets, in the order of the juries.
        size: their bytes.
    """

    settings: Settings
    key: bytes
    juries: tuple[JuryId, ...]
    livrets: tuple[Path, ...]
    size: int

    @classmethod
    def make(cls, folder: Path, livrets: int, *, juries: int = 0, database: str = "") -> Self:
        """Make one.

        Args:
            folder: where; new.
            livrets: how many in all, `JURY` a jury.
            juries: how many at least, the last of them with candidates and no livret.
            database: address of an empty PostgreSQL database, "" for SQLite in the folder.
        """
        settings = Settings(data=folder, database_url=SecretStr(database), port=0)
        academy = create_academy(settings, "Académie du banc d’essai")
        draw = random.Random(livrets)  # noqa: S311 - nothing is secret
        names = [JuryId(f"J{number:04}") for number in range(1, max(juries, -(-livrets // JURY)) + 1)]
        rows: dict[str, list[dict[str, Any]]] = {"jury": [], "livret": [], "candidate": [], "mark": []}
        files: list[Path] = []
        for place, jury in enumerate(names):
            rows["jury"].append({"id": jury, "centre": CENTRE, "label": f"Jury {jury}", "serie": "ES"})
            left = min(JURY, livrets - place * JURY)
            for rank in range(1, max(left, 4) + 1):
                livret = _livret(settings.livrets, draw) if rank <= left else None
                rows["candidate"].append(_candidate(jury, rank, livret))
                rows["mark"].append(_mark(jury, rank))
                if livret is not None:
                    files.append(livret)
                    rows["livret"].append({"digest": livret.name, "size": livret.stat().st_size, "pages": 2})
        with academy.database.writing() as connection:
            connection.execute(insert(schema.centre).values(id=CENTRE, name="Lycée inventé"))
            for table, values in rows.items():
                if values:
                    connection.execute(insert(schema.metadata.tables[table]), values)
        publishing.publish(academy)
        academy.database.close()
        size = sum(path.stat().st_size for path in files)
        return cls(settings, academy.key.public.raw, tuple(names), tuple(files), size)

    def enrol(self, posts: Mapping[str, bytes], juries: Mapping[str, Sequence[JuryId]] | None = None) -> dict[str, str]:
        """Enrol posts as an approved enrolment would.

        Args:
            posts: identifier → public key of each.
            juries: of which each is president; without, each is the centre's head and has all of them.

        Returns:
            identifier → a token of each, for fifteen minutes.
        """
        from lsl_desk.server.db.engine import Database  # noqa: PLC0415 - the server's own way to its tables

        now = datetime.now(UTC)
        tokens = {post: secrets.token_urlsafe(32) for post in posts}
        rows: dict[str, list[dict[str, Any]]] = {"account": [], "seat": [], "device": [], "token": []}
        for post, public in posts.items():
            account = uuid.uuid4().hex
            role = "chef_de_centre" if juries is None else "president"
            person = {"id": account, "login": account, "name": "Personne inventée", "role": role, "centre": CENTRE}
            rows["account"].append({**person, "state": "active", "created": moment_text(now)})
            seats = () if juries is None else juries[post]
            rows["seat"] += [{"jury": jury, "account": account, "role": role} for jury in seats]
            device = {"id": post, "public": public, "label": "poste", "account": account, "reason": ""}
            chain = {"state": "active", "enrolled": moment_text(now), "sequence": 0, "head": NO_PREVIOUS}
            rows["device"].append({**device, **chain})
            digest, expires = sha256(tokens[post].encode()).hexdigest(), moment_text(now + timedelta(minutes=15))
            rows["token"].append({"digest": digest, "device": post, "expires": expires})
        database = Database(self.settings.database)
        try:
            with database.writing() as connection:
                for table, values in rows.items():
                    if values:
                        connection.execute(insert(schema.metadata.tables[table]), values)
        finally:
            database.close()
        return tokens

    @contextmanager
    def served(self, env: Mapping[str, str], workers: int = 1) -> Iterator[tuple[Served, ...]]:
        """Serve it by the ordinary command, in one process or more, each at a port of its own as behind a proxy."""
        with ExitStack() as stack:
            yield tuple(stack.enter_context(self._one(env)) for _ in range(workers))

    @contextmanager
    def _one(self, env: Mapping[str, str]) -> Iterator[Served]:
        own = {
            "LSL_SERVER_DATA": str(self.settings.data),
            "LSL_SERVER_DATABASE_URL": self.settings.database_url.get_secret_value(),
            "LSL_SERVER_PORT": "0",
            "PYTHONIOENCODING": "utf-8",
        }
        command = [sys.executable, "-P", "-m", "lsl_desk.server", "serve"]
        with (
            (self.settings.data / f"serve-{secrets.token_hex(4)}.log").open("wb") as log,
            subprocess.Popen(
                command, cwd=ROOT, env=environment_of(env) | own, stdout=subprocess.PIPE, stderr=log, text=True
            ) as process,
        ):
            try:
                said = process.stdout.readline() if process.stdout is not None else ""
                if not said.startswith(READY):
                    raise RuntimeError(f"the server did not start: « {said.strip()} », see {os.fspath(log.name)}")
                yield Served(said.split()[1], process.pid)
            finally:
                process.terminate()


def _livret(folder: Path, draw: random.Random) -> Path:
    """A file as heavy as a livret, 0.3 MB at the median, where the server keeps it."""
    heavy = draw.randrange(_HEAVY) == 0
    size = draw.randrange(800_000, 1_600_000) if heavy else draw.randrange(150_000, 450_000)
    data = b"%PDF-1.7\n" + draw.randbytes(size)
    digest = sha256(data).hexdigest()
    path = folder / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _candidate(jury: JuryId, rank: int, livret: Path | None) -> dict[str, Any]:
    pages = checks_text((PageCheck(NumberCheck.MATCH),) * 2)
    blank = {"serie": "ES", "format": "numerique", "reason": "", "cyclades": ""}
    digest = None if livret is None else livret.name
    kept = {"digest": digest, "pages": None if livret is None else pages}
    return {"jury": jury, "number": f"{rank:04}", "rank": rank, "pv": str(rank), **blank, **kept}


def _mark(jury: JuryId, rank: int) -> dict[str, Any]:
    return {"jury": jury, "number": f"{rank:04}", "exam": "PHILO", "rank": 1, "coefficient": "4", "value": "9"}
