# SPDX-License-Identifier: AGPL-3.0-or-later
"""J3 in a sitting: a server lost twice, a computer that dies, marks that the exam office corrects meanwhile."""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lsl_desk.client.sit.history import LATE
from lsl_desk.client.sit.values import ChangeLine, Stage
from lsl_desk.domain.acts import ConflictSettled, LivretOpened, Role, Ruling
from lsl_desk.domain.closing_acts import PvSigned
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.ui.closing.pv_dialog import PvDialog
from lsl_desk.ui.dialogs.conflicts_dialog import ConflictsDialog
from lsl_desk.ui.french import moment
from tests.journeys.closed import close, the_pv_is_signed
from tests.journeys.morning import Clock
from tests.journeys.projected import names_are_lifted
from tests.journeys.sitter import J03, NEAR, NUMBERS, Sitter, SittingServer, open_the_sitting
from tests.journeys.test_the_day_cut import PRESIDENT

COUNT = 9
"""As many as the journey needs: nobody among them is ajourné."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SittingServer]:
    made = SittingServer(tmp_path / "server", COUNT)
    yield made
    made.lives.close()


def test_a_sitting_goes_on_without_its_server_and_loses_nothing(
    post: Sitter, server: SittingServer, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    """J3, steps 4, 5 and 9 to 12: the server is killed in the middle, then the Desk in the middle of a reason."""
    clock.leapt += datetime.now(UTC) - clock.now() - timedelta(seconds=40)  # this post is 40 s slow
    open_the_sitting(post)
    post.decide(Qt.Key.Key_G)
    post.until(lambda: post.ruling(NEAR) is Ruling.SECOND_GROUPE)
    post.until(lambda: post.state(NEAR).examination is Examination.READ)
    post.until_ordered(server)
    server.lives.kill()
    post.until_says("plan de secours — copie du")

    # 4 and 9: decided and raised on the disk, waiting to be sent, and said to have been done off line
    post.go_to("0304")
    post.raise_mark("PC", "12", "travail constant")
    post.until(lambda: post.state("0304").proposal == "admis")
    post.decide(Qt.Key.Key_A)
    post.until(lambda: post.ruling("0304") is Ruling.ADMIS)
    waiting = post.desk.link.status().outbox
    assert waiting >= 2
    column = post.room.decision.column
    assert column is not None
    assert column.current.sheet is not None
    the_line_says_when_it_was_made_off_line(column.current.sheet.changes[-1], column.changes.texts)
    post.picture("j3-9-hors-ligne")

    the_computer_dies_in_the_middle_of_a_reason(post, tmp_path)
    again = Sitter(qtbot, tmp_path / "killed", PRESIDENT)
    try:
        what_was_typed_is_there(again)
        assert again.ruling("0304") is Ruling.ADMIS
        assert again.desk.link.status().outbox >= waiting
        the_academy_is_back(again, server)
        it_closes_and_is_signed_off_line(again, server)
        a_signature_is_asked_again_only_if_the_pv_changed(again, server)
    finally:
        again.close()


def the_academy_is_back(post: Sitter, server: SittingServer) -> None:
    """Steps 11 and 12: the exam office corrected a mark that the jury had raised; all of it goes, in order and once."""
    post.until_says("plan de secours — copie du")
    server.corrects("0304", "PC", 9)
    server.lives.start()
    post.until(lambda: post.desk.link.status().outbox == 0)
    assert server.decisions() == {NEAR: "second_groupe", "0304": "admis"}
    report = re.compile(r"(\d+) actes envoyés, (\d+) reçus, 1 à régler")
    post.until(lambda: report.search(post.room.header.notice.text()) is not None)
    told = report.search(post.room.header.notice.text())
    assert told is not None
    assert int(told[1]) == int(told[2]) + 1
    post.picture("j3-12-rapport")
    the_president_settles(post)
    post.until(lambda: post.desk.link.status().outbox == 0)
    assert server.mark("0304", "PC") == (Decimal(9), Decimal(12), 0), "the raise is kept upon the corrected mark"
    post.go_to("0304")
    assert post.ruling("0304") is Ruling.ADMIS
    assert not post.state("0304").stale, "it was taken on the mark that was kept"
    the_gain_is_carried_over(post, server)


def the_gain_is_carried_over(post: Sitter, server: SittingServer) -> None:
    """Step 11, what the choice said of it: the 4 points that the jury gave to 8 are given to 9, by a second raise."""
    post.raise_mark("PC", "13", "travail constant, note corrigee")
    post.until(lambda: post.state("0304").stale)
    post.decide(Qt.Key.Key_A)
    post.until(lambda: not post.state("0304").stale and post.desk.link.status().outbox == 0)
    assert server.mark("0304", "PC") == (Decimal(9), Decimal(13), 0)


def the_computer_dies_in_the_middle_of_a_reason(post: Sitter, tmp_path: Path) -> None:
    """Step 5."""
    post.go_to("0308")
    post.choose_exam("MATH")
    post.type("10")
    post.key(Qt.Key.Key_Tab)
    post.type("moyennes en hausse cons")
    post.until(lambda: post.desk.deliberation.drafts(J03, StudentNumber("0308")) != {})
    post.until(lambda: "cons" in str(post.desk.deliberation.drafts(J03, StudentNumber("0308"))))
    # What a killed Desk leaves is what its disk holds at this instant, and nothing it would have said when closing.
    shutil.copytree(tmp_path / "post", tmp_path / "killed")
    post.close()


def what_was_typed_is_there(post: Sitter) -> None:
    """Step 5, once the computer was started again."""
    post.window.open_jury(J03, "0308")
    post.until(lambda: post.window.room is not None)
    post.until_at("0308")
    post.until(lambda: post.room.sitting.state is not None)
    post.until_sheet("0308")
    post.until(lambda: "moyennes en hausse cons" in post.half_typed())
    post.picture("j3-5-reprise")


def the_line_says_when_it_was_made_off_line(change: ChangeLine, texts: Sequence[str]) -> None:
    """Step 9: « hors ligne », the local time, and how far this post's clock is from the academy's."""
    assert change.offline
    (line,) = (text for text in texts if "hors ligne" in text)
    assert moment(change.time) in line
    drift = re.search(r"hors ligne, écart \+(\d+)\u00a0s", line)
    assert drift is not None
    assert 40 <= int(drift[1]) <= LATE.total_seconds(), "what took longer is no measure of a clock"


def the_president_settles(post: Sitter) -> None:
    """Step 11: F5 brings the exam office's mark; F7 shows both, one is chosen with its reason, by keys."""
    post.until(post.room.panel.conflicts.isVisible)
    assert "1 désaccord à régler" in post.room.panel.conflicts.text()
    post.key(Qt.Key.Key_F5)
    post.until(lambda: [one.office for one in post.window.linked.linking().conflicts] == [Decimal(9)])
    post.key(Qt.Key.Key_F7)
    post.until(lambda: isinstance(post.dialog(), ConflictsDialog) and not post.tasks.busy)
    asked = post.dialog()
    assert isinstance(asked, ConflictsDialog)
    asked.activateWindow()
    post.until(asked.isActiveWindow)
    assert (asked.kept.text(), asked.proposed.text()) == ("9 / 20 — note de la DEC", "12 / 20 — proposée")
    assert "Elle était de 8" in asked.kept_by.text()
    assert "(+4)\u00a0: réglez d’abord, puis relevez la note à 13 (M)" in asked.kept_by.text()
    post.picture("j3-11-deux-valeurs")
    while not asked.proposed.hasFocus():
        post.key(Qt.Key.Key_Tab if not asked.kept.hasFocus() else Qt.Key.Key_Down)
    post.key(Qt.Key.Key_Space)
    while not asked.reason.hasFocus():
        post.key(Qt.Key.Key_Tab)
    post.type("relevement maintenu")
    post.key(Qt.Key.Key_Return)
    post.until(lambda: post.dialog() is None)
    post.back()
    post.until(lambda: not post.room.panel.conflicts.isVisible())
    settled = [one.body for one in post.desk._store.acts(J03) if isinstance(one.body, ConflictSettled)]
    assert [(one.chosen, one.reason) for one in settled] == [(Decimal(12), "relevement maintenu")]


def it_closes_and_is_signed_off_line(post: Sitter, server: SittingServer) -> None:
    """Step 10."""
    post.until_ordered(server)
    server.lives.kill()
    post.until_says("plan de secours — copie du")
    for number in NUMBERS[:COUNT]:
        if post.ruling(number) is None:
            post.go_to(number)
            post.decide_as_proposed(number)
            post.until(lambda number=number: post.ruling(number) is not None)  # type: ignore[misc] # bound now
    post.until(lambda: post.state(NUMBERS[COUNT - 1]).examination is Examination.READ)  # the one on the screen
    names_are_lifted(post, J03, COUNT)
    close(post)
    post.until(lambda: post.stage() is Stage.CLOSED)
    the_pv_is_signed(post.pv(), post)
    post.leave()


def a_signature_is_asked_again_only_if_the_pv_changed(post: Sitter, server: SittingServer) -> None:
    """Step 12: what was signed off line stands once all of it is sent; a mark corrected since asks for it again."""
    (signed,) = signatures(post)
    server.lives.start()
    post.until(lambda: post.desk.link.status().outbox == 0)
    opened = livrets_opened(post)
    post.go_to(NEAR)
    post.until(lambda: livrets_opened(post) > opened and post.desk.link.status().outbox == 0)
    pv = show_the_pv(post)
    assert pv.view is not None
    assert (pv.view.digest, pv.view.signed) == (signed.pv, True), "neither the way back nor a livret opened is in it"
    assert pv.signatures.rows[Role.PRESIDENT].state.text().startswith("✓ signé par")
    assert (server.drawn().digest, server.drawn().signed) == (signed.pv, True)
    post.leave()

    post.until_ordered(server)
    server.corrects(NEAR, "PC", 7)
    post.key(Qt.Key.Key_F5)
    post.until(lambda: given_here(post, NEAR, "PC") == Decimal(7))
    pv = show_the_pv(post)
    assert pv.view is not None
    assert (pv.view.digest != signed.pv, pv.view.signed) == (True, False)
    assert "signature annulée" in pv.signatures.rows[Role.PRESIDENT].state.text()
    assert server.drawn().void
    post.picture("j3-12-signature-a-redonner")
    the_pv_is_signed(pv, post)
    post.leave()
    post.until(lambda: post.desk.link.status().outbox == 0)
    again = signatures(post)[-1]
    assert len(signatures(post)) == 2
    assert (server.drawn().digest, server.drawn().signed) == (again.pv, True)


def signatures(post: Sitter) -> list[PvSigned]:
    """Those that the journal of this post has."""
    return [one.body for one in post.desk._store.acts(J03) if isinstance(one.body, PvSigned)]


def livrets_opened(post: Sitter) -> int:
    """How many times a livret was opened on this post."""
    return sum(isinstance(one.body, LivretOpened) for one in post.desk._store.acts(J03))


def show_the_pv(post: Sitter) -> PvDialog:
    """Ctrl+Shift+P."""
    post.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    return post.pv()


def given_here(post: Sitter, number: str, exam: str) -> Decimal | None:
    """The exam office's mark on the sheet that is shown."""
    column = post.room.decision.column
    sheet = None if column is None else column.current.sheet
    assert sheet is not None
    assert sheet.number == number
    return next(one.office for one in sheet.lines if one.exam == exam)
