# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.acts import Entry, OfficeTold, PaperReceived
from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef
from lsl_desk.domain.presence import Count, count, is_present, office_told, papers_received
from tests.domain.acts import acts, at

REF = LivretRef(Digest("a" * 64), 1, ())


def number(text: str) -> StudentNumber:
    return StudentNumber(text)


def paper(text: str, *, received: bool = True) -> PaperReceived:
    return PaperReceived(number(text), received, Entry.TYPED)


def candidate(
    form: LivretFormat,
    text: str = "0417",
    *,
    reason: str = "",
    livret: LivretRef | None = None,
    problem: LivretProblem | None = None,
) -> Candidate:
    return Candidate(PvNumber("1"), number(text), "ES", form, reason, livret, problem)


def test_a_receipt_keeps_its_first_time_and_may_be_taken_back() -> None:
    done = acts(paper("0418"), paper("0419"), paper("0418"), paper("0419", received=False), OfficeTold(number(""), "?"))
    assert papers_received(done) == {"0418": at(0)}
    again = acts(paper("0418"), paper("0418", received=False), paper("0418"))
    assert papers_received(again) == {"0418": at(2)}
    assert papers_received(acts(paper("0418", received=False))) == {}


def test_the_last_message_about_a_candidate_is_known() -> None:
    done = acts(OfficeTold(number("0418"), "a"), OfficeTold(number(""), "b"), OfficeTold(number("0418"), "c"))
    assert office_told(done) == {"0418": at(2), "": at(1)}


@pytest.mark.parametrize(
    ("one", "here"),
    [
        (candidate(LivretFormat.NUMERIQUE, livret=REF), True),
        (candidate(LivretFormat.NUMERIQUE), False),
        (candidate(LivretFormat.NUMERIQUE, livret=REF, problem=LivretProblem.NUMBER_MISMATCH), False),
        (candidate(LivretFormat.PAPIER, "0418"), True),
        (candidate(LivretFormat.PAPIER, "0419"), False),
        (candidate(LivretFormat.INCONNU, "0418"), True),
        (candidate(LivretFormat.INCONNU, "0419"), False),
        (candidate(LivretFormat.ABSENT, reason="opposition de la famille"), True),
        (candidate(LivretFormat.ABSENT), False),
    ],
)
def test_a_status_without_its_file_counts_as_absent(one: Candidate, here: bool) -> None:
    assert is_present(one, {number("0418"): at(0)}) is here


def test_a_jury_is_counted() -> None:
    people = [
        candidate(LivretFormat.NUMERIQUE, livret=REF),
        candidate(LivretFormat.NUMERIQUE),
        candidate(LivretFormat.PAPIER, "0418"),
        candidate(LivretFormat.PAPIER, "0419"),
        candidate(LivretFormat.INCONNU, "0420"),
        candidate(LivretFormat.INCONNU, "0421"),
        candidate(LivretFormat.ABSENT),
    ]
    received = {number("0418"): at(0), number("0420"): at(1), number("0999"): at(2)}
    assert count(people, received) == Count((1, 2), (1, 2), 1)
    assert count([], {}) == Count((0, 0), (0, 0), 0)
