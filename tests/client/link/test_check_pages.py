# SPDX-License-Identifier: AGPL-3.0-or-later
"""The own reading of what came from the academy (features N02): compared with its verdicts, and searchable after."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lsl_desk.client.link.check_pages import check_pages
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.progress import Cancelled, Progress
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.livret import LivretProblem, NumberCheck
from lsl_desk.domain.pages import Inspection
from tests.academy.model import candidate, digest_of, livret_data
from tests.client.link.posts import J01, Post, livrets, post
from tests.fakes.desk import FixedClock
from tests.fakes.source import inspect_text


def synced(people: dict[str, bytes], one: Post | None = None) -> Post:
    one = one or post()
    one.model.publish("J01", people)
    sync_jury(one.academy, one.link, FixedClock(), one.offered())
    return one


def check(one: Post, moved: list[JuryId] | None = None) -> int:
    told = [] if moved is None else moved
    return check_pages(one.store, one.link, lambda data: lambda: inspect_text(data), moved=told.append)


def test_pages_that_agree_change_nothing_but_the_search() -> None:
    one = synced(livrets(7))
    before = one.store.jury(J01)
    moved: list[JuryId] = []
    assert check(one, moved) == 7
    assert moved == [J01] * 7
    assert one.store.jury(J01) == before
    assert one.store.anomalies(J01) == ()
    assert [hit.number for hit in one.store.search(J01, "0403 page 2")] == ["0403"]
    assert check(one) == 0


def test_a_page_that_bears_another_number_is_veiled_whatever_the_academy_says() -> None:
    lied = livret_data("0418", wrong="0417")
    one = synced({"0417": livret_data("0417"), "0418": lied})
    check(one)
    veiled = one.store.jury(J01).candidates[1]
    assert veiled.problem is LivretProblem.NUMBER_MISMATCH
    assert veiled.livret is not None
    assert {page.check for page in veiled.livret.pages} == {NumberCheck.OTHER}
    assert [(odd.code, odd.where, odd.value, odd.expected) for odd in one.store.anomalies(J01)] == [
        (AnomalyCode.OTHER_VERDICT, "livret 0418, page 1", "other", "match"),
        (AnomalyCode.OTHER_VERDICT, "livret 0418, page 2", "other", "match"),
    ]


def test_a_page_that_the_academy_veils_stays_veiled() -> None:
    data = livret_data("0417")
    listed = candidate("0417", data)
    assert listed.livret is not None
    grave = tuple(replace(page, check=NumberCheck.ABSENT) for page in listed.livret.pages)
    one = post()
    one.model.publish(
        "J01", {"0417": data}, changed={"0417": replace(listed, livret=replace(listed.livret, pages=grave))}
    )
    sync_jury(one.academy, one.link, FixedClock(), one.offered())
    check(one)
    kept = one.store.jury(J01).candidates[0].livret
    assert kept is not None
    assert kept.mismatched
    assert len(one.store.anomalies(J01)) == 2


def test_a_livret_that_cannot_be_shown_is_said_at_once() -> None:
    one = synced({"0417": b"%PDF broken"})
    check(one)
    assert one.store.jury(J01).candidates[0].problem is LivretProblem.TRUNCATED
    assert [odd.code for odd in one.store.anomalies(J01)] == [AnomalyCode.LIVRET_REFUSED]


def test_bytes_that_no_longer_bear_their_digest_are_a_problem_of_that_livret(monkeypatch: pytest.MonkeyPatch) -> None:
    one = synced(livrets(2))
    real = one.store.livret

    def damaged(digest: Digest) -> bytes:
        if digest == digest_of(livret_data("0401")):
            raise Refusal(Code.LIVRET_REFUSED, number="0401")
        return real(digest)

    monkeypatch.setattr(one.store, "livret", damaged)
    assert check(one) == 2
    assert [one.problem for one in one.store.jury(J01).candidates] == [LivretProblem.DIGEST_MISMATCH, None]


def test_a_disk_that_fails_is_not_the_livrets_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    one = synced(livrets(1))

    def failed(_digest: Digest) -> bytes:
        raise Refusal(Code.DISK_FAILED, detail="x")

    monkeypatch.setattr(one.store, "livret", failed)
    with pytest.raises(Refusal):
        check(one)


def test_it_stops_when_it_is_told_to_and_keeps_what_was_read() -> None:
    one = synced(livrets(9))
    with pytest.raises(Cancelled):
        check_pages(one.store, one.link, lambda data: lambda: inspect_text(data), report=lambda told: told.done < 7)
    assert 0 < len(one.link.unchecked()) < 9
    seen: list[Progress] = []

    def report(progress: Progress) -> bool:
        seen.append(progress)
        return True

    check_pages(one.store, one.link, lambda data: lambda: inspect_text(data), report=report)
    assert seen[-1].done == seen[-1].total
    assert one.link.unchecked() == ()


def test_a_newer_version_meanwhile_is_left_to_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    one = synced(livrets(1))
    other = synced({"0401": livret_data("0401", 4)}, post())
    monkeypatch.setattr(one.link, "manifest", other.link.manifest)
    assert check(one) == 0
    monkeypatch.setattr(one.link, "manifest", lambda _jury: None)
    assert check(one) == 0


def test_an_inspection_is_begun_before_the_one_before_is_kept() -> None:
    one = synced(livrets(3))
    begun: list[bytes] = []

    def later(data: bytes) -> Callable[[], Inspection]:
        begun.append(data)

        def answer() -> Inspection:
            assert len(begun) == 3
            return inspect_text(data)

        return answer

    assert check_pages(one.store, one.link, later) == 3
