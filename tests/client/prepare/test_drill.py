# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outage drill (features N13): cut by choice, every page opened, one bad livret named, what was opened counts."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from lsl_desk.client.prepare.drill import Drill, RehearseLater
from lsl_desk.client.progress import Progress, silent
from lsl_desk.domain.acts import DrillDone
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.pages import Rehearsal
from lsl_desk.sentences import sentence
from tests.fakes.desk import MemoryStore, make_desk
from tests.fakes.source import inspect_text

J01, J02 = JuryId("J01"), JuryId("J02")


@dataclass
class Cut:
    """A link that tells whether it is cut."""

    isolated: bool = False
    seen: list[str] = field(default_factory=list)

    def isolate(self) -> None:
        self.isolated = True
        self.seen.append("isolate")

    def rejoin(self) -> None:
        self.isolated = False
        self.seen.append("rejoin")


class Watch:
    """Seconds that pass only while somebody waits, and one a livret."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


def rehearse(watch: Watch, link: Cut | None = None) -> RehearseLater:
    def later(data: bytes) -> Callable[[], Rehearsal]:
        assert link is None or link.isolated, "the livrets are opened while the network is cut"

        def answer() -> Rehearsal:
            watch.now += 1
            found = inspect_text(data)
            return Rehearsal(found.problem, found.texts, len(data))

        return answer

    return later


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    make_desk(juries=2, store=made)
    return made


def numeric(store: MemoryStore, jury: JuryId = J01) -> list[StudentNumber]:
    return [one.number for one in store.files[jury].candidates if one.format is LivretFormat.NUMERIQUE]


def drilled(store: MemoryStore) -> list[tuple[JuryId, DrillDone]]:
    return [(act.jury, act.body) for act in store.journal if isinstance(act.body, DrillDone)]


def test_every_page_of_every_livret_is_opened_while_cut_and_kept_after(store: MemoryStore) -> None:
    watch, link = Watch(), Cut()
    done = Drill(store, rehearse(watch, link), link, watch, watch.pause).run(
        {J01: None, J02: None}, 300, silent, lambda: ()
    )
    assert link.seen == ["isolate", "rejoin"]
    (first, one), (second, two) = drilled(store)
    assert (first, second) == (J01, J02)
    bad = StudentNumber("0406")  # its pages bear 9999
    assert one.failed == (bad,)
    assert sorted((*one.opened, *one.failed)) == sorted(numeric(store))
    assert done.livrets == len(one.opened) + len(two.opened)
    assert done.pages == one.pages + two.pages
    assert one.seconds == two.seconds >= 300, "it stays cut as long as it was asked to"
    assert done.slowest is not None
    assert (
        sentence(done.refusals[bad]) == "0406, page 1 porte 9999\u00a0: prévenez la DEC, qui enverra un autre fichier."
    )


def test_more_time_is_taken_when_the_livrets_need_it_and_none_is_added(store: MemoryStore) -> None:
    watch = Watch()
    done = Drill(store, rehearse(watch), None, watch, watch.pause).run({J01: None}, 10, silent, lambda: ())
    assert done.seconds == len(numeric(store))


def test_only_those_asked_for_are_opened(store: MemoryStore) -> None:
    watch = Watch()
    wanted = numeric(store)[:2]
    Drill(store, rehearse(watch), None, watch, watch.pause).run({J01: wanted}, 0, silent, lambda: ())
    assert drilled(store) == [(J01, DrillDone(2, drilled(store)[0][1].pages, tuple(wanted), ()))]


@pytest.mark.parametrize("stopped_at", [0, 3])
def test_stopped_what_was_opened_counts_and_the_link_is_back(store: MemoryStore, stopped_at: int) -> None:
    watch, link = Watch(), Cut()

    def report(progress: Progress) -> bool:
        return progress.done < stopped_at

    done = Drill(store, rehearse(watch), link, watch, watch.pause).run({J01: None}, 300, report, lambda: ())
    assert not link.isolated
    assert done.livrets == stopped_at
    assert [len(body.opened) for _, body in drilled(store)] == ([stopped_at] if stopped_at else [])


def test_stopped_while_it_waits_for_its_time(store: MemoryStore) -> None:
    watch, told = Watch(), []

    def report(progress: Progress) -> bool:
        told.append(progress)
        return watch.now < 200

    done = Drill(store, rehearse(watch), None, watch, watch.pause).run({J01: None}, 300, report, lambda: ())
    assert 200 <= done.seconds < 201
    assert told[-1].done == told[-1].total == len(numeric(store))


def test_a_livret_that_does_not_open_is_named_and_stops_nothing(store: MemoryStore) -> None:
    watch = Watch()
    broken, gone, missing, bare = numeric(store)[:4]
    file = store.files[J01]
    changed = []
    for one in file.candidates:
        if one.number == gone and one.livret:
            changed.append(replace(one, livret=replace(one.livret, digest=Digest("9" * 64))))
        else:
            changed.append(replace(one, livret=None) if one.number == missing else one)
    store.files[J01] = replace(file, candidates=tuple(changed))
    for number, data in ((broken, b"%broken"), (bare, b"une page sans aucun chiffre")):
        held = file.by_number(number)
        assert held is not None
        assert held.livret is not None
        store.livrets[held.livret.digest] = replace(store.livrets[held.livret.digest], data=data)
    done = Drill(store, rehearse(watch), None, watch, watch.pause).run({J01: None}, 0, silent, lambda: ())
    codes = {number: refusal.code for number, refusal in done.refusals.items()}
    assert codes[broken] is codes[missing] is Code.LIVRET_SHUT
    assert codes[gone] is Code.NO_LIVRET
    assert done.refusals[gone].facts["number"] == gone
    assert codes[bare] is Code.PAGE_NO_NUMBER
    assert done.livrets == len(numeric(store)) - 5


def test_the_link_is_back_even_when_the_worker_is_lost(store: MemoryStore) -> None:
    link, watch = Cut(), Watch()

    def lost(_data: bytes) -> Callable[[], Rehearsal]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Drill(store, lost, link, watch, watch.pause).run({J01: None}, 0, silent, lambda: ())
    assert link.seen == ["isolate", "rejoin"]
    assert drilled(store) == []


def test_a_worker_that_went_down_fails_that_livret(store: MemoryStore) -> None:
    watch = Watch()

    def down(_data: bytes) -> Callable[[], Rehearsal]:
        def answer() -> Rehearsal:
            raise Refusal(Code.PAGE_WORKER_DOWN)

        return answer

    done = Drill(store, down, None, watch, watch.pause).run({J01: None}, 0, silent, lambda: ())
    assert done.slowest is None
    assert {one.code for one in done.refusals.values()} == {Code.PAGE_WORKER_DOWN}


def test_an_unknown_jury_is_refused_before_anything_is_cut(store: MemoryStore) -> None:
    link, watch = Cut(), Watch()
    with pytest.raises(Refusal):
        Drill(store, rehearse(watch), link, watch, watch.pause).run({JuryId("J99"): None}, 0, silent, lambda: ())
    assert link.seen == []
