# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paper livrets received by what is typed or scanned, and strangers (features D08, F12)."""

from dataclasses import replace

import pytest

from lsl_desk.domain.acts import Entry, PaperReceived, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, PvNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat
from tests.adapters.store.desks import refusal_of
from tests.client.prepare.eves import J01, J02, PRESIDENT, Post, centre, number


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("0432", Entry.TYPED),
        ("432", Entry.TYPED),
        (" 0432\r", Entry.SCANNED),
        ("*0432*", Entry.SCANNED),
        ("https://livrets.example/J01/0432", Entry.SCANNED),
        ("04329", Entry.SCANNED),
        ("à'\"é", Entry.SCANNED),
    ],
)
def test_a_number_is_understood_as_a_reader_types_it(typed: str, entry: Entry) -> None:
    post = centre()
    taken = post.desk.receive_paper(typed, entry)
    assert (taken.jury, taken.number, taken.count) == (J01, "0432", (1, 2))
    assert [act.body for act in post.store.journal] == [PaperReceived(number("0432"), True, entry)]
    assert post.waiting == 1


def test_a_number_typed_with_a_digit_too_many_means_nobody() -> None:
    post = centre()
    assert refusal_of(lambda: post.desk.receive_paper("04329", Entry.TYPED)) is Code.NUMBER_NOWHERE
    assert post.store.journal == []


def test_a_second_receipt_records_nothing() -> None:
    post = centre()
    post.desk.receive_paper("0432", Entry.TYPED)
    post.desk.receive_paper("0432", Entry.SCANNED)
    assert len(post.store.journal) == 1
    post.desk.take_back_paper(J01, number("0433"))
    assert len(post.store.journal) == 1


def test_a_stranger_says_its_centre_when_the_academy_answers() -> None:
    post = centre()
    post.around.centres["0902"] = ("0990020B, Lycée Exemple", "0990021C")
    with pytest.raises(Refusal) as refused:
        post.desk.receive_paper("*0902*", Entry.SCANNED)
    assert refused.value.code is Code.NUMBER_ELSEWHERE
    assert refused.value.facts == {"number": "0902", "centre": "0990020B, Lycée Exemple ou 0990021C"}
    assert refusal_of(lambda: post.desk.receive_paper("0903", Entry.SCANNED)) is Code.NUMBER_NOWHERE
    assert refusal_of(lambda: post.desk.receive_paper("  ", Entry.SCANNED)) is Code.NUMBER_NOWHERE


def ambiguous(post: Post, *numbers: str, jury: JuryId) -> None:
    """Candidates with these numbers stand in a jury too."""
    file = post.store.files[jury]
    more = tuple(Candidate(PvNumber("99"), number(text), "S", LivretFormat.PAPIER) for text in numbers)
    post.store.files[jury] = replace(file, candidates=(*file.candidates, *more))


def test_a_number_of_two_juries_is_not_guessed() -> None:
    post = centre()
    ambiguous(post, "0432", jury=J02)
    with pytest.raises(Refusal) as refused:
        post.desk.receive_paper("0432", Entry.TYPED)
    assert (refused.value.code, refused.value.facts["juries"]) == (Code.NUMBER_AMBIGUOUS, "J01, J02")


def test_leading_zeros_settle_it_and_without_them_it_is_not_guessed() -> None:
    post = centre()
    ambiguous(post, "00432", jury=J01)
    assert post.desk.receive_paper("00432", Entry.TYPED).number == "00432"
    assert post.desk.receive_paper("0432", Entry.TYPED).number == "0432"
    assert refusal_of(lambda: post.desk.receive_paper("432", Entry.TYPED)) is Code.NUMBER_AMBIGUOUS


def test_four_of_five_then_five_of_five() -> None:
    post = centre()
    ambiguous(post, "0434", "0435", "0436", jury=J01)
    counts = [post.desk.receive_paper(text, Entry.TYPED).count for text in ("0432", "0433", "0434", "0435", "0436")]
    assert counts == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.VICE_PRESIDENT])
def test_whoever_is_not_the_centres_head_looks_and_records_nothing(role: Role) -> None:
    post = centre()
    post.store.author = replace(PRESIDENT, role=role)
    asked = (
        lambda: post.desk.receive_paper("0432", Entry.TYPED),
        lambda: post.desk.take_back_paper(J01, number("0432")),
        lambda: post.desk.import_ocean("ocean.csv"),
        lambda: post.desk.tell_office(J01, None, "Bonjour"),
        lambda: post.desk.name_head(J01, Role.PRESIDENT, "Claire"),
        lambda: post.desk.accept_office(J01, Role.PRESIDENT),
        lambda: post.desk.keep_ours(J01, Role.PRESIDENT),
        lambda: post.desk.jury_code(J01),
        lambda: post.desk.new_jury_code(J01),
        lambda: post.desk.make_copies([J01], "cle", archive=False, report=lambda _: True),
        lambda: post.desk.drill([J01], 300, lambda _: True, only_waiting=False),
        lambda: post.desk.keep_help_phone("01 98 76 54 32"),
        lambda: post.desk.write_room_sheets("feuilles.pdf", [J01]),
    )
    assert [refusal_of(ask) for ask in asked] == [Code.CENTRE_HEAD_ONLY] * len(asked)
    assert post.store.journal == []
    assert post.desk.presence(J01).paper == (0, 2)
    assert len(post.desk.readiness()) == 2
