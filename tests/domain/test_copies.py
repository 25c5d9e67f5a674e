# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.domain.acts import CopyMade, SittingOpened
from lsl_desk.domain.copies import changed_since, copies_made, next_version
from lsl_desk.domain.ids import Digest, StudentNumber
from tests.domain.acts import acts, at

A, B, C = (Digest(letter * 64) for letter in "abc")
N1, N2, N3 = (StudentNumber(text) for text in ("0417", "0418", "0419"))


def made(version: int) -> CopyMade:
    return CopyMade(version, A, 2, 1000, "dossier")


def test_the_copies_are_known_in_the_order_made() -> None:
    found = copies_made(acts(made(1), SittingOpened(), made(2), version=3))
    assert [(one.body.copy, one.at, one.jury_version) for one in found] == [(1, at(0), 3), (2, at(2), 3)]
    assert next_version(found) == 3
    assert next_version(()) == 1


def test_what_changed_came_or_went_is_named() -> None:
    assert changed_since({N1: A, N2: B}, {N1: A, N2: B}, 2) == ()
    assert changed_since({N1: A, N2: B}, {N1: A, N2: C}, 2) == (N2,)
    assert changed_since({N1: A, N2: B}, {N3: C, N1: A}, 2) == (N3, N2)


def test_a_copy_whose_content_is_not_known_here_is_all_to_be_made_again() -> None:
    assert changed_since({}, {N1: A, N2: B}, 2) == (N1, N2)
    assert changed_since({N1: A, N2: B}, {N1: A, N2: B}, 1) == (N1, N2)
