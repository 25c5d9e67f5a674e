# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard at the Desk, shape of livret by shape: no « ajourné » by this post before it was examined (N01, J04)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import Act, Author, LivretRead, NoLivretDeclared, Role, Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict
from tests.client.sit.sitting_world import J01, MADE, N0417, N0455, N0460, World, decide, digest, refused

OTHER = PageCheck(NumberCheck.OTHER, N0417)


def veiled(one: Candidate) -> Candidate:
    """A page bears another number."""
    return replace(one, livret=LivretRef(digest(one.number), 1000, (OTHER,)))


def coming(one: Candidate) -> Candidate:
    """Its list came, its bytes did not."""
    return replace(one, livret=None, problem=LivretProblem.NOT_RECEIVED)


def receipt(one: Act) -> Receipt:
    return Receipt(one.act, Digest("a" * 64), one.jury, one.sequence, NO_CHAIN, Verdict.ACCEPTED, MADE, "")


def comes(w: World, number: StudentNumber, made: Callable[[Candidate], Candidate]) -> None:
    """Another version of the jury, in which a candidate is made otherwise."""
    file = w.store.files[J01]
    people = tuple(made(one) if one.number == number else one for one in file.candidates)
    w.store.files[J01] = replace(file, candidates=people)
    w.deliberation.refresh(J01)


@pytest.mark.parametrize("made", [veiled, coming])
def test_a_livret_that_cannot_be_read_here_is_examined_on_paper_and_never_said_not_to_exist(
    w: World, made: Callable[[Candidate], Candidate]
) -> None:
    comes(w, N0460, made)
    with refused(Code.LIVRET_NOT_EXAMINED):
        decide(w, N0460, Ruling.AJOURNE)
    with refused(Code.LIVRET_IS_THERE):
        w.deliberation.declare_none(J01, N0460, True, "aucun")


def test_who_gave_none_is_said_so_first_and_that_ends_when_one_comes(w: World) -> None:
    with refused(Code.LIVRET_NOT_EXAMINED):
        decide(w, N0455, Ruling.AJOURNE)
    w.sittings.record(w.sittings.of(J01), NoLivretDeclared(N0455, True, "aucun"))
    w.acts.fed = [SatAct(one, receipt(one)) for one in w.store.journal]  # the academy took it before the livret came
    comes(w, N0455, veiled)
    with refused(Code.LIVRET_NOT_EXAMINED):
        decide(w, N0455, Ruling.AJOURNE)


def test_a_reading_by_another_person_of_another_version_or_of_some_pages_examines_nothing(w: World) -> None:
    president, whole = w.store.author, ("2.0", "2.0")
    here = LivretRead(N0460, digest(N0460), whole, "dossier")
    w.act_as(Author("Chef de centre", Role.CHEF_DE_CENTRE))
    w.deliberation.took(w.store.record(J01, 1, here))
    w.act_as(president)
    for one in (replace(here, digest=Digest("f" * 64)), replace(here, seconds=whole[:1])):
        w.deliberation.took(w.store.record(J01, 1, one))
    with refused(Code.LIVRET_UNREAD):
        decide(w, N0460, Ruling.AJOURNE)
    w.acts.fed = [SatAct(one, receipt(one)) for one in w.store.journal]  # an academy of before took all of them
    w.deliberation.refresh(J01)
    with refused(Code.LIVRET_UNREAD):
        decide(w, N0460, Ruling.AJOURNE)
    w.deliberation.took(w.store.record(J01, 1, here))
    decide(w, N0460, Ruling.AJOURNE)
