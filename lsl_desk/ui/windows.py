# SPDX-License-Identifier: AGPL-3.0-or-later
"""The windows beside the main one: each opened once, all hidden while the Desk is locked and shown again after.

Each is imported when it is opened: together they cost a start more than its own window.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Union

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QFileDialog

    from lsl_desk.client.close.retention import KeptJury
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.gate import Gate
    from lsl_desk.client.link.values import LinkStatus, PinnedAcademy
    from lsl_desk.client.ports import ColumnChoice
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.client.settings import Settings
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.anomalies import Anomaly
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import StudentNumber
    from lsl_desk.domain.marks import MarkConflict
    from lsl_desk.ui.closing.pv_dialog import Part
    from lsl_desk.ui.dialogs.asking import Ask
    from lsl_desk.ui.dialogs.base import Dialog
    from lsl_desk.ui.dialogs.hall_dialog import Hosted
    from lsl_desk.ui.home.import_flow import Asked

Window = Union["Dialog", "QFileDialog"]


class Enrolling(Protocol):
    """What the enrolment needs of the link: `ui.link.linking.Linking`."""

    @property
    def status(self) -> "LinkStatus | None":
        """The link as it stands, None while it is not known."""

    @property
    def ask(self) -> "Ask":
        """Asks the academy."""

    @property
    def seat(self) -> str:
        """The name proposed for this post."""

    def enrolled(self, academy: "PinnedAcademy") -> None:
        """The academy said yes."""


@dataclass(frozen=True, slots=True)
class PvWays:
    """Where one goes from the PV.

    Attributes:
        look: to a candidate, to look at them again.
        correct: to one whose case was taken up again.
        close: to the closing.
        shown: the candidate on the screen, None for nobody.
    """

    look: "Callable[[StudentNumber], None]"
    correct: "Callable[[StudentNumber], None]"
    close: Callable[[], None]
    shown: "StudentNumber | None" = None


class Windows(QObject):
    """Opens them; ``main`` is the window they stand before."""

    def __init__(self, main: QWidget, gate: "Gate", tasks: Tasks, actions: Actions) -> None:
        super().__init__(main)
        self._main = main
        self._gate = gate
        self._tasks = tasks
        self._actions = actions
        self._opened: dict[str, Window] = {}
        self._hidden: list[Window] = []

    def hide_all(self) -> None:
        """Cover everything: the Desk is being locked. What was typed stays."""
        self._hidden = [window for window in self._alive().values() if window.isVisible()]
        for window in self._hidden:
            window.hide()

    def show_again(self) -> None:
        """Bring back what `hide_all` hid."""
        for window in self._hidden:
            if shiboken6.isValid(window):
                window.show()
        self._hidden = []

    def settings(self, settings: "Settings", kept: "Callable[[Settings], None]", ask: "Callable[[], Ask]") -> None:
        """Ask for settings, and with a link for the way to the network."""
        from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog

        def make() -> "Dialog":
            dialog = SettingsDialog(self._gate, self._tasks, settings, self._main, ask=ask)
            dialog.kept.connect(kept)
            return dialog

        self._once("settings", make)

    def change_passphrase(self, changed: Callable[[], None]) -> None:
        """Ask for another passphrase."""
        from lsl_desk.ui.dialogs.passphrase_dialog import PassphraseDialog

        def make() -> "Dialog":
            dialog = PassphraseDialog(self._gate, self._tasks, self._main)
            dialog.changed.connect(changed)
            return dialog

        self._once("passphrase", make)

    def ambiguous(self, asked: "Asked", refusal: "Refusal", chosen: "Callable[[ColumnChoice], None]") -> None:
        """Show both readings of an index and ask which is right; each import has a question of its own."""
        from lsl_desk.ui.dialogs.ambiguous_dialog import AmbiguousDialog

        def make() -> "Dialog":
            dialog = AmbiguousDialog(asked.name, refusal, self._main)
            dialog.chosen.connect(chosen)
            return dialog

        self._once(f"ambiguous {asked.path}", make)

    def other_name(self, asked: "Asked", refusal: "Refusal", chosen: Callable[[str], None]) -> None:
        """Ask under what name a jury of another session is kept."""
        from lsl_desk.ui.dialogs.other_name_dialog import OtherNameDialog

        def make() -> "Dialog":
            dialog = OtherNameDialog(refusal, self._main)
            dialog.chosen.connect(chosen)
            return dialog

        self._once(f"other name {asked.path}", make)

    def copy_code(self, desk: "Desk", path: str, opened: Callable[["ImportReport"], None]) -> None:
        """Ask for the code of a plan de secours, and open it."""
        from lsl_desk.ui.dialogs.copy_dialog import CopyDialog

        def make() -> "Dialog":
            dialog = CopyDialog(desk, self._tasks, path, parent=self._main)
            dialog.opened.connect(opened)
            return dialog

        self._once(f"copy {path}", make)

    def erase(self, title: str, sentences: tuple[str, ...], button: str, confirmed: Callable[[], None]) -> None:
        """Say what goes, and ask for the go-ahead."""
        from lsl_desk.ui.dialogs.erase_dialog import EraseDialog

        def make() -> "Dialog":
            dialog = EraseDialog(title, sentences, button, self._main)
            dialog.confirmed.connect(confirmed)
            return dialog

        self._once(f"erase {title}", make)

    def doctor(self, jury: JuryId, anomalies: "Sequence[Anomaly]") -> None:
        """Show what the import doctor listed."""
        from lsl_desk.ui.dialogs.doctor_dialog import DoctorDialog

        self._once(f"doctor {jury}", lambda: DoctorDialog(jury, anomalies, self._main), modal=False)

    def connection(
        self,
        status: "LinkStatus | None",
        held: "datetime | None",
        does: "Mapping[str, Callable[[], object]]",
        moved: "SignalInstance | None",
    ) -> None:
        """Say what still works, above the badge; ``moved`` tells every `LinkStatus` from then on."""
        from lsl_desk.ui.dialogs.connection_panel import ConnectionPanel

        def make() -> "Dialog":
            panel = ConnectionPanel(status, held, does, parent=self._main)
            if moved is not None:
                moved.connect(panel.show_status)
            return panel

        self._once("connection", make, modal=False)

    def hall(self, hall: "Hosted", jury: "JuryId") -> None:
        """Open or join a room without server, and say who is in."""
        from lsl_desk.ui.dialogs.hall_dialog import HallDialog

        self._once("hall", lambda: HallDialog(hall, jury, parent=self._main), modal=False)

    def enrol(self, link: "Enrolling") -> None:
        """Ask for an academy, and compare six digits."""
        from lsl_desk.ui.dialogs.enrol_dialog import EnrolDialog

        def make() -> "Dialog":
            academy = link.status.academy if link.status is not None else None
            dialog = EnrolDialog(link.ask, academy, link.seat, self._main)
            dialog.enrolled.connect(link.enrolled)
            return dialog

        self._once("enrol", make)

    def diagnosis(self, ask: "Ask") -> None:
        """Show what passes on the network."""
        from lsl_desk.ui.dialogs.diagnosis_dialog import DiagnosisDialog

        self._once("diagnosis", lambda: DiagnosisDialog(ask, self._main), modal=False)

    def conflicts(
        self, desk: "Desk", jury: JuryId, conflicts: "tuple[MarkConflict, ...]", settled: Callable[[], None]
    ) -> None:
        """Show both values of each conflict, and let the president choose."""
        from lsl_desk.ui.dialogs.conflicts_dialog import ConflictsDialog

        def make() -> "Dialog":
            dialog = ConflictsDialog(desk, self._tasks, jury, conflicts, parent=self._main)
            dialog.settled.connect(settled)
            return dialog

        self._once(f"conflicts {jury}", make)

    def opening(self, desk: "Desk", state: "SittingState", done: "Callable[[SittingState], None]") -> None:
        """Ask who attends, and open the sitting."""
        from lsl_desk.ui.dialogs.opening_dialog import OpeningDialog

        def make() -> "Dialog":
            dialog = OpeningDialog(desk, self._tasks, state, self._main)
            dialog.done_with.connect(done)
            return dialog

        self._once(f"opening {state.jury}", make)

    def handover(self, desk: "Desk", state: "SittingState", done: "Callable[[SittingState], None]") -> None:
        """Ask to whom the presidency passes, and why."""
        from lsl_desk.ui.dialogs.handover_dialog import HandoverDialog

        def make() -> "Dialog":
            dialog = HandoverDialog(desk, self._tasks, state, parent=self._main)
            dialog.done_with.connect(done)
            return dialog

        self._once(f"handover {state.jury}", make)

    def closing(
        self,
        desk: "Desk",
        state: "SittingState",
        done: "Callable[[SittingState], None]",
        lead: "Callable[[StudentNumber], None]",
        pv: "Callable[[Part], None]",
    ) -> None:
        """Say what keeps a sitting from closing, or close it; ``lead`` opens a candidate, ``pv`` a part of the PV."""
        from lsl_desk.ui.closing.pv_dialog import Part
        from lsl_desk.ui.dialogs.closing_dialog import ClosingDialog

        def make() -> "Dialog":
            dialog = ClosingDialog(desk, self._tasks, state, self._main)
            dialog.done_with.connect(done)
            dialog.candidate_wanted.connect(lead)
            dialog.explaining.connect(lambda: pv(Part.CASES))
            dialog.naming.connect(lambda: pv(Part.NAMES))
            return dialog

        self._once(f"closing {state.jury}", make)

    def pv(
        self,
        desk: "Desk",
        jury: JuryId,
        changed: Callable[[], None],
        ways: PvWays,
        part: "Part | None" = None,
    ) -> None:
        """Show the PV of a jury, where something is to be done unless a part is named; ``ways`` lead out of it."""
        from lsl_desk.ui.closing.pv_dialog import PvDialog

        def make() -> "Dialog":
            dialog = PvDialog(desk, self._tasks, jury, self.save_file, parent=self._main, candidate=ways.shown)
            dialog.changed.connect(changed)
            dialog.candidate_wanted.connect(ways.look)
            dialog.reopened.connect(ways.correct)
            dialog.closing_wanted.connect(ways.close)
            if part is not None:
                dialog.begin_by(part)
            return dialog

        self._once(f"pv {jury}", make)

    def replay(self, desk: "Desk", jury: JuryId, number: "StudentNumber") -> None:
        """Show what was done of a candidate, step by step; nothing changes there."""
        from lsl_desk.ui.closing.replay_dialog import ReplayDialog

        def make() -> "Dialog":
            return ReplayDialog(desk, self._tasks, jury, number, self.save_file, parent=self._main)

        self._once(f"replay {jury} {number}", make, modal=False)

    def retention(self, desk: "Desk", changed: Callable[[], None], erase: "Callable[[KeptJury], None]") -> None:
        """Show until when each jury is kept, and what disputes hold."""
        from lsl_desk.ui.dialogs.retention_dialog import RetentionDialog

        def make() -> "Dialog":
            dialog = RetentionDialog(desk, self._tasks, self.save_file, self._main)
            dialog.finished.connect(lambda _done: changed())
            dialog.erase_wanted.connect(erase)
            return dialog

        self._once("retention", make)

    def second_place(self, place: str, said: str, chosen: Callable[[str], None]) -> None:
        """Say where state sheets go, and ask for another place."""
        from lsl_desk.ui.dialogs.second_place_dialog import TITLE, SecondPlaceDialog

        def make() -> "Dialog":
            dialog = SecondPlaceDialog(place, said, lambda take: self.place(TITLE, take), self._main)
            dialog.chosen.connect(chosen)
            return dialog

        self._once("second place", make)

    def keys(self) -> None:
        """Show the sheet of keys."""
        from lsl_desk.ui.keys_sheet import KeysSheet

        self._once("keys", lambda: KeysSheet(self._actions, self._main), modal=False)

    def guide(self) -> None:
        """Show the guide."""
        from lsl_desk.ui.dialogs.guide_window import GuideWindow

        self._once("guide", lambda: GuideWindow(self._main), modal=False)

    def about(self) -> None:
        """Show version and licence."""
        from lsl_desk.ui.dialogs.about_dialog import AboutDialog

        self._once("about", lambda: AboutDialog(self._main))

    def choose_folder(self, chosen: Callable[[str], None]) -> None:
        """Ask for a jury's folder."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._main, "Choisir le dossier d’un jury")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._choose(dialog, chosen)

    def choose_zip(self, chosen: Callable[[str], None]) -> None:
        """Ask for a jury's zip."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._main, "Choisir le zip d’un jury")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Archives zip (*.zip *.ZIP)", "Tous les fichiers (*)"])
        self._choose(dialog, chosen)

    def save_file(self, title: str, name: str, kinds: "Sequence[str]", chosen: Callable[[str], None]) -> None:
        """Ask where to write a file, under what name; ``kinds`` are Qt's filters."""
        from pathlib import PurePath

        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._main, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix(PurePath(name).suffix)
        dialog.selectFile(name)
        self._choose(dialog, chosen, "Enregistrer")

    def open_file(self, title: str, kinds: "Sequence[str]", chosen: Callable[[str], None]) -> None:
        """Ask which file to read; ``kinds`` are Qt's filters."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._main, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(list(kinds))
        self._choose(dialog, chosen, "Ouvrir")

    def place(self, title: str, chosen: Callable[[str], None]) -> None:
        """Ask for a folder to write into."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._main, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._choose(dialog, chosen, "Choisir")

    def _choose(self, dialog: "QFileDialog", chosen: Callable[[str], None], accept: str = "Importer") -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog.setLabelText(QFileDialog.DialogLabel.Accept, accept)
        # Qt's own dialog has these two in English in its French translation.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "Dans\u00a0:")
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, "Type\u00a0:")
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        self._opened["file"] = dialog
        dialog.open()

    def _once(self, name: str, make: "Callable[[], Dialog]", *, modal: bool = True) -> None:
        window = self._alive().get(name)
        if window is None:
            window = self._opened[name] = make()
        if modal:
            window.open()
        else:
            window.show()
        window.raise_()
        window.activateWindow()

    def _alive(self) -> dict[str, Window]:
        self._opened = {name: window for name, window in self._opened.items() if shiboken6.isValid(window)}
        return self._opened
