# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page lane reads while the store lane writes: neither waits for the other, and nobody sees half of a version."""

from concurrent.futures import wait
from pathlib import Path
from threading import Event, Thread

import pytest

from lsl_desk.adapters.store import engine
from lsl_desk.adapters.store.incoming import IncomingJury
from lsl_desk.adapters.store.records import Records
from lsl_desk.client.ports import NewLivret
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from tests.adapters.store.desks import PAPER, bring_in, file_of, livret, make

J01 = JuryId("J01")


def test_two_lanes_read_livrets_while_a_third_imports_and_records(tmp_path: Path) -> None:
    desk = make(tmp_path)
    held = [livret(f"{number:04}", "texte", padding=50_000) for number in range(8)]
    bring_in(desk, "J01", held)
    done, faults, reads = Event(), [], [0, 0]

    def read(lane: int) -> None:
        try:
            while not done.is_set():
                one = held[reads[lane] % len(held)]
                assert desk.livret(one.digest) == one.data
                reads[lane] += 1
        except (AssertionError, Refusal) as fault:
            faults.append(fault)

    lanes = [Thread(target=read, args=(lane,)) for lane in (0, 1)]
    for lane in lanes:
        lane.start()
    for version in range(1, 6):
        bring_in(desk, "J02", [livret("0500", f"version {version}", padding=300_000)], version=version)
        desk.record(J01, 1, LivretOpened(StudentNumber("0000"), held[0].digest, "dossier"))
    done.set()
    for lane in lanes:
        lane.join()
    assert faults == []
    assert min(reads) > 0
    assert len(list(desk.acts())) == 5
    desk.close()


def test_a_version_on_its_way_in_is_seen_by_nobody_and_hinders_nobody(tmp_path: Path) -> None:
    desk = make(tmp_path)
    held, coming = livret("0417", "texte"), livret("0418", "texte", padding=3_000_000)
    bring_in(desk, "J01", [held])
    with desk.incoming() as incoming:
        incoming.add(coming.new)
        seen: list[object] = []
        lane = Thread(target=lambda: seen.extend([desk.summaries()[0].version, desk.livret(held.digest)]))
        lane.start()
        lane.join()
        assert seen == [1, held.data]
        with pytest.raises(Refusal) as refused:
            desk.livret(coming.digest)
        assert refused.value.code is Code.NO_LIVRET
    desk.close()


def test_writers_wait_for_one_another(tmp_path: Path) -> None:
    desk = make(tmp_path)
    livrets = {lane: livret(f"{lane:04}", "texte") for lane in range(4)}

    def write(lane: int) -> None:
        bring_in(desk, f"J0{lane}", [livrets[lane]])
        for _ in range(5):
            desk.record(JuryId(f"J0{lane}"), 1, LivretOpened(StudentNumber("0001"), livrets[lane].digest, "dossier"))

    lanes = [Thread(target=write, args=(lane,)) for lane in range(4)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert len(desk.summaries()) == 4
    assert [act.sequence for act in desk.acts()] == list(range(1, 21))
    desk.close()


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_WAIT_SECONDS", 0.01)
    desk = make(tmp_path)
    with desk.incoming(), pytest.raises(Refusal) as refused:
        desk.keep_note("a", "b")
    assert refused.value.code is Code.STORE_BUSY
    desk.keep_note("a", "b")
    desk.close()


def test_a_version_that_does_not_follow_is_a_fault_of_ours_and_leaves_nothing(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "texte")
    file = bring_in(desk, "J01", [one])
    with pytest.raises(ValueError, match="version 2"):
        bring_in(desk, "J01", [], version=1)
    assert desk.jury(file.jury) == file
    desk.close()


def test_nothing_is_added_to_a_version_once_it_is_committed(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "texte")
    with desk.incoming() as incoming:
        incoming.commit(file_of("J01", 1, [PAPER]), (), ())
        with pytest.raises(ValueError, match="committed"):
            incoming.add(one.new)
    desk.close()


def test_nothing_is_sealed_after_a_livret_that_could_not_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make(tmp_path)
    tried: list[Digest] = []

    def fail(_connection: object, new: NewLivret) -> None:
        tried.append(new.digest)
        raise Refusal(Code.DISK_FULL)

    monkeypatch.setattr("lsl_desk.adapters.store.livrets.add", fail)
    several = [livret(f"041{place}", f"texte {place}") for place in range(3)]
    with desk.incoming() as incoming:
        assert isinstance(incoming, IncomingJury)
        for one in several:
            incoming.add(one.new)
        wait(incoming._waiting)
        with pytest.raises(Refusal, match=Code.DISK_FULL.value):
            incoming.commit(file_of("J01", 1, [one.candidate for one in several]), (), ())
    assert tried == [several[0].digest], "SQLite may have given the transaction up: the next would stay on the disk"
    assert desk.summaries() == ()
    desk.close()


def test_the_rest_is_brought_in_once_whoever_asks_first(tmp_path: Path) -> None:
    desk = make(tmp_path)
    lanes = [Thread(target=desk.warm) for _ in range(4)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert isinstance(desk._records, Records)
    desk.close()
