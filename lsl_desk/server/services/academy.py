# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy itself: its name, its key, its database and files. Made once by ``init``, opened by every command."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lsl_desk.atomic_file import replace_file
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.manifest import PARIS
from lsl_desk.server.db import academy as rows
from lsl_desk.server.db.engine import Database
from lsl_desk.server.db.migrate import migrate
from lsl_desk.server.files.livrets import LivretFiles
from lsl_desk.server.files.opening import open_files
from lsl_desk.server.services.notices import Notices
from lsl_desk.server.settings import Settings
from lsl_desk.wire.envelope import SigningKey


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Academy:
    """An academy that is open.

    Attributes:
        name: as people know it.
        session: year.
        key: signs manifests and receipts; Desks pin its public half.
        database: its tables.
        files: its livrets.
        clock: now, in UTC.
        notices: who follows which juries.
        zone: in which its papers tell hours.
    """

    name: str
    session: int
    key: SigningKey
    database: Database
    files: LivretFiles
    clock: Callable[[], datetime] = field(default=system_clock)
    notices: Notices = field(default_factory=Notices)
    zone: str = PARIS


def create_academy(settings: Settings, name: str) -> Academy:
    """Make an academy: its folder, its key, its tables.

    Raises:
        Refusal: STORE_EXISTS, there is one.
        OSError: the folder or the key cannot be written.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate(database)
    with database.writing() as connection:
        if rows.find(connection) is not None:
            raise Refusal(Code.STORE_EXISTS)
        kept = settings.key_path.exists()  # `init` was cut after it
        key = _read_key(settings.key_path) if kept else SigningKey.generate()
        rows.create(connection, name=name, session=settings.session, public=key.public.raw, now=system_clock())
        if not kept:  # by who has the row: of two `init` at once the other one waited there
            replace_file(settings.key_path, key.raw)
    return Academy(name, settings.session, key, database, open_files(settings), zone=settings.timezone)


def open_academy(settings: Settings) -> Academy:
    """Open the academy there is, its tables brought to this version.

    Raises:
        Refusal: STORE_MISSING, there is none; STORE_NEWER; STORE_DAMAGED, its key is not the one of its tables.
    """
    if not settings.database_url.get_secret_value() and not settings.data.is_dir():
        raise Refusal(Code.STORE_MISSING)
    database = Database(settings.database)
    migrate(database)
    with database.reading() as connection:
        row = rows.find(connection)
    if row is None:
        raise Refusal(Code.STORE_MISSING)
    key = _read_key(settings.key_path)
    if key.public.raw != row.public:
        raise Refusal(Code.STORE_DAMAGED, detail="key")
    return Academy(row.name, row.session, key, database, open_files(settings), zone=settings.timezone)


def _read_key(path: Path) -> SigningKey:
    try:
        return SigningKey(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal(Code.STORE_DAMAGED, detail="key") from error
