# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lsl_desk.client.desk import Desk
from lsl_desk.domain.acts import Author, ConflictSettled, PresidencyHanded, Role
from lsl_desk.domain.board import Board
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, DeviceId, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkChange, MarkConflict
from tests.domain.sitting import PRESIDENT, VICE, act
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.desk import AUTHOR, MemoryStore, make_desk
from tests.fakes.link import FakeLink

J01 = JuryId("J01")
AT = datetime(2018, 7, 4, 8, 0, tzinfo=UTC)
KEPT = MarkChange(ActId("1" * 32), Decimal(12), Author("Poste 3", Role.PRESIDENT), AT, DeviceId("a" * 16))
PROPOSED = replace(KEPT, act=ActId("2" * 32), value=Decimal("12.5"), device=DeviceId("b" * 16))
CONFLICT = MarkConflict(ActId("2" * 32), StudentNumber("0401"), ExamCode("PHILO"), KEPT, PROPOSED, Decimal(11))


@pytest.fixture
def link() -> FakeLink:
    made = FakeLink()
    made.open[J01] = (CONFLICT,)
    return made


def desk(link: FakeLink, store: MemoryStore, author: Author = AUTHOR) -> Desk:
    made = make_desk(1, store, link=link, author=author)
    assert made.link is link
    return made


def test_the_choice_is_an_act_with_its_reason_and_waits_to_be_sent(link: FakeLink) -> None:
    store = MemoryStore()
    desk(link, store).settle_conflict(J01, CONFLICT.act, Decimal("12.5"), "  copie relue ")
    (act,) = store.acts(J01)
    assert act.body == ConflictSettled(CONFLICT.act, Decimal("12.5"), "copie relue")
    assert act.version == 1
    assert link.outbox == 1


@pytest.mark.parametrize(
    ("author", "conflict", "chosen", "reason", "code"),
    [
        (Author("Poste 4", Role.VICE_PRESIDENT), CONFLICT.act, "12", "parce que", Code.PRESIDENT_ONLY),
        (AUTHOR, ActId("3" * 32), "12", "parce que", Code.CONFLICT_UNKNOWN),
        (AUTHOR, CONFLICT.act, "14", "parce que", Code.MARK_OUT_OF_RANGE),
        (AUTHOR, CONFLICT.act, "12", "  ", Code.REASON_MISSING),
    ],
)
def test_what_is_refused_writes_nothing(
    link: FakeLink, author: Author, conflict: ActId, chosen: str, reason: str, code: Code
) -> None:
    store = MemoryStore()
    with pytest.raises(Refusal) as refused:
        desk(link, store, author).settle_conflict(J01, conflict, Decimal(chosen), reason)
    assert refused.value.code is code
    assert list(store.acts(J01)) == []
    assert link.outbox == 0


def test_after_a_handover_the_vice_president_chooses_and_the_president_no_more(link: FakeLink) -> None:
    link.boards[J01] = Board({})
    handed = act(1, PresidencyHanded(Role.VICE_PRESIDENT, "Vice-président d’essai", "rappelée"), PRESIDENT)
    link.boards[J01].take(handed)
    with pytest.raises(Refusal) as refused:
        desk(link, MemoryStore()).settle_conflict(J01, CONFLICT.act, Decimal(12), "relu")
    assert refused.value.code is Code.PRESIDENT_ONLY
    store = MemoryStore()
    desk(link, store, VICE).settle_conflict(J01, CONFLICT.act, Decimal(12), "relu")
    assert [one.body for one in store.acts(J01)] == [ConflictSettled(CONFLICT.act, Decimal(12), "relu")]


def test_no_conflict_is_settled_in_a_jury_of_june_once_september_sits(link: FakeLink) -> None:
    store = MemoryStore()
    sat = FakeDeliberation(store)
    made = make_desk(1, store, link=link, deliberation=lambda _desk: sat)
    assert made.link is link
    sat.june_over.add(J01)
    with pytest.raises(Refusal) as refused:
        made.settle_conflict(J01, CONFLICT.act, Decimal(12), "relu")
    assert (refused.value.code, list(store.acts(J01))) == (Code.JUNE_OVER, [])
    sat.june_over.clear()
    made.settle_conflict(J01, CONFLICT.act, Decimal(12), "relu")


def test_a_desk_without_an_academy_has_no_conflict_to_settle() -> None:
    with pytest.raises(Refusal) as refused:
        make_desk(1).settle_conflict(J01, CONFLICT.act, Decimal(12), "parce que")
    assert refused.value.code is Code.NOT_ENROLLED


def test_a_desk_says_whether_an_academy_took_this_post() -> None:
    assert make_desk(0, link=FakeLink()).enrolled()
    assert not make_desk(0, link=FakeLink(enrolled=False)).enrolled()
    assert not make_desk(0).enrolled()
