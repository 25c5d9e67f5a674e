# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of the second group: only its candidates, the better of two marks, no mention, nobody sent to it again."""

from dataclasses import replace

from PySide6.QtCore import Qt

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.deliberating.marks_model import Column
from lsl_desk.ui.deliberating.words import mark_cell
from lsl_desk.ui.sitting_words import stage_line
from tests.fakes.dossiers import heard, second_group_jury
from tests.ui.deliberating.conftest import JuryAt

J01, N0417 = JuryId("J01"), StudentNumber("0417")


def test_the_better_of_two_marks_counts_and_there_is_neither_mention_nor_another_second_group(jury_at: JuryAt) -> None:
    jury = jury_at(source=second_group_jury(), group=2)
    state = jury.room.sitting.state
    assert state is not None
    assert "second groupe" in stage_line(state)
    assert (list(state.states), jury.room.panel.model.rowCount()) == (["0417", "0433"], 2)
    assert jury.column.head.proposal.text() == "✗\u00a0les règles proposent\u00a0: ajourné"
    dossiers = jury.fake.jury(J01).dossiers
    dossiers[N0417] = heard(dossiers[N0417], {"MATH": 20, "HG": 20, "PC": 5})  # over 12, a mention at the first group
    jury.room.moved(J01)
    jury.settle()
    assert jury.cell("MATH", Column.MARK) == "9\u00a0|\u00a020"
    assert (jury.cell("PC", Column.MARK), jury.cell("PC", Column.POINTS)) == ("8\u00a0|\u00a05", "48"), (
        "the first stands"
    )
    sheet = jury.column.current.sheet
    assert sheet is not None
    philo = next(one for one in sheet.lines if one.exam == "PHILO")
    assert mark_cell(replace(philo, awaited=True)) == f"{mark_cell(philo)}\u00a0|\u00a0?", "its oral is to come"
    jury.marks("MATH")
    assert jury.column.told.text().startswith("Mathématiques · la meilleure des deux compte")
    jury.key("1")
    assert jury.column.changing.value.title.text() == "Mathématiques, coefficient 7\u00a0: 9\u00a0|\u00a020\u00a0→"
    jury.key(Qt.Key.Key_Escape)
    assert jury.column.head.total.text() == "507\u00a0/\u00a0400"
    assert jury.column.head.missing.text() == "dernier seuil atteint"
    jury.key("D")
    offered = jury.column.panel.list.texts
    assert offered[0] == "A   ✓\u00a0admis — proposé"
    assert not [one for one in offered if "second groupe" in one or "mention" in one]
    jury.key("G")
    assert jury.fake.sheet(J01, N0417).decision.decision is None, "G sends nobody to a second group again"
    jury.key("A")
    taken = jury.fake.sheet(J01, N0417).decision.decision
    assert taken is not None
    assert (taken.ruling, taken.mention) == (Ruling.ADMIS, "")
