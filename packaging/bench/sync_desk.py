# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Desk in a process of its own: its real store, its real link. It syncs, sends and follows when asked."""

import shutil
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.actor import serve
from bench.figures import milliseconds
from bench.store import AUTHOR, PASSPHRASE
from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store.opening import create_store
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.client.link.values import PinnedAcademy, SyncReport
from lsl_desk.domain.acts import LivretRead, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.pages import Inspection

if TYPE_CHECKING:
    from lsl_desk.adapters.store.desk_store import SealedDesk
    from lsl_desk.adapters.store.link import SealedLink


class Post:
    """One Desk, made anew as often as wanted."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._store: SealedDesk | None = None
        self._link: SealedLink | None = None
        self._liaison: Liaison | None = None

    def new(self) -> str:
        """Make a new store; returns the public key of the post."""
        self.gone()
        self._store = create_store(DataFolder(self._root), PASSPHRASE, AUTHOR, SystemClock())
        self._link = self._store.link()
        return b64encode(self._link.public).decode()

    def pin(self, url: str, key: str) -> None:
        """Enrol it, as far as the Desk goes, and have its parts loaded."""
        store, link = self._store, self._link
        assert store is not None
        assert link is not None
        link.pin(PinnedAcademy(url, "Académie", b64decode(key), "Poste", Role.PRESIDENT, CentreId("0750001Z")))
        self._liaison = Liaison(
            store=store,
            link=link,
            academies=HttpAcademies(link, SystemClock()),
            inspect_later=_never,
            clock=SystemClock(),
            take_seat=store.take_seat,
            erase=self.gone,
        )
        self._liaison._opened().device()  # noqa: SLF001 - the lane that follows has done as much when somebody syncs

    def sync(self) -> dict[str, float]:
        """Bring all juries: milliseconds, livrets fetched, livrets missing."""
        reports: list[SyncReport] = []
        took = milliseconds(lambda: reports.append(self._linked.sync()))
        (report,) = reports
        assert not report.failed, report.failed
        done = report.done
        return {
            "ms": took,
            "fetched": sum(one.fetched for one in done),
            "missing": sum(len(one.missing) for one in done),
        }

    def act(self, jury: str, number: str, count: int) -> float:
        """Record acts; returns the milliseconds that took."""
        store = self._store
        assert store is not None
        read = LivretRead(StudentNumber(number), Digest("a" * 64), ("1.0",), "académie")
        return milliseconds(lambda: [store.record(JuryId(jury), 1, read) for _ in range(count)])

    def send(self) -> int:
        """Send what waits; returns how many acts were receipted."""
        report = self._linked.send()
        assert not report.left, report
        return report.sent

    def pull(self, jury: str) -> int:
        """Take a jury's acts from the academy; returns how many are held."""
        link = self._link
        assert link is not None
        self._linked._pull(self._linked._opened(), JuryId(jury))  # noqa: SLF001 - what `follow` does at an event
        return link.feed_head(JuryId(jury)).sequence

    def gone(self) -> None:
        """Close and remove it."""
        if self._liaison is not None:
            self._liaison.close()
        if self._store is not None:
            self._store.close()
            shutil.rmtree(self._root)
        self._store = self._link = self._liaison = None

    @property
    def _linked(self) -> Liaison:
        assert self._liaison is not None
        return self._liaison


def _never(_data: bytes) -> Callable[[], Inspection]:
    raise AssertionError("the bench reads no page")


if __name__ == "__main__":
    post = Post(Path(sys.argv[1]))
    serve(
        {
            "new": post.new,
            "pin": post.pin,
            "sync": post.sync,
            "act": post.act,
            "send": post.send,
            "pull": post.pull,
            "gone": post.gone,
        }
    )
