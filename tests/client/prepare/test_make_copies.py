# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies for whoever needs nothing else of the eve."""

import pytest

from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.make_copies import Copying
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.understood import refreshed
from lsl_desk.client.prepare.values import CopyDone
from lsl_desk.client.progress import silent
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from tests.fakes.desk import MemoryStore, make_desk
from tests.fakes.eve import MemoryEve
from tests.fakes.outside import MemoryCopies

J01 = JuryId("J01")


def copying(role: Role = Role.CHEF_DE_CENTRE) -> Copying:
    store = MemoryStore()
    make_desk(store=store)
    recorder = Recorder(store, lambda: Author("Poste", role), lambda: None)
    return Copying(Eve(store, MemoryEve(store)), recorder, MemoryCopies(store))


def test_a_copy_is_made_recorded_and_counted_on() -> None:
    made = copying()
    assert [one.version for one in made.states()] == [0, 0]
    (first,) = made.make([J01], "/clé", archive=False, report=silent)
    (again,) = made.make([J01], "/clé", archive=True, report=silent)
    assert [one.version for one in made.states()] == [2, 0]
    assert refreshed(first).startswith(f"{first.made} livrets protégés à ")
    assert refreshed(again).startswith(f"{again.kept} à jour, 0 mis à jour à ")
    assert refreshed(CopyDone(J01, None, 0, 0, None, "")) == "0 livret protégé"


def test_the_code_is_asked_for_and_given() -> None:
    made = copying()
    assert made.code(J01) == "code-1-J01"
    assert made.take_code(J01, "un autre") == "un autre"


def test_only_the_centre_head_makes_copies_or_sees_the_code() -> None:
    made = copying(Role.PRESIDENT)
    with pytest.raises(Refusal) as code:
        made.code(J01)
    with pytest.raises(Refusal) as take:
        made.take_code(J01, "x")
    with pytest.raises(Refusal) as make:
        made.make([J01], "/clé", archive=False, report=silent)
    assert {one.value.code for one in (code, take, make)} == {Code.CENTRE_HEAD_ONLY}
