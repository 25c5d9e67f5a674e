# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages say of a sitting: its stage, what is decided, livrets to be read, who presides. Nobody's name."""

import re
from html import unescape

import pytest
from sqlalchemy import insert

from lsl_desk.domain.acts import (
    Body,
    ConflictSettled,
    Entry,
    PaperExamined,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.ids import ActId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.db import schema
from lsl_desk.server.services import acts, progress
from lsl_desk.wire.envelope import SigningKey
from tests.server.academies import Here
from tests.server.browsers import signed_in
from tests.server.pages.test_pages import cells
from tests.server.world import Post, attending, decided, raised, receipt


def with_candidates(here: Here) -> Here:
    """J01 has two candidates at 9, and one at 5 whose livret is on paper. None of them has a livret."""
    with here.academy.database.writing() as connection:
        for rank, (number, mark) in enumerate((("0417", "9"), ("0432", "9"), ("0501", "5")), start=1):
            one = {"jury": "J01", "number": number, "rank": rank, "pv": str(rank), "cyclades": "", "serie": "Générale"}
            connection.execute(insert(schema.candidate).values(**one, format="papier", reason=""))
            given = {"exam": "PHILO", "rank": 1, "coefficient": "4", "value": mark}
            connection.execute(insert(schema.mark).values(jury="J01", number=number, **given))
            who = dict.fromkeys(("usage_name", "first_names", "third_name", "ine", "division", "school"), "")
            connection.execute(insert(schema.identity).values(jury="J01", number=number, name="NOMÉTAIT", **who))
    return here


@pytest.fixture
def here(here: Here) -> Here:
    return with_candidates(here)


def post(here: Here, role: AccountRole) -> Post:
    """The post of a head of the jury."""
    key = SigningKey.generate()
    row = {"id": key.public.id, "public": key.public.raw, "label": "poste", "reason": "", "state": "active"}
    with here.academy.database.writing() as connection:
        chain = {"sequence": 0, "head": "0" * 64, "enrolled": "2026-07-01T08:00:00.000000Z"}
        connection.execute(insert(schema.device).values(account=here.accounts[role], **row, **chain))
    return Post(key, Role(role.value), "")


def send(here: Here, sender: Post, *bodies: Body) -> list[ActId]:
    """Have acts received; their identifiers."""
    envelopes = [sender.act(body) for body in bodies]
    answers = acts.receive(here.academy, sender.key.public.id, envelopes)
    told = [receipt(answer, here.academy.key.public) for answer in answers]
    assert [one.code for one in told] == [""] * len(bodies)
    return [one.act for one in told]


def state(here: Here) -> list[str]:
    """The state of J01 on the board, line by line."""
    return [line for line in cells(signed_in(here, AccountRole.GESTIONNAIRE_DEC), "J01")[-1].split("\n") if line]


def told(here: Here) -> str:
    """The words of the page of J01."""
    page = signed_in(here, AccountRole.GESTIONNAIRE_DEC).get("/jurys/J01").text
    assert "NOMÉTAIT" not in page
    return " ".join(unescape(re.sub(r"<.*?>", " ", page)).split())


def test_a_sitting_is_followed_from_its_opening_to_its_closing(here: Here) -> None:
    president, vice = post(here, AccountRole.PRESIDENT), post(here, AccountRole.VICE_PRESIDENT)
    assert "Étape préparé : la séance n’est pas ouverte" in told(here)
    send(here, president, attending(), SittingOpened())
    assert state(here) == ["● ouvert", "0 / 3 décidés", "! 1 livret à examiner"]
    assert "Étape ● ouvert 0 / 3 décidés ! 1 livret à examiner Qui préside président" in told(here)
    send(here, president, decided(Ruling.SECOND_GROUPE), decided(Ruling.SUSPENDU, number="0432", reason="à revoir"))
    assert state(here) == ["● ouvert", "1 / 3 décidés", "! 1 livret à examiner"]
    send(here, president, PaperExamined(StudentNumber("0501"), examined=True, entry=Entry.TYPED))
    send(here, president, decided(Ruling.AJOURNE, "5", number="0501"))
    handed = PresidencyHanded(Role.VICE_PRESIDENT, "Vice-présidente inventée", "train")
    send(here, president, handed)
    send(here, vice, decided(Ruling.SECOND_GROUPE, number="0432", seen=1))
    assert state(here) == ["✓ délibéré", "3 / 3 décidés"]
    page = told(here)
    assert "Qui préside Vice-présidente inventée, vice-président" in page
    assert "Passations de la présidence 03/07/2018 09:00, à Vice-présidente inventée (vice-président)" in page
    send(here, vice, SittingClosed(NO_CHAIN))
    assert state(here) == ["✓ clos", "3 / 3 décidés"]


def test_a_disagreement_on_a_mark_or_a_decision_is_told_and_keeps_a_sitting_open(here: Here) -> None:
    president, vice = post(here, AccountRole.PRESIDENT), post(here, AccountRole.VICE_PRESIDENT)
    twin = post(here, AccountRole.PRESIDENT)
    send(here, president, attending(), SittingOpened(), raised("10"), decided(Ruling.SECOND_GROUPE, number="0432"))
    (conflict,) = send(here, vice, raised("11"))
    send(here, twin, decided(Ruling.SUSPENDU, number="0432", reason="à revoir"))
    assert state(here) == ["! 2 désaccords"]
    page = told(here)
    assert "candidat 0417, épreuve PHILO candidat 0432, décision" in page
    send(here, president, ConflictSettled(conflict, raised("11").after, "vu"))
    assert state(here) == ["! 1 désaccord"]


def test_a_board_of_more_sittings_than_a_centre_has_does_not_count_livrets(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(here, post(here, AccountRole.PRESIDENT), attending(), SittingOpened())
    monkeypatch.setattr(progress, "FOLLOWED", 0)
    assert state(here) == ["● ouvert", "0 / 3 décidés"]
