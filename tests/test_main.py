# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the wiring decides by itself."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.gate import KeyringUse
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.main import DemoGate, LocalGate, make_demo, open_window
from lsl_desk.ui.run import Start
from tests.fakes.keyring import DumbKeyring, MemoryKeyring


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> DataFolder:
    """A demonstration without a jury: printing livrets is tried elsewhere."""
    monkeypatch.setenv("LSL_HOME", str(tmp_path))
    monkeypatch.setattr("lsl_desk.demo.centre.generate", lambda _folder, **_report: SimpleNamespace(juries=()))
    return DataFolder(tmp_path / "demo")


def test_a_second_start_of_the_demonstration_goes_on_to_the_window_that_holds_it(
    monkeypatch: pytest.MonkeyPatch, centre: DataFolder
) -> None:
    started: list[Start] = []

    def run(_gate: DemoGate, start: Start) -> int:
        started.append(start)
        return 0

    monkeypatch.setattr("lsl_desk.ui.run.run", run)
    make_demo(centre)
    first = DemoGate(centre).unlock(None)
    try:
        with pytest.raises(Refusal) as held:
            make_demo(centre)
        assert held.value.code is Code.STORE_BUSY
        assert open_window(demo=True, jury="J01", livret="0417", full_screen=False) == 0
    finally:
        first.lock()
    assert [(start.folder, start.jury, start.livret) for start in started] == [(centre.root, "J01", "0417")]


def test_the_keyring_is_asked_of_the_system_and_what_it_will_not_do_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    phrase, author = "quatre mots sans aucun lien", Author("Poste 1", Role.PRESIDENT)
    gate = LocalGate(DataFolder(tmp_path))
    monkeypatch.setattr("lsl_desk.main._keyring", lambda: None)
    with pytest.raises(Refusal) as absent:
        gate.create(phrase, author, keyring=True)
    assert (absent.value.code, gate.exists(), gate.keyring()) == (Code.KEYRING_ABSENT, False, KeyringUse.ABSENT)

    gate.create(phrase, author, keyring=False).lock()
    with pytest.raises(Refusal) as absent:
        gate.add_keyring(phrase)
    assert absent.value.code is Code.KEYRING_ABSENT

    monkeypatch.setattr("lsl_desk.main._keyring", DumbKeyring)
    with pytest.raises(Refusal) as dumb:
        gate.add_keyring(phrase)
    assert (dumb.value.code, gate.keyring()) == (Code.KEYRING_REFUSED, KeyringUse.OFF)

    held = MemoryKeyring()
    monkeypatch.setattr("lsl_desk.main._keyring", lambda: held)
    gate.add_keyring(phrase)
    assert gate.keyring() is KeyringUse.ON
    gate.unlock(None).lock()
    gate.erase()
    assert (gate.exists(), held.secrets) == (False, {})
    gate.create(phrase, author, keyring=True).lock()
    gate.remove_keyring()
    assert (gate.keyring(), held.secrets) == (KeyringUse.OFF, {})
    assert DemoGate(DataFolder(tmp_path)).keyring() is KeyringUse.FIXED
