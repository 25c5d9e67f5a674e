# SPDX-License-Identifier: AGPL-3.0-or-later
"""J2, a president's sitting by keyboard alone: 80 candidates in an accelerated hour.

The true window, store, page worker and server. Pictures of each step in ``build/pictures/journey-2``.
"""

from datetime import timedelta
from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lsl_desk.adapters.store.link import SealedLink
from lsl_desk.adapters.store.schema import metadata
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from tests.journeys.closed import the_pv_is_signed, the_sitting_closes
from tests.journeys.morning import Clock, NoMouse
from tests.journeys.projected import NAMED, names_are_lifted, the_wall_shows
from tests.journeys.sitter import (
    COUNT,
    J03,
    NEAR,
    NOTHING,
    NUMBERS,
    PAPER,
    UNMARKED,
    Sitter,
    SittingServer,
    given,
    open_the_sitting,
)
from tests.journeys.test_the_day_cut import LONG


def test_eighty_candidates_in_an_hour_without_a_mouse(
    post: Sitter, server: SittingServer, clock: Clock, qapp: QApplication, qtbot: QtBot
) -> None:
    watch = NoMouse(qapp)
    open_the_sitting(post)
    opened = clock.now()
    the_table_says_what_is_near_and_compulsory(post)
    the_bench_keeps_nothing(post)
    before = the_wall_shows(post, (PAPER, NEAR))
    a_raise_is_held_to_the_law(post)
    refused = 0
    for number in NUMBERS[1:]:
        clock.leapt += timedelta(seconds=45)
        refused += decide_of(post, number)
    assert refused >= 1, "somebody was to be failed unread, and was refused"
    assert clock.now() - opened < timedelta(minutes=64)
    like_cases_are_told(post)
    names_are_lifted(post, J03, COUNT)
    after = the_wall_shows(post, NUMBERS[:3])
    assert NAMED not in before + after, "step 10: the room sees numbers, and never a name"
    assert NEAR in before
    the_sitting_closes(post)
    the_pv_is_signed(post.pv(), post)
    assert watch.events == 0

    # What was decided is what the academy holds, once each; what an hour brought in one minute takes a while to go.
    qtbot.waitUntil(lambda: post.desk.link.status().outbox == 0, timeout=2 * LONG)
    held = server.decisions()
    assert len(held) == COUNT
    assert all(held[number] == (post.ruling(number) or "") for number in held)


def the_table_says_what_is_near_and_compulsory(post: Sitter) -> None:
    """Step 2."""
    post.picture("2-jury")
    under_ten = {one for one in NUMBERS if post.state(one).near and post.state(one).threshold == 10}
    assert under_ten == {one for one in NUMBERS if given(int(one) - 300) == {}}
    assert (post.state("0309").compulsory, post.state("0309").proposal) == (True, "ajourne")


def the_bench_keeps_nothing(post: Sitter) -> None:
    """Step 6: 400 / 400 is shown, no act is made, and the database says what it said (features N06)."""
    post.until(lambda: post.state(NEAR).examination is Examination.READ)
    post.until(lambda: post.desk.link.status().outbox == 0)
    journal, database = len(list(post.desk._store.acts(J03))), content(post)
    post.choose_exam("PC")
    post.key(Qt.Key.Key_B)
    post.type("9")
    post.until(lambda: "400" in post.said())
    post.picture("6-banc-d-essai")
    post.key(Qt.Key.Key_Escape)
    post.key(Qt.Key.Key_Escape)
    post.until(lambda: not post.tasks.busy)
    assert len(list(post.desk._store.acts(J03))) == journal
    assert content(post) == database


def content(post: Sitter) -> str:
    """The hash of all that the sealed file holds, but for what comes of the academy by itself, at any moment."""
    said = sha256()
    link = post.desk.link
    assert isinstance(link, Liaison)
    assert isinstance(link._link, SealedLink)
    with link._link._engines().reading() as connection:
        for table in metadata.sorted_tables:
            if table.name not in {"contact", "receipt", "feed"}:
                said.update(repr((table.name, sorted(map(repr, connection.execute(select(table)))))).encode())
    return said.hexdigest()


def a_raise_is_held_to_the_law(post: Sitter) -> None:
    """Steps 7 and 9: refused with its text, then made with its reason, and decided."""
    post.raise_mark("PC", "32", "trop")
    post.until(lambda: "note de 0 à 20" in post.said())
    post.picture("7-refus-32")
    post.key(Qt.Key.Key_Escape)
    post.until(lambda: not post.tasks.busy)
    post.raise_mark("PC", "9", "travail constant au second semestre")
    post.until(lambda: post.state(NEAR).proposal == "admis")
    post.picture("7-releve")
    post.decide(Qt.Key.Key_A)
    post.until(lambda: post.ruling(NEAR) is Ruling.ADMIS)
    post.picture("9-decision")


def decide_of(post: Sitter, number: str) -> int:
    """Go to a candidate and decide by keys; 1 when the livret had to be read first (step 9, 11 and 12)."""
    refused = 0
    post.go_to(number)
    if number == UNMARKED:
        post.decide(Qt.Key.Key_F)
        post.give_reason("note de philosophie attendue")
    elif number == NOTHING:
        post.decide(Qt.Key.Key_J)
        post.until(lambda: "non examiné" in post.said())
        post.key(Qt.Key.Key_Escape)
        post.declare_none("candidat libre, rien au dossier")
        post.decide(Qt.Key.Key_J)
    elif number == PAPER:
        post.key(Qt.Key.Key_E)
        post.until(lambda: post.state(PAPER).examination is Examination.PAPER)
        post.picture("11-papier")
        post.decide(Qt.Key.Key_J)
    else:
        refused = post.decide_as_proposed(number)
    post.until(lambda: post.ruling(number) is not None)
    return refused


def like_cases_are_told(post: Sitter) -> None:
    """Step 8: the other candidates of the same série and average, without a name."""
    post.go_to("0304")
    column = post.room.decision.column
    assert column is not None
    assert column.current.sheet is not None
    told = {one.number for one in column.current.sheet.precedents}
    assert told == {one for one in NUMBERS if given(int(one) - 300) == {}} - {"0304"}
    post.picture("8-precedents")
