# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that writes to a store, says what it was told is durable, and is killed.

``python -m tests.adapters.store.crash_child FOLDER WORK``: for each byte on its input it forks a child that does WORK
until it dies, and tells on its output « pid N », « ack X »… and « dead ». Forking spares each child the imports.
"""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import link as _link  # noqa: F401 - imported late by the store: here, before the forks
from lsl_desk.adapters.store import opening
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.adapters.store.records import Records
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.link.values import SignedAct, SignedManifest, SignedReceipt
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.wire import envelope
from lsl_desk.wire.envelope import SigningKey
from lsl_desk.wire.manifests import edition, encode_manifest
from lsl_desk.wire.receipts import encode_receipt
from tests.academy.fake import FakeAcademy
from tests.academy.model import AcademyModel, livret_data
from tests.adapters.copies.victims import copy, copy_named_early
from tests.adapters.store.desks import AUTHOR, PASSPHRASE, Livret, bring_in, livret, make, refusal_of, reopen
from tests.fakes.desk import FixedClock

J01 = JuryId("J01")
OTHER_PASSPHRASE = "quatre autres mots choisis"
LIVRETS = 12
ACADEMY = SigningKey(bytes(range(32)))
"""The key of an academy that any process can make again."""
START = datetime(2018, 7, 3, 7, 0, tzinfo=UTC)


def ack(told: object) -> None:
    """Say that something is durable; one write, so that it arrives whole."""
    os.write(1, f"ack {told}\n".encode())


def ack_and_dawdle(told: object) -> None:
    """Say that something is durable which is not, and be slow: whoever kills within `victims._LONGEST` finds it so."""
    ack(told)
    threading.Event().wait(0.2)


def record(root: Path) -> None:
    """Read livret after livret: a page, then the act."""
    desk = reopen(root)
    for number in count():
        desk.see_page(J01, StudentNumber(str(number)), Digest("a" * 64), 0, 1.0)
        ack(desk.record(J01, 1, _read(number)).act)


def record_broken(root: Path) -> None:
    """The same on a build broken on purpose: it says so before the transaction is committed."""
    desk = reopen(root)
    desk.warm()
    records = desk._records
    assert isinstance(records, Records)
    for number in count():
        with records.engines.writing() as connection:
            act = records._journal.record(
                connection, jury=J01, version=1, body=_read(number), author=AUTHOR, time=desk._clock.now()
            )
            ack(act.act)


def live(root: Path, *, early: bool = False) -> None:
    """Do what a Desk does all day: acts, their receipts, livrets that come, a new version now and then."""
    desk = reopen(root)
    link = desk.link()
    held: list[Livret] = []
    say, later = (lambda _: None, ack_and_dawdle) if early else (ack, lambda _: None)
    for number in count(link.own_head().sequence):
        act = desk.record(J01, 1, _read(number))
        ack(f"act {act.act}")
        (signed,) = link.own_acts(act.sequence - 1, 1)
        later(f"receipt {act.act}")
        link.keep_receipts([receipt_of(signed)])
        say(f"receipt {act.act}")
        held.append(livret(f"{number:06}", "texte", padding=30_000))
        later(f"livret {held[-1].digest}")
        link.stage([(held[-1].digest, held[-1].data)])
        say(f"livret {held[-1].digest}")
        if number % 5 == 4:
            version = link.floor(J01) + 1
            link.commit_version(version_of(version, held[-5:]), desk._clock.now())
            ack(f"version {version}")


def live_early(root: Path) -> None:
    """The same on a build broken on purpose: it says what is kept before it is."""
    live(root, early=True)


def receipt_of(signed: SignedAct) -> SignedReceipt:
    """What the academy answers."""
    act = signed.act
    chain = next_chain(NO_CHAIN, signed.digest, Verdict.ACCEPTED)
    receipt = Receipt(act.act, signed.digest, act.jury, act.sequence, chain, Verdict.ACCEPTED, START)
    return SignedReceipt(receipt, ACADEMY.sign(envelope.RECEIPT, encode_receipt(receipt)).to_bytes())


def version_of(version: int, livrets: list[Livret]) -> SignedManifest:
    """A list of the academy."""
    candidates = tuple(one.candidate for one in livrets)
    made = JuryManifest(J01, CentreId("0750001Z"), "Jury J01", 2018, version, START, None, candidates, {})
    signed = ACADEMY.sign(envelope.MANIFEST, encode_manifest(made))
    return SignedManifest(made, signed.to_bytes(), edition(version, signed.signature))


def bring_versions(root: Path) -> None:
    """Import version after version, each with other livrets."""
    desk = reopen(root)
    for version in count(_version(desk) + 1):
        made = [livret(f"{n:04}", f"version {version}", padding=60_000) for n in range(LIVRETS)]
        bring_in(desk, "J01", made, version=version)
        ack(version)


def sync_versions(root: Path) -> None:
    """Fetch version after version of a jury from an academy, each with other livrets but for one."""
    desk = reopen(root)
    link = desk.link()
    model = AcademyModel()
    model.take_post(link.public)
    taken = link.floor(J01)
    if taken:  # where the one that was killed was
        before = model.publish("J01", synced_livrets(taken))
        model.juries[J01].versions[:] = [replace(before, version=taken)]
    for version in count(taken + 1):
        model.publish("J01", synced_livrets(version))
        academy = FakeAcademy(model, link)
        sync_jury(academy, link, FixedClock(), academy.juries()[0].offered)
        ack(version)


def synced_livrets(version: int) -> dict[str, bytes]:
    """The livrets of a version: the first is the same in all."""
    return {
        f"{n:04}": livret_data(f"{n:04}", 1 + (version if n else 0) % 50, padding=20_000 if n else 64)
        for n in range(LIVRETS)
    }


def change_passphrase(root: Path) -> None:
    """Change the passphrase to and fro."""
    folder = DataFolder(root)
    for old, new in _to_and_fro(folder):
        opening.change_passphrase(folder, old, new)
        ack(new)


def make_copies(root: Path) -> None:
    """Write copy after copy of a jury on a key."""
    copy(root, ack)


def make_copies_named_early(root: Path) -> None:
    """The same on a build broken on purpose: what is being written bears the name of a copy."""
    copy_named_early(root, ack)


def create(root: Path) -> None:
    """Make a store, and another, and another."""
    for number in count(len(list(root.iterdir()))):
        make(root / str(number)).close()
        ack(number)


WORKS: dict[str, Callable[[Path], None]] = {
    work.__name__: work
    for work in (
        record,
        record_broken,
        live,
        live_early,
        bring_versions,
        sync_versions,
        change_passphrase,
        create,
        make_copies,
        make_copies_named_early,
    )
}


def _read(number: int) -> LivretRead:
    return LivretRead(StudentNumber(str(number)), Digest("a" * 64), ("1.0",), "dossier")


def _version(desk: SealedDesk) -> int:
    return max((one.version for one in desk.summaries()), default=0)


def _to_and_fro(folder: DataFolder) -> "list[tuple[str, str]]":
    both = (PASSPHRASE, OTHER_PASSPHRASE)
    if refusal_of(lambda: KeyFile(folder.keys).open(PASSPHRASE)) is Code.PASSPHRASE_WRONG:
        both = both[::-1]
    return [both, both[::-1]] * 10_000


def main() -> None:
    """Fork a child for each line of the input, and tell when it is dead."""
    root, work = Path(sys.argv[1]), WORKS[sys.argv[2]]
    while os.read(0, 1):
        pid = os.fork()
        if pid == 0:
            work(root)
            os._exit(0)
        os.write(1, f"pid {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
