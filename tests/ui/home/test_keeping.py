# SPDX-License-Identifier: AGPL-3.0-or-later
"""The date of a jury: one line, a certificate chosen, a question, then the erasure; disputes in their dialog (N23)."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.close.leaving import Leaving
from lsl_desk.client.link.erased import record_name, sealed_certificates
from lsl_desk.client.link.values import SignedAct
from lsl_desk.client.sit.published import keep_published
from lsl_desk.domain.acts import LivretOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import Kept, falls
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.erase_dialog import EraseDialog
from lsl_desk.ui.dialogs.retention_dialog import RetentionDialog
from tests.client.close.retaining import DATE, PUBLISHED, MemoryOutbox, Retaining, retention_of
from tests.fakes.outside import MemoryOutput
from tests.ui.conftest import unnamed

if TYPE_CHECKING:
    from lsl_desk.client.close.for_screens import ClosingDesk

Make = Callable[..., Any]
J01 = JuryId("J01")


def due(driven: Any, out: MemoryOutput) -> Retaining:
    """Unlocked on the date of J01, whose closing has nothing but what it keeps."""
    driven.unlock()
    desk = driven.gate.desk
    keep_published(driven.gate.store, J01, PUBLISHED)
    world = retention_of(driven.gate.store, out)
    world.clock.at = DATE
    closing = cast("ClosingDesk", SimpleNamespace(retention=world.retention))
    desk._make_closing = lambda _desk: closing
    driven.window.windows.save_file = lambda _title, name, _kinds, chosen: chosen(name)
    return world


def shown(kind: type) -> Any:
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return dialog


def said(dialog: EraseDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def texts(listed: Any) -> Sequence[str]:
    return [listed.item(row).text() for row in range(listed.count())]


def test_a_jury_goes_at_its_date_once_confirmed_and_its_certificate_is_written(bench: Make, qtbot: QtBot) -> None:
    driven, out = bench(), MemoryOutput()
    world = due(driven, out)
    world.retention.hold(J01, "0403", "recours")
    driven.window.refresh_home()
    qtbot.waitUntil(lambda: driven.window.keeping.line is not None)
    line = driven.window.keeping.line
    assert line.isVisible()
    assert line.said.text().startswith(
        "J01\u00a0: à effacer depuis le 06/09/2018 (63 livrets, gardés pour un recours\u00a0: 1)."
    )
    line.erase.click()
    dialog = shown(EraseDialog)
    assert "63 livrets" in said(dialog)
    assert "Restent pour un recours\u00a0: 1 livret" in said(dialog)
    assert "Restent pour un autre jury de ce poste\u00a0: 1 livret" in said(dialog)
    dialog.cancel.click()
    driven.settle()
    assert len(driven.gate.store.files[J01].candidates) == 74
    assert out.files == {}, "nothing goes before a person confirms"

    line.erase.click()
    shown(EraseDialog).button.click()
    qtbot.waitUntil(lambda: "J01-effacement.zip" in out.files)
    driven.settle()
    assert [one.number for one in driven.gate.store.files[J01].candidates] == ["0403"]
    assert driven.window.messages.texts == ("J01\u00a0: 63 livrets effacés. Certificat\u00a0: J01-effacement.zip.",)
    qtbot.waitUntil(lambda: not line.isVisible())

    store = driven.gate.store
    ((_, sealed),) = sealed_certificates(store)
    for note, words in (
        (None, "pas encore annoncé à l’académie (au prochain lien)"),
        ({"at": DATE.isoformat()}, f"annoncé à l’académie le {DATE.astimezone():%d/%m/%Y à %H:%M}"),
        ({"code": "erasure_altered"}, "annonce refusée par l’académie\u00a0: Le certificat d’effacement du jury J01"),
    ):
        if note is not None:
            store.keep_note(f"retention.told.{record_name(sealed)}", json.dumps(note))
        driven.window.actions_["retention"].trigger()
        told = shown(RetentionDialog)
        driven.settle()
        assert texts(told.certificates)[0].startswith(f"J01, le 06/09/2018\u00a0: 63 livrets effacés, {words}")
        told.reject()
        driven.settle()


def test_disputes_are_entered_and_lifted_in_their_dialog(bench: Make, qtbot: QtBot) -> None:
    driven = bench()
    world = due(driven, MemoryOutput())
    driven.window.actions_["retention"].trigger()
    dialog = shown(RetentionDialog)
    qtbot.waitUntil(lambda: dialog.juries.count() == 2)
    assert unnamed(dialog) == []
    assert texts(dialog.juries)[1] == "J02\u00a0: résultats non publiés, pas de date."
    dialog.juries.setCurrentRow(1)
    assert not dialog.erase.isEnabled(), "its results are not public"
    dialog.number.setText("9999")
    dialog.reason.setText("recours gracieux")
    dialog.hold.click()
    qtbot.waitUntil(lambda: "9999" in dialog.beside.text())
    dialog.number.setText("0403")
    dialog.hold.click()
    qtbot.waitUntil(lambda: dialog.holds.count() == 1)
    assert texts(dialog.holds)[0].startswith("J01, N° 0403, depuis le 06/09/2018\u00a0: recours gracieux")
    dialog.holds.setCurrentRow(0)
    dialog.release.click()
    qtbot.waitUntil(lambda: dialog.holds.count() == 0)
    assert world.retention.holds() == ()
    dialog.juries.setCurrentRow(0)
    assert dialog.erase.isEnabled()
    dialog.reject()


def test_the_whole_store_is_proposed_eight_months_after_the_last_proclamation(bench: Make, qtbot: QtBot) -> None:
    driven, out = bench(), MemoryOutput()
    world, store = due(driven, out), driven.gate.store
    driven.gate.desk.closing.leaving = Leaving(store, MemoryOutbox(), out, lambda: b"k" * 32)
    keep_published(store, JuryId("J02"), PUBLISHED + timedelta(days=1))
    driven.window.actions_["erase_store"].trigger()
    driven.settle()
    assert driven.window.messages.texts == (sentence(Refusal(Code.JURIES_DUE, juries="J01")),)
    world.retention.erase(J01)
    world.clock.at = DATE + timedelta(days=1)
    world.retention.erase(JuryId("J02"))
    driven.window.actions_["retention"].trigger()
    dialog = shown(RetentionDialog)
    qtbot.waitUntil(lambda: dialog.log.text() == "Journal\u00a0: à garder jusqu’au 07/03/2019.")
    dialog.reject()
    world.clock.at = falls(PUBLISHED + timedelta(days=1), Kept.LOG)
    driven.window.refresh_home()
    qtbot.waitUntil(lambda: driven.window.keeping.line is not None and driven.window.keeping.line.isVisible())
    line = driven.window.keeping.line
    assert (
        line.said.text() == "Journal\u00a0: gardé huit mois, jusqu’au 07/03/2019. Il peut partir avec tout le coffre."
    )
    line.erase.click()
    driven.settle()
    dialog = shown(EraseDialog)
    assert "ne sait pas encore que 2 jurys sont effacés" in said(dialog)
    dialog.cancel.click()
    assert driven.gate.exists()


def test_the_store_stays_until_the_academy_or_a_file_has_its_acts(bench: Make, qtbot: QtBot) -> None:
    driven, out = bench(), MemoryOutput()
    due(driven, out).clock.at = PUBLISHED
    store, outbox = driven.gate.store, MemoryOutbox()
    act = driven.gate.desk._store.record(J01, 1, LivretOpened(StudentNumber("0403"), Digest("a" * 64), "dossier"))
    outbox.acts.append(SignedAct(act, Digest("b" * 64), b"{}"))
    driven.gate.desk.closing.leaving = Leaving(store, outbox, out, lambda: b"k" * 32)
    driven.window.actions_["erase_store"].trigger()
    driven.settle()
    assert driven.window.messages.texts == (sentence(Refusal(Code.OUTBOX_KEPT, acts=1)),)
    driven.window.actions_["export_acts"].trigger()
    qtbot.waitUntil(lambda: out.files.get("actes-en-attente.jsonl", b"").endswith(b"\n{}\n"))
    driven.settle()
    driven.window.actions_["erase_store"].trigger()
    driven.settle()
    dialog = shown(EraseDialog)
    assert "Le journal part aussi (1 acte)" in said(dialog)
    assert "ne sait pas encore" not in said(dialog)
    dialog.button.click()
    driven.settle()
    driven.settle()
    assert not driven.gate.exists()
