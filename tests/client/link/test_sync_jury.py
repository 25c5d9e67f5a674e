# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fetching one jury (features P44, design §2; reliability study, test 5 and T20)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from lsl_desk.client.link import sync_jury as module
from lsl_desk.client.link.control import Control
from lsl_desk.client.link.ports import Tick
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.link.values import JuryProgress, JurySynced, Phase
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.manifest import Edition
from lsl_desk.domain.sync_plan import OfferedVersion
from tests.academy.model import digest_of, livret_data
from tests.client.link.posts import J01, J02, Post, Ticking, livrets, post
from tests.fakes.desk import FixedClock


def fetch(one: Post, control: Control | None = None, offered: OfferedVersion | None = None) -> JurySynced:
    return sync_jury(
        one.academy,
        one.link,
        FixedClock(),
        offered or one.offered(),
        control=control,
        tell=one.bars.append,
        ticks=Ticking(),
    )


def refusal_of(ask: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value


def test_a_jury_comes_whole_and_twice_changes_nothing() -> None:
    one = post()
    made = one.model.publish("J01", livrets(5), papers=["0900"])
    done = fetch(one)
    assert (done.fetched, done.changed, done.kept, done.missing) == (5, 0, 0, ())
    assert one.store.jury(J01).candidates == made.candidates
    assert one.link.contact(J01) == FixedClock().now()
    again = fetch(one)
    assert (again.fetched, again.kept, len(one.model.asked), one.model.manifests_given) == (0, 5, 5, 1)


def test_a_corrected_livret_costs_one_download() -> None:
    one = post()
    people = livrets(68)
    one.model.publish("J01", people)
    fetch(one)
    one.model.asked.clear()
    one.model.publish("J01", {**people, "0417": livret_data("0417", 3)})
    done = fetch(one)
    assert (done.fetched, done.changed, done.kept) == (1, 1, 67)
    assert one.model.asked == [digest_of(livret_data("0417", 3))]
    assert one.store.jury(J01).version == 2


def test_candidates_near_a_threshold_come_first_and_one_stream_brings_them() -> None:
    one = post()
    one.model.publish("J01", livrets(4))
    fetch(one)
    assert one.academy.calls.count("livrets") == 1
    assert "livret" not in one.academy.calls


def behind(monkeypatch: pytest.MonkeyPatch) -> Post:
    """A post that holds version 2, and an academy that has version 1 and will not go past it."""
    one = post()
    one.model.publish("J01", livrets(3))
    one.model.publish("J01", livrets(3))
    fetch(one)
    one.model.juries[J01].versions.pop()
    monkeypatch.setattr(one.academy, "renumber", lambda jury, _shown: one.model.manifest(jury))
    return one


def test_an_older_list_is_refused_whoever_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = behind(monkeypatch)
    assert refusal_of(lambda: fetch(one)).code is Code.MANIFEST_OLDER
    lied = replace(one.offered(), edition=Edition(3, Digest("a" * 64)))
    assert refusal_of(lambda: fetch(one, offered=lied)).code is Code.MANIFEST_OLDER
    assert one.store.jury(J01).version == 2


def test_another_list_under_the_number_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = behind(monkeypatch)
    one.model.publish("J01", livrets(2))
    assert one.offered().version == 2
    assert refusal_of(lambda: fetch(one)).code is Code.MANIFEST_OLDER
    assert len(one.store.jury(J01).candidates) == 3


@pytest.mark.parametrize("published_since", [0, 1, 2, 3, 4])
def test_a_restored_academy_goes_past_what_this_post_holds(published_since: int) -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    backup = one.model.backup()
    for count in (4, 5, 6):
        one.model.publish("J01", livrets(count))
    fetch(one)
    one.model.restore(backup)
    for _ in range(published_since):
        one.model.publish("J01", livrets(2))
    done = fetch(one)
    assert done.version == one.model.juries[J01].versions[-1].version == 5
    assert one.store.jury(J01).candidates == one.model.juries[J01].versions[-1].candidates
    assert ("renumber" in one.academy.calls) is (published_since < 4)
    assert fetch(one).version == 5


def test_an_academy_restored_between_its_list_and_its_manifest_is_shown_what_it_signed() -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    backup = one.model.backup()
    one.model.publish("J01", livrets(4))
    fetch(one)
    before = one.offered()
    one.model.restore(backup)
    assert fetch(one, offered=before).version == 3


def test_what_another_lane_took_since_the_list_was_asked_for_is_no_going_back() -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    before = one.offered()
    one.model.publish("J01", livrets(4))
    fetch(one)
    assert (fetch(one, offered=before).version, one.store.jury(J01).version) == (2, 2)


def test_of_an_erased_jury_an_older_list_is_refused_and_the_same_comes_again() -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    backup = one.model.backup()
    one.model.publish("J01", livrets(4))
    fetch(one)
    one.store.erase_jury(J01)
    fetch(one)
    assert len(one.store.jury(J01).candidates) == 4
    one.store.erase_jury(J01)
    one.model.restore(backup)
    assert refusal_of(lambda: fetch(one)).code is Code.MANIFEST_OLDER


def test_the_list_of_another_jury_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(1))
    one.model.publish("J02", livrets(1, 501))
    monkeypatch.setattr(one.academy, "manifest", lambda _jury, _version: one.model.manifest(J02))
    assert refusal_of(lambda: fetch(one)).code is Code.MANIFEST_UNSIGNED


def test_not_modified_of_what_was_never_had_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(1))
    monkeypatch.setattr(one.academy, "manifest", lambda _jury, _version: None)
    assert refusal_of(lambda: fetch(one)).code is Code.NET_ANSWER


def test_the_same_version_given_again_makes_no_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    fetch(one)
    monkeypatch.setattr(one.academy, "manifest", lambda jury, _version: one.model.manifest(jury))
    assert fetch(one).fetched == 0
    assert one.store.jury(J01).version == 1


def test_one_bad_livret_stops_no_other_and_is_named_then_comes_when_it_can() -> None:
    one = post()
    people = livrets(5)
    one.model.publish("J01", people)
    digests = [digest_of(data) for data in people.values()]
    one.academy.faults.spoilt.add(digests[1])
    del one.model.livrets[digests[3]]
    done = fetch(one)
    assert (done.fetched, done.missing) == (3, ("0402", "0404"))
    assert [bar.missing for bar in one.bars][-1] == ("0402", "0404")
    held = {one.number: one.problem for one in one.store.jury(J01).candidates if one.livret is None}
    assert held == {"0402": LivretProblem.NOT_RECEIVED, "0404": LivretProblem.NOT_RECEIVED}
    one.academy.faults.spoilt.clear()
    done = fetch(one)
    assert (done.fetched, done.kept, done.missing, done.version) == (1, 3, ("0404",), 1)
    assert one.store.jury(J01).version == 1
    assert [one.number for one in one.store.jury(J01).candidates if one.livret is None] == ["0404"]


def test_a_cut_keeps_what_was_whole_and_the_next_run_fetches_the_rest() -> None:
    one = post()
    one.model.publish("J01", livrets(10))
    one.academy.faults.cut_after = 6
    assert refusal_of(lambda: fetch(one)).code is Code.NET_CUT
    assert len(one.link.held()) == 6
    assert one.store.summaries() == (), "the version is not current before its livrets were tried"
    done = fetch(one)
    assert (done.fetched, done.kept) == (4, 6)
    assert len(one.model.asked) == len(set(one.model.asked)) == 10


def test_a_pause_stops_the_line_and_resuming_goes_on_where_it_was() -> None:
    one = post()
    one.model.publish("J01", livrets(6))
    control = Control()
    paused: list[JuryProgress] = []

    def tell(bar: JuryProgress) -> None:
        one.bars.append(bar)
        if bar.phase is Phase.FETCHING and bar.bytes_done and not paused:
            paused.append(bar)
            control.pause()
        if bar.phase is Phase.PAUSED:
            assert control.paused
            control.resume()

    sync_jury(one.academy, one.link, FixedClock(), one.offered(), control=control, tell=tell, ticks=Ticking())
    phases = [bar.phase for bar in one.bars]
    assert Phase.PAUSED in phases
    assert phases[-1] is Phase.DONE
    assert len(one.link.held()) == 6


def test_cancelling_keeps_what_is_whole() -> None:
    one = post()
    one.model.publish("J01", livrets(6))
    control = Control()

    def tell(bar: JuryProgress) -> None:
        if bar.bytes_done:
            control.cancel()

    with pytest.raises(Cancelled):
        sync_jury(one.academy, one.link, FixedClock(), one.offered(), control=control, tell=tell, ticks=Ticking())
    assert one.store.summaries() == ()
    assert not control.paused


def test_cancelling_a_pause_ends_it() -> None:
    one = post()
    one.model.publish("J01", livrets(6))
    control = Control()

    def tell(bar: JuryProgress) -> None:
        if bar.phase is Phase.PAUSED:
            control.cancel()
        elif bar.bytes_done:
            control.pause()

    with pytest.raises(Cancelled):
        sync_jury(one.academy, one.link, FixedClock(), one.offered(), control=control, tell=tell, ticks=Ticking())


def test_a_full_disk_is_one_clear_refusal_and_the_version_before_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    fetch(one)
    one.model.publish("J01", livrets(40))
    stage = one.link.stage
    written: list[tuple[Digest, bytes]] = []

    def full(new: Sequence[tuple[Digest, bytes]]) -> None:
        if written:
            raise Refusal(Code.DISK_FULL)
        written.extend(new)
        stage(new)

    monkeypatch.setattr(one.link, "stage", full)
    assert refusal_of(lambda: fetch(one)).code is Code.DISK_FULL
    assert one.store.jury(J01).version == 1
    assert len(one.link.held()) == 3 + module.BATCH_LIVRETS
    monkeypatch.undo()
    assert fetch(one).version == 2


def test_large_livrets_are_written_without_waiting_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 100)
    one = post()
    one.model.publish("J01", livrets(3))
    sizes: list[int] = []
    stage = one.link.stage

    def counted(new: Sequence[tuple[Digest, bytes]]) -> None:
        sizes.append(len(new))
        stage(new)

    monkeypatch.setattr(one.link, "stage", counted)
    fetch(one)
    assert sizes == [2, 1]


def test_a_livret_nobody_asked_for_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    stranger = livret_data("0999")
    monkeypatch.setattr(one.academy, "livrets", lambda *_: iter([(digest_of(stranger), stranger)]))
    assert refusal_of(lambda: fetch(one)).code is Code.NET_ANSWER
    assert one.link.held() == frozenset()


def test_a_livret_given_twice_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(3))
    first = livret_data("0401")
    monkeypatch.setattr(one.academy, "livrets", lambda *_: iter([(digest_of(first), first)] * 2))
    assert refusal_of(lambda: fetch(one)).code is Code.NET_ANSWER
    assert one.link.held() == {digest_of(first)}


def test_what_the_stream_left_out_is_asked_for_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(4))
    real = one.academy.livrets
    monkeypatch.setattr(one.academy, "livrets", lambda jury, digests, tick: real(jury, digests[:3], tick))
    assert fetch(one).fetched == 4
    assert one.academy.calls.count("livret") == 1


def test_more_than_one_stream_brings_a_very_large_jury(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUNDLE", 4)
    one = post()
    one.model.publish("J01", livrets(10))
    assert fetch(one).fetched == 10
    assert one.academy.calls.count("livrets") == 2
    assert one.academy.calls.count("livret") == 2


def test_a_single_livret_that_is_cut_is_a_refusal() -> None:
    one = post()
    one.model.publish("J01", livrets(1))
    offered = one.offered()
    one.academy.faults.before = [None, Refusal(Code.NET_CUT, host="a")]
    assert refusal_of(lambda: fetch(one, offered=offered)).code is Code.NET_CUT


def test_the_bar_says_how_far_how_fast_and_how_long() -> None:
    one = post()
    people = livrets(20, padding=640)
    one.model.publish("J01", people, sitting=one.model.now + timedelta(days=1))
    fetch(one)
    total = sum(map(len, people.values()))
    bars = [bar for bar in one.bars if bar.phase is Phase.FETCHING]
    assert (bars[0].done, bars[0].total, bars[0].bytes_done, bars[0].bytes_total) == (0, 20, 0, total)
    assert (bars[0].rate, bars[0].remaining) == (None, None)
    assert [bar.bytes_done for bar in bars] == sorted(bar.bytes_done for bar in bars)
    middle = bars[len(bars) // 2]
    assert middle.rate is not None
    assert middle.remaining is not None
    assert middle.remaining == pytest.approx((total - middle.bytes_done) / middle.rate)
    assert (one.bars[-1].done, one.bars[-1].rate, one.bars[-1].label) == (20, None, "Jury J01")


def test_a_jury_that_left_the_active_base_says_so_but_for_what_a_dispute_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    one = post()
    one.model.publish("J01", livrets(2))
    held = digest_of(livret_data("0402"))
    whole = one.academy.livret

    def ended(*_asked: object) -> bytes:
        raise Refusal(Code.ACTIVE_ENDED, jury=J01)

    def disputed(jury: JuryId, digest: Digest, tick: Tick) -> bytes:
        return whole(jury, digest, tick) if digest == held else ended()

    monkeypatch.setattr(one.academy, "livret", ended)
    assert refusal_of(lambda: fetch(one)).code is Code.ACTIVE_ENDED
    assert one.link.manifest(J01) is None, "nothing of it is current"
    monkeypatch.setattr(one.academy, "livret", disputed)
    done = fetch(one)
    assert (done.fetched, done.missing) == (1, ("0401",))
