# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a manifest says of its livrets."""

from datetime import UTC, datetime

from lsl_desk.domain.ids import CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import Edition, JuryManifest


def candidate(number: str, digest: str | None, size: int = 10) -> Candidate:
    livret = None if digest is None else LivretRef(Digest(digest), size, (PageCheck(NumberCheck.MATCH),))
    return Candidate(PvNumber(""), StudentNumber(number), "ES", LivretFormat.NUMERIQUE, "", livret)


def test_its_livrets_are_told_once_each_in_the_order_of_the_candidates() -> None:
    listed = (candidate("1", "b", 20), candidate("2", None), candidate("3", "a", 30), candidate("4", "b", 20))
    made = datetime(2018, 7, 3, tzinfo=UTC)
    manifest = JuryManifest(JuryId("J01"), CentreId("c"), "l", 2018, 1, made, None, listed, {})
    assert list(manifest.livrets.items()) == [("b", 20), ("a", 30)]


def test_a_list_follows_the_very_same_or_one_of_a_lower_version() -> None:
    taken, other = Edition(3, Digest("a")), Digest("b")
    assert taken.follows(taken)
    assert taken.follows(None)
    assert [Edition(version, other).follows(taken) for version in (2, 3, 4)] == [False, False, True]
