# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from lsl_desk.client.ports import Hit
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.ui.models.hits import WORDS_ROLE, HitsModel


def test_each_page_found_is_one_line_said_in_full(qapp: object) -> None:
    del qapp
    model = HitsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show((Hit(StudentNumber("0417"), 1, "fait\n preuve de  persévérance"),))
    line = model.index(0)
    assert model.rowCount() == 1
    assert model.data(line) == "0417 · page\u00a02\nfait preuve de persévérance"
    said = "N° élève 0417, page 2\u00a0: fait preuve de persévérance"
    assert model.data(line, Qt.ItemDataRole.AccessibleTextRole) == said
    assert model.data(line, Qt.ItemDataRole.ToolTipRole) == "fait preuve de persévérance"
    assert model.data(line, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(line, WORDS_ROLE) == ""
    assert model.data(QModelIndex()) is None
