# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas of a closed jury: one a final decision, none that proves nothing, and what stops them (K01)."""

from dataclasses import replace
from datetime import UTC, datetime

from lsl_desk.domain.acts import NoLivretDeclared, Presence, Ruling
from lsl_desk.domain.closing_papers import PrintedClosing
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.minutes import LivretExamined, Minutes
from lsl_desk.domain.roles import Role
from lsl_desk.domain.visas import (
    ExaminedBy,
    How,
    JuryVisas,
    Stopped,
    Visa,
    counts,
    presided,
    since_sent,
    visas_of,
)
from tests.domain.closings import Room, closed_room
from tests.domain.sitting import FAILING, PAPER, PASSING, PRESIDENT, READ
from tests.domain.test_minutes import drawn

PV, CHAIN, MADE = Digest("a" * 64), Digest("b" * 64), datetime(2018, 7, 4, 12, tzinfo=UTC)


def visas(minutes: Minutes) -> JuryVisas | Stopped:
    return visas_of(minutes, PV, 12, CHAIN, MADE)


def of_closed(room: Room) -> JuryVisas:
    made = visas(drawn(room))
    assert isinstance(made, JuryVisas)
    return made


def with_livret(minutes: Minutes, livret: LivretExamined) -> Minutes:
    """The same PV, the livret of who failed examined otherwise."""
    (first, *rest) = minutes.lines
    return replace(minutes, lines=(replace(first, livret=livret), *rest))


def test_each_final_decision_has_its_visa_and_the_second_group_waits_for_its_own() -> None:
    room = closed_room()
    made = of_closed(room)
    read = room.annals.readings[FAILING, READ, 2]
    assert made.visas == (
        Visa(FAILING, READ, How.ONLINE, ExaminedBy(PRESIDENT.name, Role.PRESIDENT, read.time, read.act)),
        Visa(PASSING, Digest(""), How.NOT_REQUIRED, None),
    )
    assert made.later == (PAPER,)
    assert (made.jury, made.group, made.edition, made.pv, made.sequence, made.chain, made.made) == (
        "J01", 1, 1, PV, 12, CHAIN, MADE,
    )  # fmt: skip
    assert counts(made) == {How.ONLINE: 1, How.COPY: 0, How.PAPER: 0, How.NONE_GIVEN: 0, How.NOT_REQUIRED: 1}


def test_a_reading_from_the_copy_a_paper_one_and_a_livret_never_given_say_so() -> None:
    pv = drawn(closed_room())
    livret = pv.lines[0].livret
    said = {
        How.COPY: replace(livret, source=COPY),
        How.PAPER: replace(livret, state=Examination.PAPER),
        How.NONE_GIVEN: replace(livret, state=Examination.NONE_GIVEN, digest=Digest(""), reason="perdu"),
    }
    for how, one in said.items():
        made = visas(with_livret(pv, one))
        assert isinstance(made, JuryVisas)
        assert (made.visas[0].how, made.visas[0].livret) == (how, one.digest)


def test_an_open_jury_an_unread_ajourne_and_a_decision_that_does_not_stand_stop_the_batch() -> None:
    room = Room()
    room.do(NoLivretDeclared(PASSING, True, "ne l’a pas fourni"))
    assert visas(drawn(room)) == Stopped(open=True, undecided=(FAILING, PAPER, PASSING), unexamined=())
    pv = drawn(closed_room())
    unread = with_livret(pv, LivretExamined(Examination.UNREAD, READ))
    assert visas(unread) == Stopped(open=False, undecided=(), unexamined=(FAILING,))
    nobody = with_livret(pv, LivretExamined(Examination.READ, READ))
    assert visas(nobody) == Stopped(open=False, undecided=(), unexamined=(FAILING,)), "nothing says who read it"
    lines = (pv.lines[0], replace(pv.lines[1], stale=True), replace(pv.lines[2], ruling=Ruling.SUSPENDU))
    assert visas(replace(pv, lines=lines)) == Stopped(open=False, undecided=(PAPER, PASSING), unexamined=())


def test_a_visa_that_says_another_thing_leaves_again_and_one_that_stands_no_more_is_taken_back() -> None:
    made = of_closed(closed_room())
    read, passing = made.visas
    assert since_sent(made, None) == (made.visas, ())
    assert since_sent(made, made) == ((), ())
    for before in (replace(read, livret=Digest("c" * 64)), replace(read, how=How.COPY), replace(read, by=None)):
        assert since_sent(made, replace(made, visas=(before, passing))) == ((read,), ())
    assert since_sent(replace(made, visas=(passing,)), made) == ((), (FAILING,))


def test_the_name_of_who_presided_stands_on_them() -> None:
    pv = drawn(closed_room())
    president, vice = (one.name for one in pv.members)
    assert presided(pv) == president
    assert presided(replace(pv, presiding=Role.VICE_PRESIDENT)) == vice
    assert presided(replace(pv, members=())) == ""


def test_of_two_vice_presidents_the_one_in_the_room_is_named_on_the_visas_and_the_pv() -> None:
    pv = drawn(closed_room())
    president, vice = pv.members
    other = replace(vice, name="Autre vice-présidente d’essai")
    for listed, named in (
        ((president, replace(vice, presence=Presence.AWAY), other), other.name),
        ((president, replace(vice, presence=Presence.AWAY), replace(other, presence=Presence.REMOTE)), other.name),
        ((president, replace(vice, presence=Presence.AWAY)), vice.name),
    ):
        made = replace(pv, members=listed, presiding=Role.VICE_PRESIDENT)
        visas = visas_of(made, PV, 3, CHAIN, MADE)
        assert isinstance(visas, JuryVisas)
        assert visas.president == named
        assert (presided(made), PrintedClosing(made, MADE).seated(Role.VICE_PRESIDENT)) == (named, named)
