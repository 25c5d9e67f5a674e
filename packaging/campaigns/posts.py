# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real Desk of the model campaign: its sealed store in a folder, its liaison over the wire, a clock that jumps."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from campaigns.wires import URL, Way, Wire
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.link import SealedLink
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import Author, Body, Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import CentreId, DeviceId, JuryId
from lsl_desk.wire.envelope import VerifyingKey
from tests.adapters.store.desks import CHEAP, PASSPHRASE
from tests.fakes.source import inspect_text


@dataclass
class Jumping:
    """A clock that goes wherever it is told."""

    time: datetime = datetime(2018, 7, 3, 7, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The time it shows."""
        return self.time


@dataclass
class DeskPost:
    """One Desk.

    Attributes:
        folder: where its sealed store is now; a crash moves it.
        author: who sits at it.
        account: of the academy.
        store: unlocked.
        link: its side of the link.
        liaison: what its screens use.
        clock: its own.
        floors: highest version of each jury's list that it ever had.
        lists: digest of each list it ever had, by jury and version.
        erased: it was withdrawn, and has erased its file.
        acts: identifiers that `record` said to be kept, in order.
    """

    folder: Path
    author: Author
    account: str
    store: SealedDesk = field(init=False)
    link: SealedLink = field(init=False)
    liaison: Liaison = field(init=False)
    clock: Jumping = field(default_factory=Jumping)
    floors: dict[str, int] = field(default_factory=dict)
    lists: dict[tuple[str, int], str] = field(default_factory=dict)
    erased: bool = False
    acts: list[str] = field(default_factory=list)

    @property
    def device(self) -> DeviceId:
        """Its name at the academy."""
        return VerifyingKey(self.link.public).id

    def open(self, wire: Wire) -> None:
        """Unlock the store and wire the rest."""
        self.store = opening.unlock(DataFolder(self.folder), PASSPHRASE, self.clock)
        self.link = self.store.link()
        self.liaison = Liaison(
            store=self.store,
            link=self.link,
            academies=Way(wire, self.link, self.clock),
            inspect_later=lambda data: lambda: inspect_text(data),
            clock=self.clock,
            take_seat=self.store.take_seat,
            erase=self._erase,
            ticks=lambda: 0.0,
            chance=Random(0),  # noqa: S311 - pauses
        )

    def pin(self, key: bytes) -> None:
        """Keep whose server it is; the six digits have tests of their own."""
        role = self.author.role
        self.link.pin(PinnedAcademy(URL, "Académie inventée", key, self.author.name, role, CentreId("0750001Z")))

    def do(self, jury: str, body: Body) -> None:
        """A person does something."""
        self.acts.append(self.store.record(JuryId(jury), max(1, self.floors.get(jury, 1)), body).act)

    def contact(self) -> list[Refusal]:
        """Send what waits and fetch what is new; returns what went wrong."""
        problems: list[Refusal] = []
        try:
            report = self.liaison.send()
            if not report.revoked:
                problems += self.liaison.sync().failed.values()
        except Refusal as refusal:
            problems.append(refusal)
        return problems

    def crash(self, to: Path, wire: Wire) -> None:
        """End as kill -9 would: what is on the disk at this instant is all there is after."""
        shutil.copytree(self.folder, to)
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder = to
        self.open(wire)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def jump(self, seconds: float) -> None:
        """Move its clock, forward or back."""
        self.clock.time += timedelta(seconds=seconds)

    def _erase(self) -> None:
        self.erased = True
        self.store.close()


class Templates:
    """Stores made once and copied for each example: making one costs more than all that an example does with it."""

    def __init__(self, folder: Path) -> None:
        """Take a folder to make them in."""
        self._folder = folder

    def desk(self, serial: int, to: Path, role: Role, account: str) -> DeskPost:
        """A Desk nobody used, the serial-th; each has a key of its own."""
        author = Author(f"Personne inventée {serial}", role)
        made = self._folder / f"{serial}-{role.value}"
        if not made.exists():
            opening.create_store(DataFolder(made), PASSPHRASE, author, Jumping(), cost=CHEAP).close()
        shutil.copytree(made, to)
        return DeskPost(to, author, account)
