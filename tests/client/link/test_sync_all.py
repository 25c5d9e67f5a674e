# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from lsl_desk.client.link.sync_all import sync_all
from lsl_desk.client.link.values import Phase, SignedManifest, SyncReport
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.manifest import Edition
from tests.academy.model import digest_of
from tests.client.link.posts import J01, J02, Post, Ticking, livrets, post
from tests.fakes.desk import FixedClock

J03 = JuryId("J03")


def three_juries() -> Post:
    one = post()
    now = FixedClock().now()
    one.model.publish("J01", livrets(3), sitting=now + timedelta(days=3))
    one.model.publish("J02", livrets(3, 501), sitting=now + timedelta(days=1))
    one.model.publish("J03", livrets(3, 601), sitting=now + timedelta(days=2))
    return one


def fetch(one: Post, juries: frozenset[JuryId] | None = None) -> SyncReport:
    return sync_all(one.academy, one.link, FixedClock(), juries=juries, tell=one.bars.append, ticks=Ticking())


def test_the_next_sitting_comes_first() -> None:
    one = three_juries()
    report = fetch(one)
    assert [done.jury for done in report.done] == [J02, J03, J01]
    assert report.failed == {}
    assert [(bar.jury, bar.phase) for bar in one.bars[:3]] == [(jury, Phase.WAITING) for jury in (J02, J03, J01)]


def test_only_some_when_asked_for_some() -> None:
    one = three_juries()
    assert [done.jury for done in fetch(one, juries=frozenset({J01})).done] == [J01]


def test_what_was_erased_at_its_date_is_not_fetched_again() -> None:
    one = three_juries()
    report = sync_all(one.academy, one.link, FixedClock(), gone={J01, J02}, ticks=Ticking())
    assert [done.jury for done in report.done] == [J03]


def test_what_is_wrong_with_one_jury_stops_no_other() -> None:
    one = three_juries()
    fetch(one)
    one.model.publish("J02", livrets(3, 501))
    fetch(one)
    one.model.juries[J02].versions.pop()
    one.store.erase_jury(J02)
    one.bars.clear()
    report = fetch(one)
    assert [done.jury for done in report.done] == [J03, J01]
    assert {jury: refusal.code for jury, refusal in report.failed.items()} == {J02: Code.MANIFEST_OLDER}
    assert [bar.problem for bar in one.bars if bar.phase is Phase.FAILED] == [report.failed[J02]]


def test_a_list_that_this_version_cannot_read_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    one = three_juries()
    ask = one.academy.manifest

    def newer(jury: JuryId, held: Edition | None) -> SignedManifest | None:
        if jury == J02:
            raise Refusal(Code.MANIFEST_NEWER, jury=jury)
        return ask(jury, held)

    monkeypatch.setattr(one.academy, "manifest", newer)
    report = fetch(one)
    assert [done.jury for done in report.done] == [J03, J01]
    assert [refusal.code for refusal in report.failed.values()] == [Code.MANIFEST_NEWER]


def test_what_is_wrong_with_the_link_stops_all_at_once() -> None:
    one = three_juries()
    one.academy.faults.cut_after = 1
    report = fetch(one)
    assert report.done == ()
    assert {refusal.code for refusal in report.failed.values()} == {Code.NET_CUT}
    assert set(report.failed) == {J01, J02, J03}
    assert one.academy.calls.count("livrets") == 1


def test_what_is_here_already_is_asked_nothing_more_of() -> None:
    one = three_juries()
    first = fetch(one)
    one.academy.calls.clear()
    one.bars.clear()
    later = FixedClock().now() + timedelta(hours=1)
    one.link.keep_contact([J01, J02, J03], later)
    again = fetch(one)
    assert one.academy.calls == ["juries"]
    assert [(done.jury, done.fetched, done.kept) for done in again.done] == [(one.jury, 0, 3) for one in first.done]
    assert [(bar.jury, bar.done, bar.total) for bar in one.bars if bar.phase is Phase.DONE] == [
        (jury, 3, 3) for jury in (J02, J03, J01)
    ]
    assert {one.link.contact(jury) for jury in (J01, J02, J03)} == {FixedClock().now()}


def test_what_is_here_under_the_same_number_is_asked_for_when_it_is_another() -> None:
    one = three_juries()
    backup = one.model.backup()
    one.model.publish("J02", livrets(4, 501))
    fetch(one)
    one.model.restore(backup)
    one.model.publish("J02", livrets(5, 501))
    one.academy.calls.clear()
    assert [(done.jury, done.version) for done in fetch(one).done] == [(J02, 3), (J03, 1), (J01, 1)]
    assert len(one.store.jury(J02).candidates) == 5
    assert one.academy.calls == ["juries", "renumber", "livret"]


def test_what_is_here_already_is_done_even_when_the_link_then_fails() -> None:
    one = three_juries()
    fetch(one)
    one.model.publish("J02", livrets(6, 501))
    one.academy.faults.cut_after = 1
    report = fetch(one)
    assert [done.jury for done in report.done] == [J03, J01]
    assert set(report.failed) == {J02}


def test_a_livret_that_did_not_come_is_asked_for_again() -> None:
    one = three_juries()
    lost = digest_of(livrets(1)["0401"])
    kept = one.model.livrets.pop(lost)
    assert [done.missing for done in fetch(one).done][-1] == ("0401",)
    one.model.livrets[lost] = kept
    assert [(done.fetched, done.missing) for done in fetch(one).done][-1] == (1, ())


def test_a_list_that_cannot_be_had_is_a_refusal() -> None:
    one = three_juries()
    one.academy.faults.before = [Refusal(Code.NET_REFUSED, host="a")]
    with pytest.raises(Refusal):
        fetch(one)
