# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the papers of a closing are made of."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lsl_desk.domain.acts import MissingMarkRuled, MissingRule, PointsAdded, Role
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted
from lsl_desk.domain.closing_papers import PrintedClosing, Seal, TranscriptMark, transcript_of
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.closings import Room, closed_room
from tests.domain.sitting import FAILING, PAPER, PASSING, numeric, office, opened, raised
from tests.domain.test_minutes import drawn

if TYPE_CHECKING:
    from lsl_desk.domain.marks import ExamMark

SEAL = Seal(("un",) * 8, Digest("f" * 64))


def printed(room: Room, seal: Seal | None = None) -> PrintedClosing:
    minutes = drawn(room)
    assert minutes.opened is not None
    return PrintedClosing(minutes, minutes.opened + timedelta(days=1), seal=seal)


def test_it_is_final_once_closed_and_sealed_and_bears_the_hour_of_the_closing() -> None:
    whole = printed(closed_room(), seal=SEAL)
    assert whole.final
    assert whole.stamped == whole.minutes.closed
    for draft in (printed(closed_room()), printed(Room(), seal=SEAL)):
        assert not draft.final
        assert draft.stamped == draft.made


def test_it_finds_candidates_series_and_who_sits_where() -> None:
    of = printed(closed_room())
    assert [one.number for one in of.lines((PASSING, FAILING))] == [FAILING, PASSING]
    assert len(of.lines(())) == 3
    assert of.series == ("ES",)
    assert of.seated(Role.PRESIDENT) == "president d’essai"
    assert of.seated(Role.CHEF_DE_CENTRE) == ""


def test_a_transcript_has_each_mark_as_it_counts_and_its_points_make_the_total() -> None:
    given: dict[StudentNumber, tuple[ExamMark, ...]] = {
        FAILING: (office("9.5"), office(None, "MATH", 3), office("13", "OPT1", 2), office(None, "LV1", 3))
    }
    sitting = opened(Board(given, (numeric(FAILING, "Générale"),), rules=lambda serie: rules_of(2025, serie)))
    room = Room(sitting)
    ruled = MissingMarkRuled(FAILING, "MATH", MissingRule.PROVISIONAL, Decimal(11), "page 2", 0, "perdue")
    assert room.do(ruled) == Accepted()
    assert room.do(PointsAdded(FAILING, Decimal(0), Decimal(3), 0, "assidu")) == Accepted()
    dossier = sitting.dossier(FAILING)
    assert dossier is not None
    found = transcript_of(dossier)
    assert [(one.mark, one.missing, one.points) for one in found] == [
        (Decimal("9.5"), None, Decimal(19)),
        (Decimal(11), MissingRule.PROVISIONAL, Decimal(33)),
        (Decimal(13), None, Decimal(26)),
        (None, None, None),
        (None, None, Decimal(3)),
    ]
    assert dossier.result is not None
    assert sum(one.points for one in found if one.points is not None) == dossier.result.points


def test_above_ten_and_without_rules_a_mark_is_told_as_it_is() -> None:
    marks = {PAPER: (office("9"), office("13", "OPT1", 2), office("7", "OPT2", 1))}
    sitting = opened(Board(marks, (numeric(PAPER),), rules=lambda serie: rules_of(2018, serie)))
    dossier = sitting.dossier(PAPER)
    assert dossier is not None
    assert [(one.above_ten, one.points) for one in transcript_of(dossier)] == [
        (False, Decimal(18)),
        (True, Decimal(6)),
        (True, Decimal(0)),
    ]
    room = Room(opened(Board({FAILING: (office("9"),)}, (numeric(FAILING),))))
    room.do(raised("10", "9"))
    plain = room.board.dossier(FAILING)
    assert plain is not None
    assert transcript_of(plain) == (TranscriptMark("PHILO", Decimal(2), False, Decimal(10), None, None, Decimal(20)),)
