# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rights of acts as they are: every kind of act × role × relation, sent signed to the running application.

Written by hand, as `rights_table`; what the board says of an act's moment or content is not asked here.
"""

from typing import Final, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from lsl_desk.domain.acts import (
    Body,
    ConflictSettled,
    CopyMade,
    DecisionWithdrawn,
    DrillDone,
    Entry,
    HeadNamed,
    LivretOpened,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.server.db import schema
from lsl_desk.server.services import limits
from lsl_desk.wire import routes
from tests.server.world import Post, World, attending, decided, raised, read, receipt

ONE, DIGEST = StudentNumber("0417"), Digest("a" * 64)
ALL = frozenset(Role)
HEADS = frozenset({Role.PRESIDENT, Role.VICE_PRESIDENT})
PRESIDENT = frozenset({Role.PRESIDENT})
VICE = frozenset({Role.VICE_PRESIDENT})
CENTRE = frozenset({Role.CHEF_DE_CENTRE})

TABLE: Final[tuple[tuple[Body, frozenset[Role], frozenset[Role]], ...]] = (
    (LivretOpened(ONE, DIGEST, "académie"), ALL, ALL),
    (read(), ALL, ALL),
    (NumberIncident(ONE, DIGEST, 0, ""), ALL, ALL),
    (raised("10"), HEADS, HEADS),
    (PointsAdded(ONE, raised("0").after, raised("1").after, 0, "débat"), HEADS, HEADS),
    (MissingMarkRuled(ONE, "PHILO", MissingRule.WAIT, None, "", 0, "attente"), HEADS, HEADS),
    (ConflictSettled(ActId("0" * 32), raised("1").after, "vu"), PRESIDENT, VICE),
    (decided(Ruling.SECOND_GROUPE), PRESIDENT, VICE),
    (DecisionWithdrawn(ONE, 0, "erreur"), PRESIDENT, VICE),
    (PaperExamined(ONE, examined=True, entry=Entry.TYPED), HEADS, HEADS),
    (NoLivretDeclared(ONE, declared=True, reason="aucun"), HEADS, HEADS),
    (attending(), ALL, ALL),
    (PresidencyHanded(Role.VICE_PRESIDENT, "V", "départ"), PRESIDENT, VICE),
    (SittingOpened(), PRESIDENT, VICE),
    (SittingClosed(NO_CHAIN), PRESIDENT, VICE),
    (AnonymityLifted(), PRESIDENT, VICE),
    (CaseReopened(ONE, "erreur de saisie"), PRESIDENT, VICE),
    (InequalityExplained(DIGEST, "livrets différents"), PRESIDENT, VICE),
    (PvSigned(Role.PRESIDENT, "P", ActId("0" * 32), DIGEST), HEADS, HEADS),
    (SignatureRefused(Role.PRESIDENT, "P", ActId("0" * 32), "désaccord"), HEADS, HEADS),
    (PaperReceived(ONE, received=True, entry=Entry.TYPED), CENTRE, CENTRE),
    (HeadNamed(Role.PRESIDENT, "P", ""), CENTRE, CENTRE),
    (OfficeTold(ONE, "un mot"), ALL, ALL),
    (CopyMade(1, DIGEST, 1, 1, "dossier"), ALL, ALL),
    (DrillDone(1, 1, (), ()), CENTRE, CENTRE),
)
"""An act of each kind, who may have its effect while the president presides, and after a handover."""

NOT_FOR_YOU: Final = {Code.FORBIDDEN, Code.PRESIDENT_ONLY}


def test_every_kind_of_act_is_in_the_table() -> None:
    assert {type(body) for body, _, _ in TABLE} == set(get_args(Body))


@pytest.mark.parametrize("presiding", [Role.PRESIDENT, Role.VICE_PRESIDENT])
def test_every_act_has_its_effect_for_those_who_may_and_for_nobody_else(
    world: World, app: FastAPI, client: TestClient, presiding: Role
) -> None:
    app.state.requests = limits.Requests(allowed=10**9)
    posts = {Role.PRESIDENT: world.sitting()}
    posts |= {role: world.post(role) for role in (Role.VICE_PRESIDENT, Role.CHEF_DE_CENTRE)}
    stranger = world.post(Role.PRESIDENT, "J02")
    faults = []
    for body, before, after in TABLE:
        may = before if presiding is Role.PRESIDENT else after
        for role, post in posts.items():
            _standing(world, presiding, opened=not isinstance(body, HeadNamed))
            code = _code(world, client, post, body)
            if (code in NOT_FOR_YOU) is (role in may):
                faults.append((type(body).__name__, role.value, code))
        if _code(world, client, stranger, body) != Code.JURY_NOT_YOURS:
            faults.append((type(body).__name__, "another jury", ""))
    assert faults == []


def _standing(world: World, presiding: Role, *, opened: bool) -> None:
    """Bring J01 to where the table asks of it: heads are named before the opening only."""
    with world.academy.database.writing() as connection:
        act = connection.scalar(select(schema.act.c.act).where(schema.act.c.jury == "J01").limit(1))
        values = {"presiding": presiding.value, "opened": act if opened else None, "closed": None}
        connection.execute(schema.jury_head.update().where(schema.jury_head.c.jury == "J01").values(values))


def _code(world: World, client: TestClient, post: Post, body: Body) -> str:
    answer = client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(body)]})
    (one,) = answer.json()["answers"]
    return receipt(one["receipt"], world.academy.key.public).code
