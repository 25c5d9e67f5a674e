# SPDX-License-Identifier: AGPL-3.0-or-later
"""What decision 008 says of acts going up, on both databases."""

import base64
import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lsl_desk.domain.acts import (
    Author,
    ConflictSettled,
    LivretOpened,
    NumberIncident,
    Role,
    Ruling,
    SittingClosed,
)
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN, Verdict, next_chain
from lsl_desk.server.db import acts as rows
from lsl_desk.server.db import schema
from lsl_desk.server.services import acts
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act, encode_act
from lsl_desk.wire.envelope import Signed, SigningKey
from lsl_desk.wire.exchange import ActAnswered
from tests.server.world import START, Post, World, decided, raised, read, receipt, text


def send(world: World, post: Post, *envelopes: str) -> list[ActAnswered]:
    """Have the academy receive acts of a post."""
    return acts.receive(world.academy, post.key.public.id, envelopes)


def kept(world: World) -> int:
    """How many acts the academy keeps."""
    with world.academy.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(schema.act)) or 0


def verdicts(world: World, answers: list[ActAnswered]) -> list[tuple[str, str]]:
    """Verdict and code of each receipt."""
    return [((one := receipt(answer, world.academy.key.public)).verdict.value, one.code) for answer in answers]


def test_acts_are_ranked_and_chained_in_their_jury_with_a_signed_receipt(world: World) -> None:
    post = world.post(Role.PRESIDENT, "J01", "J02")
    answers = send(world, post, post.act(read()), post.act(read("0432")), post.act(read(), jury="J02"))
    first, second, other = (receipt(answer, world.academy.key.public) for answer in answers)
    assert (first.jury, first.sequence, first.verdict, first.received) == ("J01", 1, Verdict.ACCEPTED, START)
    assert first.chain == next_chain(NO_CHAIN, first.digest, first.verdict)
    assert (second.sequence, second.chain) == (2, next_chain(first.chain, second.digest, second.verdict))
    assert (other.sequence, other.chain) == (1, next_chain(NO_CHAIN, other.digest, other.verdict))


def test_the_same_act_again_gets_the_same_receipt_byte_for_byte(world: World) -> None:
    post = world.post()
    one, two = post.act(read()), post.act(raised("12"))
    before = send(world, post, one)
    world.clock.time += timedelta(hours=1)
    again = send(world, post, one, two, one)
    assert again[0] == before[0] == again[2]
    assert kept(world) == 2


@pytest.mark.logs("act refused")
def test_the_same_identifier_with_another_body_is_refused_and_reported(world: World) -> None:
    post = world.post()
    send(world, post, post.act(read()))
    same = decode_act(Signed.from_bytes(base64.b64decode(post.sent[0])).payload).act
    post.sequence, post.head = 0, Digest("0" * 64)
    answers = send(world, post, post.act(read("0432"), act=same))
    assert answers[0].state == "invalid"
    assert answers[0].problem is not None
    assert answers[0].problem.code == Code.ACT_ALTERED
    assert kept(world) == 1


@pytest.mark.logs("act refused")
def test_another_post_cannot_take_an_identifier(world: World) -> None:
    post, thief = world.post(), world.post()
    send(world, post, post.act(read()))
    same = decode_act(Signed.from_bytes(base64.b64decode(post.sent[0])).payload).act
    answers = send(world, thief, thief.act(read(), act=same))
    assert answers[0].problem is not None
    assert answers[0].problem.code == Code.ACT_ALTERED


def test_a_rank_too_far_is_a_gap_that_names_the_rank_expected(world: World) -> None:
    post = world.post()
    lost, one, two = post.act(read()), post.act(read("0432")), post.act(read())
    answers = send(world, post, one, two)
    assert answers == [ActAnswered(state="gap", expected=1)]
    assert [one.state for one in send(world, post, lost, one, two)] == ["kept"] * 3


@pytest.mark.logs("act refused")
@pytest.mark.parametrize("other", [{"previous": Digest("b" * 64)}, {"sequence": 1}])
def test_another_past_than_the_one_received_is_a_fork(world: World, other: dict[str, Any]) -> None:
    post = world.post()
    send(world, post, post.act(read()))
    answers = send(world, post, post.act(read("0432"), **other))
    assert answers[0].problem is not None
    assert answers[0].problem.code == Code.CHAIN_FORKED
    assert kept(world) == 1


@pytest.mark.logs("act refused")
def test_what_is_wrong_ends_the_batch_and_what_came_before_it_is_kept(world: World) -> None:
    post = world.post()
    answers = send(world, post, post.act(read()), "AAAA", post.act(read()))
    assert [one.state for one in answers] == ["kept", "invalid"]
    assert kept(world) == 1


def _by_another_key(post: Post) -> str:
    other = SigningKey.generate()
    act = decode_act(Signed.from_bytes(base64.b64decode(post.act(read()))).payload)
    return text(other.sign(envelope.ACT, encode_act(act)))


def _of_another_type(post: Post) -> str:
    act = decode_act(Signed.from_bytes(base64.b64decode(post.act(read()))).payload)
    return text(post.key.sign(envelope.VISA, encode_act(act)))


def _not_an_act(post: Post) -> str:
    return text(post.key.sign(envelope.ACT, b"{}"))


def _of_another_device(post: Post) -> str:
    return post.act(read(), device=SigningKey.generate().public.id)


def _not_base64(_post: Post) -> str:
    return "A"


@pytest.mark.logs("act refused")
@pytest.mark.parametrize(
    ("made", "code"),
    [
        (_by_another_key, Code.ACT_UNSIGNED),
        (_of_another_type, Code.ACT_UNSIGNED),
        (_of_another_device, Code.ACT_UNSIGNED),
        (_not_an_act, Code.ACT_UNREADABLE),
        (_not_base64, Code.ACT_UNREADABLE),
    ],
)
def test_what_its_post_did_not_sign_is_not_kept(world: World, made: Any, code: Code) -> None:
    post = world.post()
    answers = send(world, post, made(post))
    assert answers[0].problem is not None
    assert answers[0].problem.code == code
    assert kept(world) == 0


def test_an_act_that_may_not_have_its_effect_is_kept_and_the_chain_goes_on(world: World) -> None:
    world.sitting()
    post = world.post(Role.VICE_PRESIDENT)
    answers = send(
        world,
        post,
        post.act(raised("12"), author=Author("Poste inventé", Role.PRESIDENT)),
        post.act(raised("12"), jury="J09"),
        post.act(raised("12"), jury="un dossier importé"),
        post.act(SittingClosed(NO_CHAIN)),
        post.act(raised("12", exam="INCONNUE")),
        post.act(raised("12")),
    )
    assert verdicts(world, answers) == [
        ("refused", Code.ROLE_OTHER),
        ("refused", Code.JURY_NOT_YOURS),
        ("refused", Code.JURY_NOT_YOURS),
        ("refused", Code.PRESIDENT_ONLY),
        ("refused", Code.MARK_UNKNOWN),
        ("accepted", ""),
    ]


def test_a_revoked_post_may_send_and_has_no_effect(world: World) -> None:
    post = world.post()
    world.revoke(post)
    answers = send(world, post, post.act(raised("12")), post.act(read()))
    assert verdicts(world, answers) == [("refused", Code.DEVICE_REVOKED)] * 2
    with world.academy.database.reading() as connection:
        assert connection.execute(select(schema.mark_change)).all() == []
        assert connection.execute(select(schema.livret_read)).all() == []


def test_a_head_of_centre_reads_and_changes_no_mark(world: World) -> None:
    post = world.post(Role.CHEF_DE_CENTRE)
    answers = send(world, post, post.act(read(), jury="J02"), post.act(raised("12")))
    assert verdicts(world, answers) == [("accepted", ""), ("refused", Code.FORBIDDEN)]


def test_two_posts_change_one_mark_and_the_president_settles(world: World) -> None:
    one, two = world.sitting(), world.post(Role.VICE_PRESIDENT)
    send(world, one, one.act(raised("12")))
    conflict = receipt(send(world, two, two.act(raised("13")))[0], world.academy.key.public)
    assert conflict.verdict is Verdict.CONFLICT
    close, settle = SittingClosed(NO_CHAIN), ConflictSettled(conflict.act, Decimal(13), "vu")
    answers = send(
        world,
        one,
        one.act(close),
        one.act(settle),
        one.act(settle),
        one.act(raised("14", seen=2, before="13")),
        one.act(close),
        one.act(decided(Ruling.ADMIS, "14", mention="B")),
        one.act(decided(Ruling.SECOND_GROUPE, number="0432")),
        one.act(close),
    )
    (reason,) = world.explained()
    after = (reason, close, close, raised("15", seen=3), read())
    answers += send(world, one, *(one.act(body) for body in after))
    assert verdicts(world, answers) == [
        ("refused", Code.CONFLICT_OPEN),
        ("accepted", ""),
        ("refused", Code.CONFLICT_UNKNOWN),
        ("accepted", ""),
        ("refused", Code.CLOSING_UNDECIDED),
        ("accepted", ""),
        ("accepted", ""),
        ("refused", Code.CLOSING_UNEQUAL),
        ("accepted", ""),
        ("accepted", ""),
        ("refused", Code.SITTING_CLOSED),
        ("refused", Code.SITTING_CLOSED),
        ("accepted", ""),
    ]


def test_the_feed_chains_from_its_beginning(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "FEED_LINES", 2)
    post = world.post()
    send(world, post, *(post.act(LivretOpened(StudentNumber("0417"), Digest("a" * 64), "x")) for _ in range(5)))
    chain, after = NO_CHAIN, 0
    while after < 5:
        lines, last = acts.feed(world.academy, JuryId("J01"), after)
        assert last == 5
        for line in lines:
            told = receipt(line.receipt, world.academy.key.public)
            chain = next_chain(chain, told.digest, told.verdict, told.code)
            assert (line.sequence, told.sequence, told.chain) == (after + 1, after + 1, chain)
            after += 1
    assert acts.feed(world.academy, JuryId("J01"), 5) == ([], 5)


def test_an_incident_is_kept(world: World) -> None:
    post = world.post()
    incident = NumberIncident(StudentNumber("0417"), Digest("a" * 64), 1, "0418")
    assert verdicts(world, send(world, post, post.act(incident))) == [("accepted", "")]


@pytest.mark.parametrize("other", ["act", "rank on the post", "rank in the jury"])
def test_the_database_itself_keeps_an_act_once(world: World, other: str) -> None:
    """Were the code above it wrong, the tables would refuse the second one (shown by calling them alone)."""
    post = world.post()
    send(world, post, post.act(read()))
    with world.academy.database.reading() as connection:
        ((one, _),), _ = rows.feed(connection, JuryId("J01"), 0, 10)
    fresh = replace(one, act=ActId(uuid.uuid4().hex), sequence=2, jury_sequence=2)
    again = {
        "act": replace(fresh, act=one.act),
        "rank on the post": replace(fresh, sequence=1),
        "rank in the jury": replace(fresh, jury_sequence=1),
    }[other]
    with pytest.raises(IntegrityError), world.academy.database.writing() as connection:
        rows.add(connection, again)
    with world.academy.database.writing() as connection:
        rows.add(connection, fresh)


def test_two_posts_at_once_are_ranked_without_a_gap(world: World) -> None:
    posts = [world.post(Role.PRESIDENT, "J01", "J02") for _ in range(4)]
    made = [[one.act(read(), jury=jury) for _ in range(5) for jury in ("J01", "J02")] for one in posts]
    failed: list[BaseException] = []

    def work(post: Post, envelopes: list[str]) -> None:
        try:
            for begin in range(0, 10, 2):
                assert [one.state for one in send(world, post, *envelopes[begin : begin + 2])] == ["kept", "kept"]
        except BaseException as error:  # noqa: BLE001 - told by the test, whatever it is
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(posts, made, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for jury in ("J01", "J02"):
        lines, last = acts.feed(world.academy, JuryId(jury), 0)
        assert ([line.sequence for line in lines], last) == (list(range(1, 21)), 20)
