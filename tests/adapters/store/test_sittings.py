# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting over the real sealed store, of a jury that came from a folder: no marks, and the guard all the same."""

import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from lsl_desk import wiring
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.client.desk import Desk
from lsl_desk.client.link.values import PinnedAcademy, SignedManifest
from lsl_desk.client.sit.drafts import drafts_of, keep_draft
from lsl_desk.client.sit.for_screens import DeliberationDesk
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.client.sit.values import Stage, Trial
from lsl_desk.domain.acts import Entry, LivretOpened, LivretRead, Member, Presence, Quality, Role, Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest
from tests.academy.memory_link import SigningStore
from tests.academy.model import CENTRE, START, AcademyModel
from tests.adapters.store.desks import PAPER, bring_in, livret, make, refusal_of, reopen
from tests.fakes.desk import FakeSources, FixedClock
from tests.fakes.pages import PaintedPages

J01, N0417, N0900 = JuryId("J01"), StudentNumber("0417"), StudentNumber("0900")
LIVRET = livret("0417", "page un", "page deux")
HERE = (Member("Présidente d’essai", Quality.PRESIDENT, Presence.HERE),)


def desk_of(store: SealedDesk) -> Desk:
    pages = PaintedPages({})
    return Desk(
        store=store,
        pages=pages,
        inspect_later=lambda data: lambda: pages.inspect(data),
        sources=FakeSources(),
        clock=FixedClock(),
        author=store.author,
        deliberation=wiring.SittingDesks(store).deliberation,
    )


@pytest.fixture
def store(tmp_path: Path) -> SealedDesk:
    made = make(tmp_path)
    bring_in(made, "J01", [LIVRET], others=[PAPER])
    return made


def sat(desk: Desk) -> DeliberationDesk:
    desk.deliberation.take_attendance(J01, HERE)
    assert desk.deliberation.open_sitting(J01).stage is Stage.OPENED
    return desk.deliberation


def test_the_guard_follows_what_the_reading_room_records_and_a_restart_finds_it_all(
    store: SealedDesk, tmp_path: Path
) -> None:
    desk = desk_of(store)
    room = sat(desk)
    assert refusal_of(lambda: room.decide(J01, N0417, Ruling.AJOURNE, "", "", seen=0)) is Code.LIVRET_UNREAD
    for page in range(2):
        desk.page_counted(J01, N0417, LIVRET.digest, page, 2.0)
    room.decide(J01, N0417, Ruling.AJOURNE, "", "", seen=0)
    assert refusal_of(lambda: room.decide(J01, N0900, Ruling.AJOURNE, "", "", seen=0)) is Code.LIVRET_NOT_EXAMINED
    room.examine_paper(J01, N0900, True, Entry.TYPED)
    assert desk.decided(J01) == {"0417": "ajourne"}
    store.close()

    again = desk_of(reopen(tmp_path))
    assert again.decided(J01) == {"0417": "ajourne"}
    again.deliberation.decide(J01, N0900, Ruling.AJOURNE, "", "", seen=0)
    assert again.deliberation.close_sitting(J01).stage is Stage.CLOSED
    again.lock()


def test_of_the_openings_that_the_academy_ordered_only_the_last_act_is_read(store: SealedDesk) -> None:
    academy, other = AcademyModel(), SigningStore(7)
    seen = LivretOpened(N0417, LIVRET.digest, "académie")
    done = LivretRead(N0417, LIVRET.digest, ("1.0", "1.0"), "académie")
    for body in (seen, done, seen, done, seen, seen):
        other.record(J01, 1, body)
    post = academy.take_post(other.key.public.raw)
    academy.receive(post.key.id, [one.envelope for one in other.signed])
    feed = academy.jury(J01).feed
    pinned = PinnedAcademy("https://a.example", "A", academy.key.public.raw, "Poste 3", Role.PRESIDENT, CENTRE)
    store.link().pin(pinned)
    store.link().keep_feed(J01, feed)
    own = store.record(J01, 1, seen)
    told = [SatAct(feed[at].act, feed[at].receipt) for at in (1, 3, 5)]
    assert tuple(store.sittings().acts(J01)) == (*told, SatAct(own))
    store.link().keep_feed(J01, (), afresh=True)
    assert tuple(store.sittings().acts(J01)) == (SatAct(own),)
    store.close()


def test_the_heads_are_those_of_the_list_in_force_of_every_jury(store: SealedDesk) -> None:
    academy, link = AcademyModel(), store.link()
    assert store.sittings().heads() == {}
    for version, heads in ((1, {Role.PRESIDENT: "Alix Autre"}), (2, {Role.VICE_PRESIDENT: "Sacha Modèle"})):
        listed = JuryManifest(J01, CENTRE, "Jury J01", 2018, version, START, None, (), {}, heads)
        signed = academy.signed_manifest(listed)
        link.commit_version(SignedManifest(listed, signed.to_bytes(), academy.edition(listed)), START)
        assert store.sittings().heads() == {J01: tuple(heads.values())}
    bare = JuryManifest(JuryId("J02"), CENTRE, "Jury J02", 2018, 1, START, None, (), {})
    signed = academy.signed_manifest(bare)
    link.commit_version(SignedManifest(bare, signed.to_bytes(), academy.edition(bare)), START)
    assert store.sittings().heads() == {J01: ("Sacha Modèle",), JuryId("J02"): ()}
    store.close()


def test_five_trials_change_no_byte_of_the_store(store: SealedDesk, tmp_path: Path) -> None:
    room = sat(desk_of(store))

    def kept() -> dict[str, bytes]:
        """Of all that is written; a reader marks itself in the index of the log (``-shm``), which holds nothing."""
        files = (path for path in tmp_path.iterdir() if not path.name.endswith("-shm"))
        return {path.name: sha256(path.read_bytes()).digest() for path in files}

    before = kept()
    assert {"desk.lsl", "desk.lsl-wal"} <= before.keys()
    for _ in range(5):
        room.try_marks(J01, N0417, Trial({}))
    assert kept() == before
    store.close()


def test_what_is_typed_is_erased_with_the_jury(store: SealedDesk) -> None:
    keep_draft(store, J01, N0417, "reason:MATH", "des progrès")
    store.erase_jury(J01)
    assert drafts_of(store, J01) == {}
    store.close()


_TYPING = """
import sys, time
from pathlib import Path
from lsl_desk.client.sit.drafts import keep_draft
from tests.adapters.store.desks import reopen
store = reopen(Path(sys.argv[1]))
keep_draft(store, "J01", "0417", "reason:MATH", "des progrès tout au long de l’ann")
print("kept", flush=True)
sys.stdin.read()
"""


def test_a_desk_killed_in_the_middle_of_a_reason_gives_the_text_back(store: SealedDesk, tmp_path: Path) -> None:
    store.close()
    typing = subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert typing.stdout is not None
    assert typing.stdout.readline() == "kept\n"
    typing.send_signal(signal.SIGKILL)
    typing.communicate()
    again = reopen(tmp_path)
    assert drafts_of(again, J01) == {"0417": {"reason:MATH": "des progrès tout au long de l’ann"}}
    again.close()
