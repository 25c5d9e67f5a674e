# SPDX-License-Identifier: AGPL-3.0-or-later
"""A post of a room without server, as a process: its own sealed store, TLS on loopback, a board replayed at news."""

import sys
import time
from decimal import Decimal
from pathlib import Path
from queue import Queue

from bench.actor import serve
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.hall.halls import LocalHalls
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store.opening import create_store
from lsl_desk.client.hall.for_screens import ActsCame, HallNews
from lsl_desk.client.hall.hall import Hall
from lsl_desk.client.hall.values import PageTurn
from lsl_desk.client.link.boards import board_of
from lsl_desk.domain.acts import Author, DecisionTaken, LivretOpened, Role, Ruling
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat

J01, N0401 = JuryId("J01"), StudentNumber("0401")
_NONE = Digest("0" * 64)


class Post:
    """One store and its room.

    Args:
        folder: of its data, which is not there yet.
        role: of whoever acts.
        acts: that are in its journal before.
    """

    def __init__(self, folder: Path, role: str, acts: int) -> None:
        author, clock = Author(f"Poste {folder.name}", Role(role)), SystemClock()
        self.store = create_store(DataFolder(folder), "phrase de passe du banc", author, clock)
        candidate = Candidate(PvNumber("1"), N0401, "S", LivretFormat.PAPIER)
        with self.store.incoming() as incoming:
            incoming.commit(JuryFile(J01, "J01", 2018, 1, (candidate,), clock.now(), "dossier"), (), ())
        for _ in range(acts):
            self.store.record(J01, 1, LivretOpened(N0401, _NONE, "dossier"))
        self.link = self.store.link()
        halls = LocalHalls(self.link, near="127.0.0.1", port=0)
        self.hall = Hall(self.store.hall(), self.link, halls, clock, lambda: author)
        self.came: Queue[float] = Queue()
        self.turned: Queue[float] = Queue()
        self.hall.listen(self._hear)

    def open(self) -> dict[str, str]:
        """Open the room."""
        status = self.hall.open(J01)
        return {"address": status.addresses[0], "code": status.code}

    def join(self, address: str, code: str) -> int:
        """Enter it, and say when the acts that were there are here."""
        self.hall.join(J01, address, code)
        self.came.get(timeout=60)
        return len(self.link.waiting(J01))

    def decide(self) -> float:
        """Decide on somebody; when it began, in seconds of the machine's clock that only goes forward."""
        began = time.monotonic()
        self.store.record(J01, 1, DecisionTaken(N0401, Ruling.ADMIS, "", _NONE, Decimal(0), 0, ""))
        self.hall.acts_wait()
        return began

    def turn(self, page: int) -> float:
        """Turn the page for all; when it began."""
        began = time.monotonic()
        self.hall.turn_page(J01, N0401, page)
        return began

    def shown(self) -> float:
        """When the next acts were on the board of this post."""
        return self.came.get(timeout=60)

    def page(self) -> float:
        """When the next page was told here."""
        return self.turned.get(timeout=60)

    def close(self) -> bool:
        """Leave, and let go of the store."""
        self.hall.close()
        self.store.close()
        return True

    def _hear(self, news: HallNews) -> None:
        if isinstance(news, ActsCame):
            board_of(self.link, J01)
            self.came.put(time.monotonic())
        elif isinstance(news, PageTurn):
            self.turned.put(time.monotonic())


def main() -> None:
    """Answer until the input ends."""
    folder, role, acts = sys.argv[1:]
    post = Post(Path(folder), role, int(acts))
    serve({name: getattr(post, name) for name in ("open", "join", "decide", "turn", "shown", "page", "close")})


if __name__ == "__main__":
    main()
