# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks « P »: those left, the better of two once the real one comes, decisions that it would change (J4 step 5)."""

from decimal import Decimal

from sqlalchemy import insert, update

from lsl_desk.domain.acts import (
    Entry,
    MissingMarkRuled,
    MissingRule,
    PaperExamined,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import CaseReopened
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db import schema
from tests.server.academies import HERE, Here
from tests.server.browsers import signed_in
from tests.server.pages.test_closing_pages import come, pv_of, text_of
from tests.server.pages.test_sittings import here as _here
from tests.server.pages.test_sittings import post
from tests.server.pages.test_sittings import send as act
from tests.server.world import Post, attending, decided

here = _here
ONE, OTHER, THIRD = map(StudentNumber, ("0417", "0432", "0501"))
PAGE = "/console/notes-provisoires"


def closed_with_two(here: Here) -> tuple[Post, ActId]:
    """J01 is closed with a mark « P » of 9 for two candidates; its president's post, and the act that closed it."""
    with here.academy.database.writing() as connection:
        given = schema.mark.c
        connection.execute(update(schema.mark).where(given.jury == "J01", given.number != THIRD).values(value=None))
        place = {"id": HERE, "name": "Lycée inventé", "phone": "01 99 00 12 34"}
        connection.execute(insert(schema.school).values(place))
        connection.execute(update(schema.identity).where(schema.identity.c.number == THIRD).values(school=HERE))
    president = post(here, AccountRole.PRESIDENT)
    act(here, president, attending(), SittingOpened(), PaperExamined(THIRD, examined=True, entry=Entry.TYPED))
    for one in (ONE, OTHER):
        missing = (MissingRule.PROVISIONAL, Decimal(9), "moyenne du livret, page 2", 0, "copie égarée")
        act(here, president, MissingMarkRuled(one, "PHILO", *missing), decided(Ruling.SECOND_GROUPE, number=one))
    closing = act(here, president, decided(Ruling.AJOURNE, "5", number=THIRD), SittingClosed(NO_CHAIN))[-1]
    return president, closing


def test_real_marks_that_come_are_shown_with_what_they_would_change_until_the_case_is_taken_up_again(
    here: Here,
) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    assert "Aucune note provisoire." in text_of(office.get(PAGE).text)
    president, _ = closed_with_two(here)
    told = text_of(office.get(PAGE).text)
    assert "Notes encore provisoires 2 Décisions à revoir 0" in told
    assert "0417 Philosophie moyenne du livret, page 2 P 9 attendue 9 second groupe" in told
    assert "J01 Lycée 0750001Z – 01 99 00 12 34" in told
    assert 'href="tel:' in office.get(PAGE).text

    come(here, "0417;PHILO;4;7", "0432;PHILO;4;12")
    told = text_of(office.get(PAGE).text)
    assert "Notes encore provisoires 0 Décisions à revoir 1" in told
    assert "P 9 12 12 ! second groupe → admis" in told
    assert "P 9 7 9 ✓ second groupe" in told, "the better of the two stays"
    assert told.index("0432") < told.index("0417"), "what is to be done comes first"
    assert "Appeler le jury J01" in told
    assert "NOMÉTAIT" not in told
    assert (len(pv_of(here).review), pv_of(here).provisional) == (1, ())

    again = decided(Ruling.ADMIS, "12", number=OTHER, seen=1, reason="vraie note")
    act(here, president, CaseReopened(OTHER, "vraie note arrivée"), again)
    told = text_of(office.get(PAGE).text)
    assert "Décisions à revoir 0" in told
    assert "P 9 12 12 ✓ admis" in told
