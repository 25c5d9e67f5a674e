# SPDX-License-Identifier: AGPL-3.0-or-later
"""The policy, without a server: each rule at both sides of each of its conditions."""

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest

from lsl_desk.domain import rights
from lsl_desk.domain.acts import Body, MarkRaised, SittingOpened
from lsl_desk.domain.ids import CentreId, JuryId, SchoolId, StudentNumber
from lsl_desk.domain.rights import (
    NOBODY,
    RULES,
    WHOLE,
    AccountRole,
    Action,
    Actor,
    Kind,
    Resource,
    Standing,
    allow,
    effect_of,
)

HERE, ELSEWHERE = CentreId("0750001Z"), CentreId("0750002Y")
OWN = Resource(JuryId("J01"), HERE)
OTHER = Resource(JuryId("J02"), HERE)
AWAY = Resource(JuryId("J03"), ELSEWHERE)
ACADEMY_ROLES = {AccountRole.GESTIONNAIRE_DEC, AccountRole.ADMINISTRATEUR, AccountRole.AUDITEUR}
OPEN_TO_ALL = {
    Action.READ_ACADEMY,
    Action.READ_CONTRACT,
    Action.READ_HEALTH,
    Action.READ_METRICS,
    Action.READ_STATIC,
    Action.READ_SOURCE,
    Action.SIGN_IN,
    Action.ASK_ENROLMENT,
    Action.ASK_TOKEN,
}
EVEN_REVOKED = {Action.SEND_ACTS, Action.READ_OWN_DEVICE}


def person(role: AccountRole, standing: Standing = Standing.ACTIVE) -> Actor:
    centre = HERE if role in rights.SEATED else None
    juries = {
        AccountRole.CHEF_DE_CENTRE: frozenset({JuryId("J01"), JuryId("J02")}),
        AccountRole.PRESIDENT: frozenset({JuryId("J01")}),
        AccountRole.VICE_PRESIDENT: frozenset({JuryId("J01")}),
    }.get(role, frozenset())
    presides = juries if role is AccountRole.PRESIDENT else frozenset()
    return Actor(Kind.PERSON, role, centre, juries, presides, standing)


def post(role: AccountRole, standing: Standing = Standing.ACTIVE) -> Actor:
    return replace(person(role, standing), kind=Kind.DEVICE)


def who_may(action: Action, resource: Resource) -> set[AccountRole]:
    return {role for role in AccountRole if allow(person(role), action, resource)}


def test_every_action_has_its_rule_and_every_rule_its_reason() -> None:
    assert set(RULES) == set(Action)
    assert all(rule.reason for rule in RULES.values())


def test_an_action_without_a_rule_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "RULES", {})
    assert not any(allow(person(role), action, OWN) for role in AccountRole for action in Action)


def test_nobody_may_only_knock() -> None:
    assert {action for action in Action if allow(NOBODY, action, OWN)} == OPEN_TO_ALL


@pytest.mark.parametrize("role", AccountRole)
def test_what_is_expired_is_nobody(role: AccountRole) -> None:
    for actor in (person(role, Standing.EXPIRED), post(role, Standing.EXPIRED)):
        assert {action for action in Action if allow(actor, action, OWN)} == OPEN_TO_ALL


@pytest.mark.parametrize("role", sorted(rights.SEATED))
def test_a_revoked_post_may_send_its_acts_and_learn_that_it_is_revoked(role: AccountRole) -> None:
    actor = post(role, Standing.REVOKED)
    assert {action for action in Action if allow(actor, action, OWN)} == OPEN_TO_ALL | EVEN_REVOKED


@pytest.mark.parametrize("role", sorted(rights.SEATED))
def test_a_post_is_never_a_person_and_a_person_never_a_post(role: AccountRole) -> None:
    both = {a for a in Action if allow(post(role), a, OWN) and allow(person(role), a, OWN)}
    assert both == OPEN_TO_ALL


@pytest.mark.parametrize("action", [Action.READ_MANIFEST, Action.READ_LIVRET, Action.READ_FEED, Action.RECORD_READING])
def test_a_post_reads_its_own_juries(action: Action) -> None:
    assert allow(post(AccountRole.PRESIDENT), action, OWN)
    assert allow(post(AccountRole.PRESIDENT), action, replace(OWN, closed=True))
    assert not allow(post(AccountRole.PRESIDENT), action, OTHER)
    assert not allow(post(AccountRole.PRESIDENT), action, AWAY)
    assert allow(post(AccountRole.CHEF_DE_CENTRE), action, OTHER)
    assert not allow(post(AccountRole.CHEF_DE_CENTRE), action, AWAY)
    assert not allow(post(AccountRole.PRESIDENT), action, WHOLE)


def test_marks_are_for_those_who_deliberate_until_the_closing() -> None:
    may = {role for role in AccountRole if allow(post(role), Action.CHANGE_MARK, OWN)}
    assert may == {AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT}
    assert not any(allow(post(role), Action.CHANGE_MARK, replace(OWN, closed=True)) for role in AccountRole)
    assert not allow(post(AccountRole.PRESIDENT), Action.CHANGE_MARK, OTHER)


PRESIDING = [Action.SETTLE_CONFLICT, Action.DECIDE, Action.OPEN_SITTING, Action.CLOSE_SITTING]


@pytest.mark.parametrize("action", PRESIDING)
@pytest.mark.parametrize("head", [AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT])
def test_who_presides_alone_decides_settles_opens_and_closes(action: Action, head: AccountRole) -> None:
    sitting = replace(OWN, presiding=head)
    assert {role for role in AccountRole if allow(post(role), action, sitting)} == {head}
    assert not any(allow(post(role), action, replace(sitting, closed=True)) for role in AccountRole)


@pytest.mark.parametrize("action", [Action.DECLARE_LIVRET, Action.HAND_PRESIDENCY])
def test_livrets_are_declared_and_the_presidency_handed_by_the_heads_until_the_closing(action: Action) -> None:
    may = {role for role in AccountRole if allow(post(role), action, OWN)}
    assert may == {AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT}
    assert not any(allow(post(role), action, replace(OWN, closed=True)) for role in AccountRole)


def test_attendance_is_taken_by_whoever_is_of_the_jury_or_its_centre_until_the_closing() -> None:
    assert {role for role in AccountRole if allow(post(role), Action.TAKE_ATTENDANCE, OWN)} == rights.SEATED
    assert not any(allow(post(role), Action.TAKE_ATTENDANCE, replace(OWN, closed=True)) for role in AccountRole)
    assert not allow(post(AccountRole.PRESIDENT), Action.TAKE_ATTENDANCE, OTHER)


def test_a_jury_is_seen_by_its_own_and_by_the_academy() -> None:
    assert who_may(Action.READ_JURY, OWN) == set(AccountRole) - {AccountRole.CHEF_ETABLISSEMENT}
    assert who_may(Action.READ_JURY, OTHER) == ACADEMY_ROLES | {AccountRole.CHEF_DE_CENTRE}
    assert who_may(Action.READ_JURY, AWAY) == ACADEMY_ROLES


def test_posts_are_seen_by_the_head_of_their_centre_and_by_the_academy() -> None:
    heads = ACADEMY_ROLES | {AccountRole.CHEF_DE_CENTRE}
    assert who_may(Action.READ_DEVICES, WHOLE) == heads
    assert who_may(Action.READ_DEVICE, OWN) == heads
    assert who_may(Action.READ_DEVICE, AWAY) == ACADEMY_ROLES


def test_posts_are_managed_by_the_head_of_their_centre_and_the_exam_office() -> None:
    both = {AccountRole.CHEF_DE_CENTRE, AccountRole.GESTIONNAIRE_DEC}
    assert who_may(Action.READ_ENROLMENT, WHOLE) == both
    assert who_may(Action.REFUSE_DEVICE, WHOLE) == both
    assert who_may(Action.REVOKE_DEVICE, OWN) == both
    assert who_may(Action.REVOKE_DEVICE, AWAY) == {AccountRole.GESTIONNAIRE_DEC}
    homeless = replace(person(AccountRole.CHEF_DE_CENTRE), centre=None)
    assert not allow(homeless, Action.REVOKE_DEVICE, WHOLE), "no centre is not the same centre as no centre"


@pytest.mark.parametrize("role", AccountRole)
def test_a_post_is_only_for_somebody_who_sits_at_a_desk(role: AccountRole) -> None:
    wanted = {AccountRole.CHEF_DE_CENTRE, AccountRole.GESTIONNAIRE_DEC} if role in rights.SEATED else set()
    assert who_may(Action.APPROVE_DEVICE, Resource(centre=HERE, role=role)) == wanted


@pytest.mark.parametrize("action", [Action.CREATE_ACCOUNT, Action.RENEW_CODE, Action.CLOSE_ACCOUNT])
def test_nobody_makes_an_account_above_his_own(action: Action) -> None:
    both = {AccountRole.GESTIONNAIRE_DEC, AccountRole.ADMINISTRATEUR}
    for role in AccountRole:
        below = role in rights.SEATED or role is AccountRole.CHEF_ETABLISSEMENT
        wanted = both if below else {AccountRole.ADMINISTRATEUR}
        assert who_may(action, Resource(role=role)) == wanted
    assert who_may(Action.READ_ACCOUNTS, WHOLE) == both


@pytest.mark.parametrize("action", [Action.READ_SCHOOL, Action.RECEIVE_VISAS, Action.LOAD_LIVRETS, Action.OPEN_LIVRETS])
def test_a_school_is_for_its_own_head_only(action: Action) -> None:
    school = Resource(school=SchoolId("0755001A"))
    head = replace(person(AccountRole.CHEF_ETABLISSEMENT), school=school.school)
    assert allow(head, action, school)
    assert not allow(head, action, Resource(school=SchoolId("0755002B")))
    assert not allow(replace(head, school=None), action, WHOLE), "no school is not the same school as no school"
    assert not allow(replace(head, kind=Kind.DEVICE), action, school)
    assert not any(allow(replace(head, role=role), action, school) for role in AccountRole if role is not head.role)


def test_the_audit_is_for_the_auditor() -> None:
    assert who_may(Action.READ_AUDIT, WHOLE) == {AccountRole.AUDITEUR}


@pytest.mark.parametrize("action", [Action.SIGN_OUT, Action.CHANGE_OWN_PASSWORD, Action.READ_BOARD])
def test_every_person_has_a_home(action: Action) -> None:
    assert who_may(action, WHOLE) == set(AccountRole)


def test_the_effect_of_every_act_is_an_action() -> None:
    assert rights.EFFECTS.keys() == set(get_args(Body))
    assert effect_of(SittingOpened()) is Action.OPEN_SITTING
    assert effect_of(MarkRaised(StudentNumber("1"), "PHY", None, Decimal(9), 0, "")) is Action.CHANGE_MARK


def test_who_presides_here_and_assists_there_closes_and_settles_here_only() -> None:
    seated = replace(post(AccountRole.PRESIDENT), juries=frozenset({JuryId("J01"), JuryId("J02")}))
    for action in PRESIDING:
        assert allow(seated, action, Resource(jury=JuryId("J01"), centre=HERE))
        assert not allow(seated, action, Resource(jury=JuryId("J02"), centre=HERE))
    assert allow(seated, Action.CHANGE_MARK, Resource(jury=JuryId("J02"), centre=HERE))
