# SPDX-License-Identifier: AGPL-3.0-or-later
"""The true room while the link changes: nothing that is being read moves (features N03), what is new is shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.link.for_screens import JuryMoved, VersionOffered
from lsl_desk.client.link.values import ReadBy
from lsl_desk.domain.acts import Author, ConflictSettled, LivretOpened, LivretRead, Role
from lsl_desk.domain.connection import Contact
from lsl_desk.domain.fallback import ACADEMY, Footing
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck, PageCheck
from lsl_desk.domain.reading import ReadState
from lsl_desk.ui import rooms
from lsl_desk.ui.dialogs.conflicts_dialog import ConflictsDialog
from lsl_desk.ui.reading_room.header import BACK_SOON
from lsl_desk.ui.reading_room.room import ReadingRoom
from tests.client.sit.test_settle_conflict import CONFLICT
from tests.fakes.gate import FakeGate
from tests.fakes.link import NOW, FakeLink
from tests.ui.conftest import Bench, unnamed

J01 = JuryId("J01")
BY = Author("Poste 4", Role.VICE_PRESIDENT)
Linked = tuple[Bench, FakeLink, ReadingRoom]


@pytest.fixture
def linked(bench: Callable[..., Bench]) -> Linked:
    """J01 on livret 0404, four pages, in the middle of the second one, larger than the window."""
    gate = FakeGate()
    link = gate.link = FakeLink()
    driven = bench(gate)
    driven.window._room_factory = rooms.reading_room
    driven.unlock()
    driven.window.open_jury("J01", "0404")
    driven.settle()
    driven.qtbot.waitUntil(lambda: driven.window.linked._made is not None)
    driven.qtbot.waitUntil(lambda: driven.window.linked.linking().status is not None)
    room: object = driven.window.room
    assert isinstance(room, ReadingRoom)
    driven.qtbot.waitUntil(lambda: room.viewer.position() is not None)
    for name in ("zoom_in", "zoom_in", "next_page"):
        driven.window.actions_[name].trigger()
    QTest.keyClick(room.viewer, Qt.Key.Key_Space)
    driven.settle()
    return driven, link, room


def reading(driven: Bench, room: ReadingRoom) -> tuple[object, ...]:
    """Everything that must not move under the reader."""
    table = room.panel.table
    return (
        room.viewer.position(),
        QRect(room.viewer.geometry()),
        QRect(room.geometry()),
        room.header.height(),
        table.currentIndex().row(),
        table.verticalScrollBar().value(),
        QRect(driven.window.badge.geometry()),
        room.state()["number"],
    )


def digest(driven: Bench, number: str) -> Digest:
    found = driven.gate.store.files[J01].by_number(number)
    assert found is not None
    assert found.livret is not None
    return found.livret.digest


def test_a_cut_and_the_way_back_move_nothing(linked: Linked) -> None:
    driven, link, room = linked
    before = reading(driven, room)
    for contact, said in (
        (Contact.ANSWERED, "instable"),
        (Contact.ANSWERED, "en ligne"),
        (Contact.FAILED, "instable"),
        (Contact.FAILED, "coupé depuis"),
        (Contact.ANSWERED, "de retour"),
    ):
        link.contact_came(contact)
        driven.qtbot.waitUntil(lambda said=said: said in driven.window.badge.words.text())  # type: ignore[misc]  # bound now
        assert reading(driven, room) == before
    link.tell(VersionOffered(J01, 2))
    driven.qtbot.waitUntil(driven.window.offer.isVisible)
    assert reading(driven, room)[:6] == before[:6]


def test_a_livret_read_on_another_post_is_shown_as_read_by_whom_and_nothing_moves(linked: Linked) -> None:
    driven, link, room = linked
    driven.settle()
    before, opened = reading(driven, room), len(list(driven.gate.store.acts(J01)))
    for number in ("0401", "0404"):
        found = digest(driven, number)
        body = LivretRead(StudentNumber(number), found, ("1.0",), "académie")
        driven.gate.store.read_elsewhere.setdefault(J01, []).append(body)
        link.readings.setdefault(J01, {})[StudentNumber(number)] = (ReadBy(found, BY, NOW),)
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(lambda: "vice-président" in room.header.reading.text())
    row = room.panel.model.row(StudentNumber("0401"))
    assert row is not None
    assert row.reading.state is ReadState.READ
    place = room.panel.model.index(room.panel.model.place_of(StudentNumber("0401")), 0)
    assert "lu par le vice-président (Poste 4)" in place.data(Qt.ItemDataRole.ToolTipRole)
    driven.settle()
    assert reading(driven, room) == before
    assert len(list(driven.gate.store.acts(J01))) == opened


def test_an_earlier_version_read_elsewhere_is_nobody_s_reading_of_this_one(linked: Linked) -> None:
    driven, link, room = linked
    link.readings[J01] = {StudentNumber("0404"): (ReadBy(Digest("0" * 64), BY, NOW),)}
    link.open[J01] = (CONFLICT,)
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(room.panel.conflicts.isVisible)
    assert room.panel.model.readers == {}


def test_what_another_post_has_before_it_is_skipped_by_n_and_said(linked: Linked) -> None:
    driven, link, room = linked
    others = [row.number for row in room.panel.shown if row.to_read and row.number != "0404"]
    assert len(others) > 1
    link.before_others = frozenset(others[1:])
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(lambda: room._held == link.before_others)
    driven.window.actions_["next_to_read"].trigger()
    driven.settle()
    assert room.state()["number"] == others[0]
    link.before_others = frozenset({StudentNumber("0404"), *others[1:]})
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(lambda: room._held == link.before_others)
    driven.window.actions_["next_to_read"].trigger()
    driven.settle()
    assert room.state()["number"] == others[0]
    assert "sur un autre poste" in room.header.notice.text()


def test_a_newer_livret_waits_until_it_is_asked_for(linked: Linked) -> None:
    driven, link, room = linked
    before = reading(driven, room)
    store = driven.gate.store
    file = store.files[J01]
    new = digest(driven, "0401")
    changed = tuple(
        replace(one, livret=replace(one.livret, digest=new)) if one.number == "0404" and one.livret else one
        for one in file.candidates
    )
    store.files[J01] = replace(file, version=2, candidates=changed)
    link.tell(JuryMoved(J01, version=True))
    driven.qtbot.waitUntil(lambda: "a changé à l’académie" in room.header.notice.text())
    assert reading(driven, room) == before
    driven.window.actions_["focus_livret"].trigger()
    driven.settle()
    last = [act.body for act in store.acts(J01) if isinstance(act.body, LivretOpened)][-1]
    assert last == LivretOpened(StudentNumber("0404"), new, file.source)
    assert "a changé" not in room.header.notice.text()


def test_a_page_that_is_veiled_meanwhile_is_veiled_where_one_is(linked: Linked) -> None:
    driven, link, room = linked
    before = reading(driven, room)
    store = driven.gate.store
    file = store.files[J01]
    veiled = PageCheck(NumberCheck.OTHER, StudentNumber("9999"))
    changed = tuple(
        replace(one, livret=replace(one.livret, pages=(veiled, *one.livret.pages[1:])))
        if one.number == "0404" and one.livret
        else one
        for one in file.candidates
    )
    store.files[J01] = replace(file, candidates=changed)
    link.tell(JuryMoved(J01, pages=True))
    driven.qtbot.waitUntil(lambda: _differs(room))
    driven.settle()
    assert reading(driven, room)[1:6] == before[1:6]
    assert room.viewer.position() == before[0]


def _differs(room: ReadingRoom) -> bool:
    row = room.panel.model.row(StudentNumber("0404"))
    return row is not None and row.livret.value == "other_number"


def dialog(driven: Bench) -> ConflictsDialog:
    (found,) = [one for one in driven.window.findChildren(ConflictsDialog) if one.isVisible()]
    return found


def in_conflict(driven: Bench, link: FakeLink, room: ReadingRoom) -> None:
    link.open[J01] = (CONFLICT, replace(CONFLICT, act=ActId("5" * 32), number=StudentNumber("0404")))
    link.tell(JuryMoved(J01, acts=True))
    driven.qtbot.waitUntil(room.panel.conflicts.isVisible)


def test_conflicts_are_a_line_of_the_room_and_the_president_settles_them(linked: Linked, qtbot: QtBot) -> None:
    driven, link, room = linked
    before = reading(driven, room)
    assert not driven.window.actions_["conflicts"].isEnabled()
    in_conflict(driven, link, room)
    assert room.panel.conflicts.text() == "≠\u00a02 désaccords à régler"
    assert reading(driven, room) == before
    room.panel.conflicts.click()
    asked = dialog(driven)
    assert unnamed(asked) == []
    assert asked.kept.text().startswith("12 / 20")
    assert asked.proposed.text().startswith("12,5 / 20")
    assert "Poste 3" in asked.kept_by.text()
    assert "4 juillet" in asked.proposed_by.text()
    asked.keep.click()
    assert "Choisissez d’abord" in asked.beside.text()
    asked.proposed.setChecked(True)
    asked.keep.click()
    qtbot.waitUntil(lambda: "Donnez la raison" in asked.beside.text())
    for left in (link.open[J01][1:], ()):
        asked.proposed.setChecked(True)
        asked.reason.setText("copie relue")
        link_before = link.outbox
        asked.keep.click()
        qtbot.waitUntil(lambda link_before=link_before: link.outbox > link_before)  # type: ignore[misc]  # bound now
        link.open[J01] = left
        driven.settle()
    link.tell(JuryMoved(J01, acts=True))
    qtbot.waitUntil(lambda: not room.panel.conflicts.isVisible())


def test_a_mark_corrected_meanwhile_is_shown_beside_what_was_typed_and_the_law_says_which_may_be_kept(
    linked: Linked, qtbot: QtBot
) -> None:
    """J3, step 11."""
    driven, link, room = linked
    under = replace(CONFLICT, kept=None, office=Decimal(13), upon=Decimal(9))
    above = replace(under, act=ActId("5" * 32), office=Decimal(9))
    link.open[J01] = (under, above)
    link.tell(JuryMoved(J01, acts=True))
    qtbot.waitUntil(room.panel.conflicts.isVisible)
    driven.window.actions_["conflicts"].trigger()
    asked = dialog(driven)
    assert "la DEC a corrigé" in asked.intro.text()
    assert asked.kept.text() == "13 / 20 — note de la DEC"
    assert "Elle était de 9" in asked.kept_by.text()
    assert asked.kept_by.text().endswith(
        "ajouter le relèvement (+3,5)\u00a0: réglez d’abord, puis relevez la note à 16,5 (M)."
    )
    assert not asked.proposed.isEnabled()
    assert "n’abaisse pas" in asked.proposed_by.text()
    asked.which.setCurrentIndex(1)
    assert asked.proposed.isEnabled()
    assert asked.kept_by.text().endswith("pas encore arrivée sur ce poste.")
    asked.which.setCurrentIndex(0)
    asked.kept.setChecked(True)
    asked.reason.setText("note de la DEC")
    asked.keep.click()
    qtbot.waitUntil(lambda: link.outbox == 1)
    bodies = [one.body for one in driven.gate.store.acts(J01)]
    assert bodies[-1] == ConflictSettled(under.act, None, "note de la DEC")


def test_a_vice_president_sees_both_marks_and_why_they_are_not_theirs_to_choose(linked: Linked) -> None:
    driven, link, room = linked
    assert driven.session.desk is not None
    driven.session.desk.author = BY
    in_conflict(driven, link, room)
    driven.window.actions_["conflicts"].trigger()
    asked = dialog(driven)
    assert asked.kept.text().startswith("12 / 20")
    assert not asked.keep.isVisible()
    assert not asked.reason.isVisible()
    assert "Seul " in asked.beside.text()
    QTest.mouseClick(asked.kept, Qt.MouseButton.LeftButton)
    assert not asked.kept.isChecked()


def academy_source(driven: Bench, jury: JuryId = J01) -> None:
    """The jury shown came from the academy."""
    store = driven.gate.store
    store.files[jury] = replace(store.files[jury], source=ACADEMY)


def cut(link: FakeLink) -> None:
    for _ in range(2):
        link.contact_came(Contact.FAILED)


def back(link: FakeLink) -> None:
    for _ in range(2):
        link.contact_came(Contact.ANSWERED)


def words(driven: Bench) -> str:
    return driven.window.badge.words.text()


def shown_instead(room: ReadingRoom) -> str:
    """The sentence in the place of a livret."""
    return next(one.text() for one in room.viewer.findChildren(QLabel) if one.isVisible() and len(one.text()) > 20)


def sources(driven: Bench) -> list[tuple[str, str]]:
    """Kind of act and source of every reading, in order."""
    bodies = (act.body for act in driven.gate.store.journal)
    return [(type(one).__name__, one.source) for one in bodies if isinstance(one, LivretOpened | LivretRead)]


@pytest.fixture
def confided(linked: Linked) -> Linked:
    """As `linked`, of a jury that the academy confided, and confirmed on 2 July at 17:42."""
    driven, link, room = linked
    academy_source(driven)
    link.contacts[J01] = datetime(2018, 7, 2, 15, 42, tzinfo=UTC)
    room.open(J01, "0404")
    driven.settle()
    back(link)
    driven.settle()
    return linked


def test_the_server_lost_the_same_screen_goes_on_from_the_plan_de_secours(confided: Linked) -> None:
    driven, link, room = confided
    before = reading(driven, room)
    assert words(driven) == "en ligne"
    cut(link)
    driven.qtbot.waitUntil(lambda: words(driven).startswith("plan de secours — copie du 2 juillet"))
    assert "lecture, notes, décisions, PV disponibles" in room.header.notice.text()
    assert reading(driven, room) == before


def test_the_way_back_never_comes_in_the_middle_of_a_candidate(confided: Linked) -> None:
    driven, link, room = confided
    cut(link)
    driven.qtbot.waitUntil(lambda: words(driven).startswith("plan de secours"))
    before = reading(driven, room)
    back(link)
    driven.qtbot.waitUntil(lambda: words(driven) == "de retour au candidat suivant")
    assert reading(driven, room) == before
    driven.window.actions_["next_candidate"].trigger()
    driven.qtbot.waitUntil(lambda: words(driven) == "en ligne")


def test_the_source_of_every_reading_is_kept(confided: Linked) -> None:
    driven, link, _room = confided
    assert sources(driven)[-1] == ("LivretOpened", "académie")
    cut(link)
    driven.qtbot.waitUntil(lambda: words(driven).startswith("plan de secours"))
    driven.window.actions_["next_candidate"].trigger()
    driven.settle()
    assert sources(driven)[-1] == ("LivretOpened", "plan de secours")
    back(link)
    driven.window.actions_["previous_candidate"].trigger()
    driven.settle()
    assert sources(driven)[-1] == ("LivretOpened", "académie")


def test_a_livret_that_the_copy_has_not_is_named_with_what_to_do(confided: Linked) -> None:
    driven, link, room = confided
    cut(link)
    store = driven.gate.store
    file = store.files[J01]
    gone = file.candidates[1]
    awaited = replace(gone, format=LivretFormat.NUMERIQUE, livret=None, problem=LivretProblem.NOT_RECEIVED)
    store.files[J01] = replace(file, candidates=(file.candidates[0], awaited, *file.candidates[2:]))
    room.open(J01, gone.number)
    driven.settle()
    driven.qtbot.waitUntil(lambda: "n’est pas dans la copie du 2 juillet" in shown_instead(room))
    assert shown_instead(room).startswith(gone.number)


@pytest.mark.parametrize("sent_first", [True, False])
def test_the_way_back_and_what_was_sent_stand_together_whichever_comes_first(
    confided: Linked, sent_first: bool
) -> None:
    driven, _link, room = confided
    room.show_footing(Footing(fallen=True))
    if sent_first:
        room.say_sent("✓ 3 actes")
    room.show_footing(Footing(fallen=True, back=True))
    if not sent_first:
        room.say_sent("✓ 3 actes")
    assert room.header.notice.text() == f"✓ 3 actes · {BACK_SOON}"
    driven.window.actions_["next_candidate"].trigger()
    assert "3 actes" not in room.header.notice.text()


def test_what_became_of_the_acts_that_waited_is_said_once(confided: Linked) -> None:
    driven, link, room = confided
    cut(link)
    for _ in range(3):
        link.acts_wait()
    linking = driven.window.linked.linking()
    driven.qtbot.waitUntil(lambda: linking.status is not None and linking.status.outbox == link.outbox)
    back(link)
    link.send()
    link.contact_came(Contact.ANSWERED)
    driven.qtbot.waitUntil(lambda: "actes envoyés, reçus par l’académie" in room.header.notice.text())
    assert room.header.notice.text().startswith("✓")
