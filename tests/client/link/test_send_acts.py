# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outbox (design §5; features P30; reliability study, test 9): every act at the academy once, whatever happens."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsl_desk.client.link.send_acts import BATCH_BYTES, LONGEST_PAUSE, fitting, pause_after, send_acts
from lsl_desk.client.link.values import ActAnswer, Gap, SignedAct, SignedReceipt
from lsl_desk.domain.acts import MarkRaised
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber
from tests.academy.fake import CUT
from tests.client.link.posts import J01, J02, Post, livrets, post


def enrolled(acts: int = 0) -> Post:
    one = post()
    one.model.publish("J01", livrets(3))
    for at in range(acts):
        one.read(f"{401 + at:04d}")
    return one


def refusal_of(ask: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value


def at_academy(one: Post) -> list[str]:
    return [act.act for act, _, _ in one.model.posts[one.store.key.public.id].acts]


def recorded(one: Post) -> list[str]:
    return [signed.act.act for signed in one.store.signed]


def test_nothing_to_send_sends_nothing() -> None:
    one = enrolled()
    report = send_acts(one.academy, one.link)
    assert (report.sent, report.left, report.revoked) == (0, 0, False)
    assert "send" not in one.academy.calls


def test_twelve_acts_made_offline_arrive_in_order_and_sending_again_adds_none() -> None:
    one = enrolled(12)
    told: list[int] = []
    report = send_acts(one.academy, one.link, told=told.append)
    assert (report.sent, report.left, told) == (12, 0, [0])
    assert at_academy(one) == recorded(one)
    assert send_acts(one.academy, one.link).sent == 0
    assert len(at_academy(one)) == 12


def test_more_than_a_batch_goes_in_batches() -> None:
    one = enrolled(120)
    told: list[int] = []
    send_acts(one.academy, one.link, told=told.append)
    assert told == [70, 20, 0]


def test_a_batch_stays_within_what_a_request_may_hold() -> None:
    one = enrolled(3)
    heavy = [replace(signed, envelope=b"x" * 90_000) for signed in one.store.signed]
    assert [act.act.sequence for act in fitting(heavy)] == [1, 2]
    assert BATCH_BYTES >= 4 * 2 * 90_000 // 3
    alone = replace(heavy[0], envelope=b"x" * 400_000)
    assert fitting([alone, heavy[1]]) == (alone,)
    assert fitting([]) == ()


def test_a_lost_answer_is_asked_for_again_and_nothing_is_there_twice() -> None:
    one = enrolled(5)
    one.academy.faults.after = [CUT]
    assert refusal_of(lambda: send_acts(one.academy, one.link)).code is Code.NET_CUT
    assert (one.link.outbox(), len(at_academy(one))) == (5, 5)
    assert send_acts(one.academy, one.link).sent == 5
    assert at_academy(one) == recorded(one)


def test_an_academy_restored_from_a_backup_is_given_what_it_lost() -> None:
    one = enrolled(3)
    send_acts(one.academy, one.link)
    backup = one.model.backup()
    for number in ("0501", "0502", "0503"):
        one.read(number)
    send_acts(one.academy, one.link)
    one.read("0504")
    one.model.restore(backup)
    report = send_acts(one.academy, one.link)
    assert (report.sent, report.left) == (4, 0)
    assert at_academy(one) == recorded(one)


def test_an_academy_restored_from_a_backup_is_given_what_it_lost_by_a_post_with_nothing_new_to_say() -> None:
    one = enrolled(1)
    send_acts(one.academy, one.link)
    backup = one.model.backup()
    one.read("0501")
    one.read("0502")
    send_acts(one.academy, one.link)
    one.model.restore(backup)
    assert one.link.outbox() == 0
    assert send_acts(one.academy, one.link).sent == 2
    assert at_academy(one) == recorded(one)


def test_an_academy_restored_while_we_send_names_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrolled(60)
    backup = one.model.backup()
    send, calls = one.academy.send, []

    def restored_between(acts: tuple[SignedAct, ...]) -> object:
        calls.append(len(acts))
        if len(calls) == 2:
            one.model.restore(backup)
        return send(acts)

    monkeypatch.setattr(one.academy, "send", restored_between)
    assert send_acts(one.academy, one.link).left == 0
    assert at_academy(one) == recorded(one)


@pytest.mark.parametrize("expected", [1, 7])
def test_an_academy_that_keeps_changing_its_mind_is_left(monkeypatch: pytest.MonkeyPatch, expected: int) -> None:
    one = enrolled(3)
    monkeypatch.setattr(one.academy, "send", lambda _: (Gap(expected),))
    assert refusal_of(lambda: send_acts(one.academy, one.link)).code is Code.CHAIN_FORKED


def test_gaps_for_ever_are_no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrolled(9)
    send = one.academy.send
    back = iter(range(8, 0, -1))

    def always_less(acts: tuple[SignedAct, ...]) -> object:
        return (Gap(next(back)),) if acts[0].act.sequence > 1 or len(acts) == 9 else send(acts)

    send_acts(one.academy, one.link)
    monkeypatch.setattr(one.academy, "send", always_less)
    one.read("0600")
    assert refusal_of(lambda: send_acts(one.academy, one.link)).code is Code.CHAIN_FORKED


def test_a_chain_that_forked_sends_nothing() -> None:
    one = enrolled(2)
    send_acts(one.academy, one.link)
    other = post(one.model)
    other.read("0999")
    other.read("0998")
    refused = refusal_of(lambda: send_acts(other.academy, other.link))
    assert (refused.code, refused.facts) == (Code.CHAIN_FORKED, {"sequence": 2})
    assert "send" not in other.academy.calls


def test_a_sealed_file_older_than_what_the_academy_received_is_a_fork_too() -> None:
    one = enrolled(2)
    send_acts(one.academy, one.link)
    older = post(one.model)
    older.read("0401")
    assert refusal_of(lambda: send_acts(older.academy, older.link)).code is Code.CHAIN_FORKED


def test_a_refused_act_is_received_kept_and_shown() -> None:
    one = enrolled(1)
    one.store.record(J01, 1, MarkRaised(StudentNumber("0401"), "PHILO", None, Decimal(12), 0, ""))
    one.read("0402")
    report = send_acts(one.academy, one.link)
    assert (report.sent, report.left) == (3, 0)
    assert [refused.receipt.code for refused in report.refused] == ["sitting_not_open"]
    assert [refused.act.sequence for refused in one.link.refused()] == [2]


def test_an_invalid_act_stops_after_those_that_were_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrolled(3)
    twin = post(seed=9)
    twin.read("0777")
    altered = [one.store.signed[0], replace(one.store.signed[1], envelope=twin.store.signed[0].envelope)]
    monkeypatch.setattr(one.link, "own_acts", lambda *_: tuple(altered))
    assert refusal_of(lambda: send_acts(one.academy, one.link)).code is Code.ACT_ALTERED
    assert one.link.outbox() == 2


def test_a_revoked_post_sends_all_it_has() -> None:
    one = enrolled(2)
    one.model.posts[one.store.key.public.id].revoked = "poste volé"
    report = send_acts(one.academy, one.link)
    assert (report.sent, report.left, report.revoked, report.reason) == (2, 0, True, "poste volé")


def test_pauses_grow_to_half_a_minute_and_use_all_of_the_range() -> None:
    chance = Random(1)  # noqa: S311 - pauses, not secrets
    drawn = [[pause_after(failures, chance) for _ in range(300)] for failures in range(8)]
    for failures, pauses in enumerate(drawn):
        most = min(LONGEST_PAUSE, 2.0**failures)
        assert 0 <= min(pauses) < 0.1 * most
        assert 0.9 * most < max(pauses) <= most


STEPS = st.lists(
    st.sampled_from(["act", "act J02", "send", "lost before", "lost after", "twice", "crash", "backup", "restore"]),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_every_act_is_at_the_academy_exactly_once(steps: list[str]) -> None:
    one = enrolled()
    backup = one.model.backup()
    for at, step in enumerate(steps):
        match step:
            case "act":
                one.read(f"{at:04d}")
            case "act J02":
                one.read(f"{at:04d}", J02)
            case "lost before":
                one.academy.faults.before = [None, CUT]
            case "lost after":
                one.academy.faults.after = [CUT]
            case "twice":
                one.model.receive(one.store.key.public.id, [act.envelope for act in one.store.signed[: at % 5]])
            case "crash":
                # What the academy did was answered, and the post died before it kept the answer.
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(one.link, "keep_receipts", _dies)
                    _tried(one)
            case "backup":
                backup = one.model.backup()
            case "restore":
                one.model.restore(backup)
            case _:
                _tried(one)
    one.academy.faults.before, one.academy.faults.after = [], []
    assert send_acts(one.academy, one.link).left == 0
    assert at_academy(one) == recorded(one)
    held = [line.act.act for jury in one.model.juries.values() for line in jury.feed]
    assert sorted(held) == sorted(recorded(one)), "each act is in one jury, once"


def _dies(_receipts: object) -> None:
    raise KeyboardInterrupt


def _tried(one: Post) -> None:
    try:
        send_acts(one.academy, one.link)
    except (Refusal, KeyboardInterrupt):
        return


def test_a_night_of_failures_still_ends_in_a_pause() -> None:
    assert 0 <= pause_after(100_000, Random(1)) <= LONGEST_PAUSE  # noqa: S311 - as above


def test_the_next_batch_is_on_the_line_while_receipts_go_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrolled(120)
    second = threading.Event()
    send, keep = one.academy.send, one.link.keep_receipts
    sent: list[int] = []

    def sending(acts: Sequence[SignedAct]) -> tuple[ActAnswer, ...]:
        sent.append(len(acts))
        if len(sent) == 2:
            second.set()
        return send(acts)

    def keeping(receipts: Sequence[SignedReceipt]) -> None:
        assert second.wait(20)
        keep(receipts)

    monkeypatch.setattr(one.academy, "send", sending)
    monkeypatch.setattr(one.link, "keep_receipts", keeping)
    assert (send_acts(one.academy, one.link).sent, sent) == (120, [50, 50, 20])
    assert one.link.outbox() == 0


def test_a_disk_that_refuses_receipts_stops_the_sending_and_they_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrolled(200)

    def full(_receipts: Sequence[SignedReceipt]) -> None:
        raise Refusal(Code.DISK_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(one.link, "keep_receipts", full)
        assert refusal_of(lambda: send_acts(one.academy, one.link)).code is Code.DISK_FULL
    assert len(at_academy(one)) == 100  # the batch on the line when the first was refused, and none after
    assert one.link.outbox() == 200
    assert (send_acts(one.academy, one.link).left, len(at_academy(one))) == (0, 200)
