# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from lsl_desk.client.sit.order import Column
from lsl_desk.client.sit.query import Query
from lsl_desk.client.sit.rows import CandidateRow
from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.models.candidates import CandidatesModel, spoken
from lsl_desk.ui.models.sitting_signs import decision_sign, examined_sign, points_sign, points_spoken, points_text
from tests.client.sit.people import candidate, rows, state


def line(given: CandidateState | None = None, form: LivretFormat = LivretFormat.NUMERIQUE) -> CandidateRow:
    return rows(candidate("12", "0417", form=form))[0].with_state(given)


@pytest.mark.parametrize(
    ("given", "said", "tone"),
    [
        (state("0417", "9.85", short=6, near=True), "\u22126\u00a0▲10", "accent"),
        (state("0417", "9.5", short=20), "\u221220", "plain"),
        (state("0417", "19"), "✓", "plain"),
        (state("0417", "9.5", short=20, provisional=True), "\u221220\u00a0P", "plain"),
        (state("0417", "9.5", short=20, unknown=1), "\u221220\u00a0?", "warning"),
        (state("0417", None, unknown=3), "?3", "warning"),
        (state("0417", "9.5", short=20, disputed=1), "\u221220\u00a0≠", "danger"),
    ],
)
def test_points_say_what_is_missing_by_sign_and_word(given: CandidateState, said: str, tone: str) -> None:
    sign = points_sign(line(given))
    assert sign is not None
    assert (points_text(line(given)), sign.tone) == (said, tone)


def test_without_marks_there_is_nothing_to_say() -> None:
    assert points_sign(line()) is None
    assert points_text(line(state("0417"))) == ""
    assert decision_sign(line()) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (state("0417", "9.85", proposal="second_groupe"), "—"),
        (state("0417", "16", Ruling.ADMIS, mention="TB"), "✓\u00a0admis\u00a0TB"),
        (state("0417", "9", Ruling.SECOND_GROUPE), "→\u00a02e groupe"),
        (state("0417", "7", Ruling.AJOURNE), "✗\u00a0ajourné"),
        (state("0417", "7", Ruling.SUSPENDU), "◷\u00a0à reprendre"),
        (state("0417", "7", Ruling.SANS_DECISION), "◇\u00a0sans déc."),
        (state("0417", "7", Ruling.ABSENT), "–\u00a0absent"),
        (state("0417", "9", Ruling.AJOURNE, stale=True), "↻\u00a0à redécider"),
        (state("0417", "9", Ruling.AJOURNE, contested=True), "≠\u00a0contesté"),
    ],
)
def test_a_decision_says_what_it_is_and_whether_it_stands(given: CandidateState, said: str) -> None:
    assert str(decision_sign(line(given))).rstrip("\u00a0") == said


def test_the_narrow_column_says_whom_the_law_waits_for_and_what_was_examined_otherwise() -> None:
    plain = state("0417", "7")
    assert str(examined_sign(line(plain))) == "○\u00a0à lire"
    assert str(examined_sign(line(state("0417", "7", compulsory=True)))) == "⚠\u00a0à lire"
    paper = line(replace(plain, examination=Examination.PAPER), LivretFormat.PAPIER)
    assert str(examined_sign(paper)) == "●\u00a0exam."
    none = line(replace(plain, examination=Examination.NONE_GIVEN), LivretFormat.ABSENT)
    assert str(examined_sign(none)) == "●\u00a0aucun"
    assert str(examined_sign(line(plain, LivretFormat.ABSENT))) == "–\u00a0sans"


def test_a_screen_reader_hears_points_and_decision() -> None:
    near = state("0417", "9.85", short=6, near=True, compulsory=True, provisional=True, unknown=2, disputed=1)
    assert spoken(line(near)).endswith(
        "0 page lue sur 2, moyenne 9,85, 6 points pour 10, cas proche du seuil, note provisoire, 2 notes manquantes, "
        "1 note contestée, sans décision, livret à examiner avant la décision"
    )
    admis = line(state("0417", "12", Ruling.ADMIS, mention="AB", stale=True))
    assert spoken(admis).endswith("décision\u00a0: admis, mention AB, prise avant que les notes changent")
    assert spoken(line(state("0417", "12", contested=True))).endswith("décisions contestées de deux postes")


@pytest.mark.parametrize(
    ("average", "short", "distance", "said"),
    [
        ("10.05", 72, "2", "moyenne 10,05, 72 points pour 12, 2 points au-dessus de 10"),
        ("8.3", 62, "10.5", "moyenne 8,3, 62 points pour 10, 10,5 points au-dessus de 8"),
        ("10", 72, "0", "moyenne 10, 72 points pour 12, tout juste 10"),
        ("9.3", 26, "25.2", "moyenne 9,3, 26 points pour 10"),
        ("7.9", 4, "4", "moyenne 7,9, 4 points pour 8"),
        ("7.9", 80, "4", "moyenne 7,9, 80 points pour 10"),
        ("17", None, "252", "moyenne 17"),
    ],
)
def test_how_far_above_a_threshold_is_said_where_that_made_the_order(
    average: str, short: int | None, distance: str, said: str
) -> None:
    threshold = Decimal(12) if Decimal(average) >= 10 else Decimal(8) if short == 4 else Decimal(10)
    one = replace(state("0417", average, short=short), distance=Decimal(distance), threshold=threshold)
    assert points_spoken(line(one)) == said


def test_only_the_line_that_changed_is_drawn_again(qapp: object) -> None:
    del qapp
    model = CandidatesModel()
    lines = rows(candidate("12", "0417"), candidate("13", "0418"))
    model.show(tuple(one.with_state(state(one.number, "9.5", short=20)) for one in lines), Query())
    drawn: list[int] = []
    model.dataChanged.connect(lambda first, _last, _roles: drawn.append(first.row()))
    after = state("0418", "9.98", short=1, near=True)
    model.update_state(after)
    model.update_state(after)
    model.update_state(state("0999", "9"))
    model.update_states({StudentNumber("0417"): state("0417", "9.5", short=20), StudentNumber("0418"): after})
    assert drawn == [1]
    cell = model.index(1, Column.POINTS.value)
    assert model.data(cell) == "\u22121\u00a0▲10"
    model.narrow = True
    assert model.data(model.index(0, Column.FORMAT.value)) == "▣"
    assert model.headerData(Column.READING.value, Qt.Orientation.Horizontal) == "Lu"


def test_the_signs_of_a_sitting_are_drawn_by_an_ordinary_font(qapp: object) -> None:
    del qapp
    if "DejaVu Sans" not in QFontDatabase.families():
        pytest.skip("DejaVu Sans is not on this machine")
    font = QRawFont.fromFont(QFont("DejaVu Sans"))
    assert all(font.supportsCharacter(ord(sign)) for sign in "▲⚠→◷◇—≠↻\u2212")
