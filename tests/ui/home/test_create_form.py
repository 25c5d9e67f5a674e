# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keyring at the first start: what is asked for in vain is said."""

from collections.abc import Callable
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate

Make = Callable[..., Any]


def _create(driven: Any) -> None:
    form = driven.window.unlock_page.create_form
    form.phrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    form.button.click()
    driven.settle()


def test_without_a_keyring_that_encrypts_the_box_is_off_and_says_why(bench: Make) -> None:
    gate = FakeGate(exists=False)
    gate.without_keyring = True
    driven = bench(gate)
    form = driven.window.unlock_page.create_form
    assert not form.keyring.isEnabled()
    assert form.beside_keyring.isVisible()
    assert form.beside_keyring.text() == sentence(Refusal(Code.KEYRING_ABSENT))
    form.phrase.setText("trop court")
    form.button.click()
    assert not form.keyring.isEnabled()
    _create(driven)
    assert driven.session.desk is not None
    assert driven.window.messages.texts == ()


def test_a_keyring_that_keeps_nothing_is_told_once_the_store_is_made(bench: Make) -> None:
    gate = FakeGate(exists=False)
    gate.keyring_refuses = True
    driven = bench(gate)
    form = driven.window.unlock_page.create_form
    assert form.beside_keyring.isHidden()
    form.keyring.setChecked(True)
    _create(driven)
    assert driven.session.desk is not None
    assert driven.window.messages.texts == (sentence(Refusal(Code.KEYRING_REFUSED)),)


def test_a_keyring_that_keeps_the_key_is_not_spoken_of(bench: Make) -> None:
    driven = bench(FakeGate(exists=False))
    driven.window.unlock_page.create_form.keyring.setChecked(True)
    _create(driven)
    assert driven.gate.has_keyring_slot()
    assert driven.window.messages.texts == ()
