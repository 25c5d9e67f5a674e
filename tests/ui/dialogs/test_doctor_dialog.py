# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.dialogs.doctor_dialog import COLUMNS, AnomalyModel, DoctorDialog

ANOMALIES = (
    Anomaly(AnomalyCode.PAGE_NUMBER, "livrets/0417.pdf, page 10", "0471", "0417"),
    Anomaly(AnomalyCode.ROWS_ANNOUNCED, "élèves.csv", "22", "422"),
    Anomaly(AnomalyCode.PAGE_NUMBER, "livrets/0417.pdf, page 2", "0471", "0417"),
    Anomaly(AnomalyCode.FORMAT_EMPTY, "index.html, ligne 3", ""),
)


def _where(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_qt() -> None:
    model = AnomalyModel(ANOMALIES)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(0)


def test_lines_sort_as_a_french_reader_expects_and_come_back() -> None:
    model = AnomalyModel(ANOMALIES)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert _where(model) == [
        "élèves.csv",
        "index.html, ligne 3",
        "livrets/0417.pdf, page 2",
        "livrets/0417.pdf, page 10",
    ]
    model.sort(-1)
    assert _where(model) == [one.where for one in ANOMALIES]


def test_a_cell_is_read_aloud_with_its_heading() -> None:
    model = AnomalyModel(ANOMALIES)
    assert model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Attendu\u00a0: 422"
    assert model.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Lu\u00a0: rien"


def test_the_list_is_copied_for_a_spreadsheet(qtbot: QtBot) -> None:
    dialog = DoctorDialog(JuryId("J01"), ANOMALIES)
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "\t".join(COLUMNS)
    assert len(lines) == 1 + len(ANOMALIES)
    assert lines[2].startswith("élèves.csv\t22\t422\t")
    dialog.table.selectRow(0)
    dialog.copy_selection()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
