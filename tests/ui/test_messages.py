# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.messages import Choice, MessageBar


def test_a_refusal_stays_until_it_is_dismissed(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    refusal = Refusal(Code.DISK_FULL)
    bar.refuse(refusal)
    assert bar.texts == (sentence(refusal),)
    assert not bar.isHidden()
    bar.messages[0].close_button.click()
    assert not bar.messages
    assert bar.isHidden()


def test_each_kind_has_a_sign_and_a_word_and_not_only_a_colour(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    for kind in ("done", "info", "warning", "refused"):
        bar.say(f"message {kind}", kind)
    words = [message.findChildren(QLabel)[1].text() for message in bar.messages]
    assert words == ["Fait", "À savoir", "À vérifier", "Refusé"]
    assert all(not message.findChildren(QLabel)[0].pixmap().isNull() for message in bar.messages)


def test_the_same_sentence_is_shown_once_and_the_oldest_leaves(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    for text in ("un", "deux", "trois", "deux", "quatre", "cinq"):
        bar.say(text)
    assert bar.texts == ("trois", "deux", "quatre", "cinq")


def test_a_choice_acts_and_the_message_goes(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    acted: list[int] = []
    bar.say("Trois jurys.", "warning", Choice("Les importer", lambda: acted.append(1)))
    bar.messages[0].buttons[0].click()
    assert acted == [1]
    assert bar.texts == ()


def test_what_was_done_leaves_when_work_goes_on_and_what_is_wrong_stays(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("Émargement enregistré.", "done")
    bar.say("Trois jurys à vérifier.", "warning")
    bar.settle()
    assert bar.texts == ("Trois jurys à vérifier.",)


def test_a_message_closed_by_the_keyboard_gives_it_back_to_where_it_came_from(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar, work, other = MessageBar(), QLineEdit(), QLineEdit()
    column = QVBoxLayout(window)
    for part in (bar, other, work):
        column.addWidget(part)
    bar.say("Émargement enregistré.", "done")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    work.setFocus()
    bar.messages[0].close_button.setFocus()
    bar.messages[0].close_button.click()
    assert work.hasFocus()
