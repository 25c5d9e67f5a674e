# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies made by processes that are killed, and what is left of them."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from lsl_desk.adapters.copies import disk
from lsl_desk.adapters.copies.maker import LocalCopies
from lsl_desk.backup import box_reader, places
from lsl_desk.backup.check import Expected, check
from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.names import read_name
from lsl_desk.backup.sealed_box import Cost
from lsl_desk.client.progress import silent
from lsl_desk.pdf.document import PdfCaps
from lsl_desk.pdf.lock import Lock
from lsl_desk.pdf.protection import protect
from tests.adapters.copies.centre import CODE, J01, MovingClock
from tests.adapters.store.desks import Livret, bring_in, make, reopen
from tests.builders import livret_pdf

NUMBERS = ("0417", "0418", "0421")


class InProcess:
    """Closes livrets where it stands: a child that lives a tenth of a second starts no workers."""

    def closing(self, code: str, short: str) -> Callable[[bytes], Callable[[], bytes]]:
        lock = Lock(code, short)
        return lambda data: lambda: protect(data, PdfCaps(), lock.closed(), code)


def prepare(root: Path) -> Path:
    """A store with a jury, and an empty key beside it, which is returned."""
    desk = make(root / "desk")
    bring_in(desk, "J01", [Livret(number, livret_pdf(number, 2), ("texte",)) for number in NUMBERS])
    desk.keep_note(f"secours.code.{J01}", CODE)
    desk.close()
    (root / "key").mkdir()
    return root / "key"


def copy(root: Path, ack: Callable[[object], None]) -> None:
    """Make copy after copy, as a folder and as a zip by turns."""
    desk = reopen(root / "desk")
    copies = LocalCopies(desk, desk.link(), InProcess(), MovingClock())
    copies.cost = Cost(64, 1, 1)
    for version in count(newest(root / "key") + 1):
        copies.make(J01, version, str(root / "key"), archive=version % 2 == 0, report=silent)
        ack(f"copy {version}")


def copy_named_early(root: Path, ack: Callable[[object], None]) -> None:
    """The same on a build broken on purpose: what is being written bears the name of a copy."""
    disk.hidden = lambda path: path
    copy(root, ack)


def newest(key: Path) -> int:
    """The highest version that has a name there, 0 for none."""
    return max((found[1] for one in key.iterdir() if (found := read_name(one.name))), default=0)


def faults(key: Path, told: set[str]) -> list[str]:
    """What is wrong at a place after a kill: a copy that has its name and is not whole, or one told of that is lost."""
    found = [f"not whole: {one.name}" for one in key.iterdir() if read_name(one.name) and not _is_whole(one)]
    promised = max((int(one.split()[1]) for one in told), default=0)
    return found if newest(key) >= promised else [*found, f"lost: copy {promised}"]


def _is_whole(path: Path) -> bool:
    try:
        members = places.open_copy(path)
        try:
            found = check(members, Expected(jury=J01, code=CODE), open_box=box_reader.open_vouched)
        finally:
            members.close()
    except Flawed:
        return False
    return found.settled
